# SPDX-License-Identifier: GPL-2.0-or-later
# The rows of tests/guest/workloads that make prove proves: twelve servers, as
# programs that root starts, and as containers. Sourced.
server_programs='postgres_first cron postgres chronyd dnsmasq haproxy memcached
	named nginx redis rsyslogd sshd tcpdump'
server_images='tcpdump_image redis_image rsyslogd_image chronyd_image
	postgres_first_image postgres_image nginx_image cron_image
	dnsmasq_image named_image memcached_image haproxy_image sshd_image'
