# SPDX-License-Identifier: GPL-2.0-or-later
# The SELinux context that a report gives: it works, the nearer one does not.
step selinux.sh
