# SPDX-License-Identifier: GPL-2.0-or-later
# openssh-server with Debian's configuration (PAM, privilege separation). A
# user logs in by key, with a terminal, and runs a command.

# log_in ADDRESS
log_in() {
	printf 'ssh -tt -i /srv/ssh/key -o BatchMode=yes -o LogLevel=ERROR \
		-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
		-o ConnectTimeout=15 someone@%s \
		'\''[ "$(id -un)" = someone ] && [ -t 0 ]'\'' </dev/null' "$1"
}

workload_sshd() {
	command=(/usr/sbin/sshd -D)
	setup=make_key_for_domain
	ready='bash -c ": </dev/tcp/127.0.0.1/22"'
	exercise=$(log_in 127.0.0.1)
	expect='AUDIT_WRITE CHOWN FOWNER NET_BIND_SERVICE SETGID SETUID SYS_CHROOT
		SYS_RESOURCE'
	opportunistic=FSETID
	documented=AUDIT_WRITE
	# It would lower its score for the memory killer, and goes on.
	tolerated=SYS_RESOURCE
}

# The guest has no systemd-user-sessions.service, which allows logins.
make_key() {
	mkdir -p /run/sshd
	rm -f /run/nologin
	[ ! -e /srv/ssh/key ] || return 0
	container_folder /srv/ssh
	ssh-keygen -q -t ed25519 -N '' -f /srv/ssh/key
	install -d -o someone -g someone -m 700 /home/someone/.ssh
	install -o someone -g someone -m 600 /srv/ssh/key.pub \
		/home/someone/.ssh/authorized_keys
	container_folder /srv/ssh-home
	cp -a /home/someone/.ssh /srv/ssh-home/.ssh
	chown someone:someone /srv/ssh-home
	chcon -R -t container_file_t /srv/ssh-home
}

make_key_for_domain() {
	know_domains
	make_key
}

workload_sshd_image() {
	launch=image image=localhost/base:lab
	command=(sh -c 'mkdir -p /run/sshd && exec /usr/sbin/sshd -D')
	engine_args=(--volume=/srv/ssh-home:/home/someone)
	setup=make_key
	ready="bash -c ': </dev/tcp/'$container_address'/22'"
	exercise=$(log_in "$container_address")
	expect='AUDIT_WRITE CHOWN NET_BIND_SERVICE SETGID SETUID SYS_CHROOT
		SYS_RESOURCE'
	documented=AUDIT_WRITE
	# It would lower its score for the memory killer, and goes on.
	tolerated=SYS_RESOURCE
}
