# SPDX-License-Identifier: GPL-2.0-or-later
# Fifty seeds, each drawing some privileged operations: the list is exact.
step oracle.sh 1 50
