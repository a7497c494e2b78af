# SPDX-License-Identifier: GPL-2.0-or-later
# cron with Debian's configuration (PAM) and one job, of a user's, that runs
# when cron starts; other jobs would take a minute.

workload_cron() {
	command=(cron -f)
	setup=make_job_for_domain
	ready='test -s /run/crond.pid'
	exercise='n=0; until [ "$(stat -c %U /srv/cron/done)" = someone ]; do
			n=$((n + 1)); [ $n -lt 150 ] || exit 1; sleep 0.2;
		done'
	expect='AUDIT_WRITE SETGID SETUID'
	tolerated=AUDIT_WRITE # PAM takes its refusal for success
}

# cron's mark that it was started since the host was
make_job() {
	rm -f /run/crond.reboot /run/crond.pid
	container_folder /srv/cron
	chmod 1777 /srv/cron
	container_folder /srv/cron.d
	echo '@reboot someone touch /srv/cron/done' >/srv/cron.d/whittle
	cp /srv/cron.d/whittle /etc/cron.d/whittle
}

# See also lab/lab.cil.
make_job_for_domain() {
	know_domains
	make_job
}

workload_cron_image() {
	launch=image image=localhost/base:lab
	command=(cron -f)
	engine_args=(--volume=/srv/cron.d:/etc/cron.d
		--volume=/srv/cron:/srv/cron)
	setup=make_job
	ready='test -e /srv/cron/done'
	exercise='[ "$(stat -c %U /srv/cron/done)" = someone ]'
	expect='AUDIT_WRITE SETGID SETUID'
	tolerated=AUDIT_WRITE # PAM takes its refusal for success
}
