# SPDX-License-Identifier: GPL-2.0-or-later
# One hundred thousand calls, ten times, as the unicast owner; and losses.
step flood.sh losses
step flood.sh unicast 10
