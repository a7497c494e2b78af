# SPDX-License-Identifier: GPL-2.0-or-later
# suite: forky
# The next release of a server, compared with the stored one of trixie.
step compare.sh forky
