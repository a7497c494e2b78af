# SPDX-License-Identifier: GPL-2.0-or-later
# Every row of the tables of the kernel's checks that this guest can reach.
step check_sites.sh
