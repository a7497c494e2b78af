# SPDX-License-Identifier: GPL-2.0-or-later
# postgres refuses to run as root. As a program it is started by root through
# Debian's pg_createcluster and pg_ctlcluster; in the image as vendors' images
# do it, by an entrypoint that gives the data to postgres and becomes it.

# Debian 13 has 17, the next release another.
postgres_version=$(ls /usr/lib/postgresql 2>/dev/null | sort -n | tail -n 1)

postgres_select='runuser -u postgres -- psql -p 5432 -Atc "select 1"'

workload_postgres() {
	command=(pg_ctlcluster --foreground "$postgres_version" main start)
	setup=make_cluster
	ready=$postgres_select
	exercise=$postgres_select
	patience=240 confined_patience=60
	expect='DAC_READ_SEARCH SETGID SETUID SYS_RESOURCE'
	# It looks into the data directory before it becomes postgres, and would
	# lower its score for the memory killer; and goes on.
	tolerated='DAC_READ_SEARCH SYS_RESOURCE'
}

make_cluster() {
	[ -e "/etc/postgresql/$postgres_version/main" ] ||
		pg_createcluster "$postgres_version" main
	rm -f "/var/lib/postgresql/$postgres_version/main/postmaster.pid"
}

# --no-sync: as fast as a test may be.
workload_postgres_first() {
	command=(bash -c "pg_createcluster -p 5432 $postgres_version first -- \
		--no-sync &&
		exec pg_ctlcluster --foreground $postgres_version first start")
	setup=drop_cluster
	ready=$postgres_select
	exercise=$postgres_select
	patience=600 confined_patience=300
	expect='CHOWN DAC_OVERRIDE FOWNER SETGID SETUID SYS_RESOURCE'
	# Set-id bits that are not there; systemctl's buffers.
	opportunistic='FSETID NET_ADMIN'
	covered=DAC_READ_SEARCH
	# It would lower its score for the memory killer, and goes on.
	tolerated=SYS_RESOURCE
}

drop_cluster() {
	pg_dropcluster "$postgres_version" first 2>/dev/null
	rm -rf "/etc/postgresql/$postgres_version/first" \
		"/var/lib/postgresql/$postgres_version/first" \
		/var/log/postgresql/*first*
}

# It chowns what is not postgres' yet.
postgres_entrypoint='data=/var/lib/postgresql/data
mkdir -p $data /run/postgresql
chmod 700 $data || :
find $data /run/postgresql ! -user postgres -exec chown postgres {} +
exec setpriv --reuid=postgres --regid=postgres --init-groups sh -c "
	PATH=/usr/lib/postgresql/'$postgres_version'/bin:\$PATH
	[ -s $data/PG_VERSION ] || initdb --no-sync -A trust -D $data
	exec postgres -D $data -c listen_addresses=*"'

workload_postgres_first_image() {
	launch=image image=localhost/base:lab
	command=(sh -euc "$postgres_entrypoint")
	engine_args=(--volume=/srv/postgres:/var/lib/postgresql/data)
	setup=forget_data
	ready="podman exec \$WHITTLE_CONTAINER
		setpriv --reuid=postgres --regid=postgres --init-groups
		psql -c 'select 1'"
	ready=${ready//$'\n'/ }
	exercise=$ready
	patience=600 confined_patience=300
	expect='CHOWN SETGID SETUID'
	documented='CHOWN DAC_READ_SEARCH FOWNER SETGID SETUID'
}

forget_data() {
	container_folder /srv/postgres
}

# With the data of a first start. /run/postgresql is made by each container.
workload_postgres_image() {
	workload_postgres_first_image
	setup=make_data
	expect='CHOWN DAC_READ_SEARCH FOWNER SETGID SETUID'
	# A set-group-id bit that the folder's mode has not.
	opportunistic=FSETID
	# chmod of the data, which is postgres' by now; the entrypoint goes on.
	tolerated=FOWNER
}

# Data that was shut down well: what was killed is recovered at the next start,
# with calls that no profile of a plain start has.
make_data() {
	if [ ! -s /srv/postgres.clean/PG_VERSION ]; then
		container_folder /srv/postgres.clean
		chown postgres:postgres /srv/postgres.clean
		chmod 700 /srv/postgres.clean
		runuser -u postgres -- \
			"/usr/lib/postgresql/$postgres_version/bin/initdb" \
			--no-sync -A trust -D /srv/postgres.clean >/dev/null
	fi
	rm -rf /srv/postgres
	cp -a /srv/postgres.clean /srv/postgres
	chcon -R -t container_file_t -l s0 /srv/postgres
}
