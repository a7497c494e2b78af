# SPDX-License-Identifier: GPL-2.0-or-later
# A third of what make prove runs.
step table.sh memcached redis tcpdump rsyslogd cron chronyd dnsmasq \
	memcached_image redis_image
