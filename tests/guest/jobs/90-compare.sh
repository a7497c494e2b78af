# SPDX-License-Identifier: GPL-2.0-or-later
# Two releases of a server, nginx with and without a module, replicas.
step compare.sh trixie
