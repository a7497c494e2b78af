# SPDX-License-Identifier: GPL-2.0-or-later
# The rows of tests/guest/workloads that make prove proves: twelve servers, as
# programs that root starts, and as containers. Sourced.
server_programs='memcached redis tcpdump nginx dnsmasq named haproxy rsyslogd
	chronyd cron sshd postgres postgres_first'
server_images='memcached_image redis_image tcpdump_image nginx_image
	dnsmasq_image named_image haproxy_image rsyslogd_image chronyd_image
	cron_image sshd_image postgres_image postgres_first_image'
