# SPDX-License-Identifier: GPL-2.0-or-later
# mysqld as root in a bundle: it asks for SYS_NICE, for threads of InnoDB, and
# goes on without; --minimize finds that. Carried: what tests/mysql/tree.sh made.
. /opt/whittle/guest/lib.sh

tree=/opt/whittle/mysql
run=(--bundle bundle --timeout 240s
	--ready '[ -s /srv/mysql/out ]'
	--exercise '[ "$(cat /srv/mysql/out)" = "7 whittle" ]')
setup='rm -rf /srv/mysql/*; cp -a /opt/whittle/mysql/data /srv/mysql/data'

# At its start it makes a table, and writes to a file what it reads from it.
make_bundle() {
	mkdir -p bundle /srv/mysql $tree/srv
	cat >$tree/init.sql <<-'END'
		CREATE DATABASE lab;
		CREATE TABLE lab.words (n INT PRIMARY KEY, word TEXT);
		INSERT INTO lab.words VALUES (7, 'whittle');
		SELECT n, word FROM lab.words INTO OUTFILE '/srv/out' FIELDS TERMINATED BY ' ';
	END
	chcon -R -t container_file_t $tree /srv/mysql
	(cd bundle && crun spec)
	jq --arg tree $tree '.root.path = $tree | .process.terminal = false |
		.process.args = ["/usr/sbin/mysqld", "--no-defaults",
			"--user=root", "--datadir=/srv/data",
			"--secure-file-priv=", "--init-file=/init.sql",
			"--socket=/tmp/socket", "--mysqlx=OFF",
			"--innodb-redo-log-capacity=8M",
			"--innodb-buffer-pool-size=16M"] |
		.mounts += [
			{destination: "/srv", type: "bind",
				source: "/srv/mysql", options: ["bind", "rw"]},
			{destination: "/tmp", type: "tmpfs", source: "tmpfs"}]' \
		bundle/config.json >config.json
	mv config.json bundle/config.json
}

verdict() {
	jq -r --arg cap "$1" '.capabilities[] | select(.name == $cap and
		.namespace == "host") | .verdict' "$out/mysqld.json"
}

make_bundle
status=0
sh -c "$setup"
whittle run "${run[@]}" -o "$out/mysqld.json" >"$out/run.log" 2>&1 </dev/null ||
	status=$?
claim "mysqld is profiled" 0 $status
[ $status = 0 ] || cat "$out/run.log" >&2
claim "mysqld asks for SYS_NICE" needed "$(verdict CAP_SYS_NICE)"
status=0
whittle verify -v --minimize "${run[@]}" --setup "$setup" "$out/mysqld.json" \
	>"$out/verify.log" 2>&1 </dev/null || status=$?
claim "mysqld is minimized" 0 $status
cat "$out/verify.log" >&2
claim "mysqld does not need it" unneeded "$(verdict CAP_SYS_NICE)"
jq -r '.capabilities[] | .name + " " + .verdict' "$out/mysqld.json" >&2
