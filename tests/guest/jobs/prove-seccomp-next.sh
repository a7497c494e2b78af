# SPDX-License-Identifier: GPL-2.0-or-later
# suite: forky
# make prove: the same files on the next Debian release.
. /opt/whittle/guest/servers.sh
step seccomp-prove-next.sh $server_images
