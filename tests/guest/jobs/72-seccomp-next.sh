# SPDX-License-Identifier: GPL-2.0-or-later
# suite: forky
# Seccomp files of profiles that were recorded on Debian 13.
step seccomp-next.sh
