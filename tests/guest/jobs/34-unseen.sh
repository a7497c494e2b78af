# SPDX-License-Identifier: GPL-2.0-or-later
# What no check tells, and phases.
step unseen.sh
