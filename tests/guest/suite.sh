# SPDX-License-Identifier: GPL-2.0-or-later
# One half of the guest tests. Argument: a or b; the two run side by side.
# Each guest is used by its tests one after the other, and thrown away.
cd /root || exit 1
guest=/opt/whittle/guest

case $1 in
a)
	bash $guest/table.sh nothing mount read_secret own_namespace ping \
		tcpdump rsyslogd nginx chronyd redis nginx_image
	bash $guest/ingest.sh
	bash $guest/flood.sh losses
	bash $guest/kill.sh program '0.02 0.1 0.3 1' '0.1 1'
	bash $guest/flood.sh unicast 10
	;;
b)
	bash $guest/table.sh redis_image
	bash $guest/kill.sh image '0.5 2 5' 4
	bash $guest/kill.sh bundle '0.2 1 3' 2
	bash $guest/flood.sh multicast 10
	bash $guest/signals.sh
	bash $guest/refuse.sh
	;;
esac
echo "end of suite $1"
