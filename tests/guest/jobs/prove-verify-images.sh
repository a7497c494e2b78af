# SPDX-License-Identifier: GPL-2.0-or-later
# make prove: whittle verify of the servers as containers.
. /opt/whittle/guest/servers.sh
step verify-table.sh $server_images
