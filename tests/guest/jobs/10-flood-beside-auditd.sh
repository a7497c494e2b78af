# SPDX-License-Identifier: GPL-2.0-or-later
# One hundred thousand calls, ten times, where auditd owns the audit system.
step flood.sh multicast 10
