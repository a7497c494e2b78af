# SPDX-License-Identifier: GPL-2.0-or-later
# make prove: the servers as containers.
. /opt/whittle/guest/servers.sh
step default-calls.sh
step table.sh $server_images
