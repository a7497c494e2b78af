# SPDX-License-Identifier: GPL-2.0-or-later
# One small program for each capability; what is never asked for; what is asked
# without a record.
step matrix.sh
