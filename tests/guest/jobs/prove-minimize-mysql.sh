# SPDX-License-Identifier: GPL-2.0-or-later
# make: mysql-tree
# carry: build/mysql
# make prove-verify: mysqld asks for SYS_NICE, and does not need it.
step mysql.sh
