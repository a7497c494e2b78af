# SPDX-License-Identifier: GPL-2.0-or-later
# A plain nginx in the engine's type, by the boolean that it needs.
step selinux-nginx.sh
