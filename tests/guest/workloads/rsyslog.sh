# SPDX-License-Identifier: GPL-2.0-or-later
# rsyslogd with Debian's configuration, which has it read the kernel's log.

# The kernel must say something itself: imklog drops what user space writes
# into the kernel's log.
make_kernel_speak='echo h >/proc/sysrq-trigger; n=0;'

workload_rsyslogd() {
	command=(rsyslogd -n -iNONE)
	setup=forget_logs
	ready='test -e /var/log/syslog'
	exercise=$make_kernel_speak'
		until grep -q "sysrq: HELP" /var/log/kern.log; do
			n=$((n + 1)); [ $n -lt 150 ] || exit 1; sleep 0.2;
		done; [ "$(stat -c %G /var/log/kern.log)" = adm ]'
	expect='CHOWN SYSLOG'
	documented='BLOCK_SUSPEND CHOWN DAC_OVERRIDE LEASE NET_ADMIN
		NET_BIND_SERVICE SYS_ADMIN SYS_RESOURCE SYSLOG'
}

forget_logs() {
	rm -f /var/log/syslog /var/log/kern.log
	dmesg --clear
	echo h >/proc/sysrq-trigger
}

# The log is a folder of the host's, which is read from there.
workload_rsyslogd_image() {
	launch=image image=localhost/base:lab
	command=(rsyslogd -n -iNONE)
	engine_args=(--volume=/srv/container-log:/var/log)
	setup=forget_container_log
	ready='test -e /srv/container-log/syslog'
	exercise=$make_kernel_speak'
		until grep -q "sysrq: HELP" /srv/container-log/kern.log; do
			n=$((n + 1)); [ $n -lt 150 ] || exit 1; sleep 0.2;
		done; [ "$(stat -c %G /srv/container-log/kern.log)" = adm ]'
	expect='CHOWN SYSLOG'
	documented='BLOCK_SUSPEND CHOWN DAC_OVERRIDE LEASE NET_ADMIN
		NET_BIND_SERVICE SYS_ADMIN SYS_RESOURCE SYSLOG'
}

forget_container_log() {
	container_folder /srv/container-log
	dmesg --clear
	echo h >/proc/sysrq-trigger
}
