# SPDX-License-Identifier: GPL-2.0-or-later
# carry: policies
# What report prints is used by those it is for, enforcing.
step formats.sh
