# SPDX-License-Identifier: GPL-2.0-or-later
# Seccomp rules on the arguments of calls, recorded and enforced.
step seccomp-arguments.sh
