# SPDX-License-Identifier: GPL-2.0-or-later
# make prove: seccomp files of the servers' containers, where they were recorded.
. /opt/whittle/guest/servers.sh
step seccomp-prove.sh $server_images
