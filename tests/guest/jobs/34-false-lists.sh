# SPDX-License-Identifier: GPL-2.0-or-later
# What is left out and matters after all; a domain that hides what was asked.
step insist.sh
step deaf.sh
