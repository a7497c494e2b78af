# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What a document takes as given. In the guest, podman has the lab's images.

profiles=$PWD/tests/fixtures/profiles
logs=$PWD/tests/fixtures/logs
history=$PWD/tests/fixtures/history/datadog

# A workload that asks for something, and ends.
write_app() { # FILE
	printf '#!/bin/sh\nmkdir -p /tmp/app.d\nchown 1:1 /tmp/app.d\nrmdir /tmp/app.d\n' >"$1"
	chmod +x "$1"
}

# Of an image of nginx: is it up, and does it serve its page?
write_nginx_test() { # FILE
	printf '#!/bin/sh\ncurl -sf -m 30 -o /dev/null "http://%s/"\n' \
		'$(podman inspect -f "{{.NetworkSettings.IPAddress}}" "$WHITTLE_CONTAINER")' \
		>"$1"
	chmod +x "$1"
}

stage() { # DOCUMENT FOLDER
	case $1,${where-} in
	README.md,here)
		cp "$history"/04-*.json "$2/old.json"
		cp "$history"/06-*.json "$2/new.json"
		cp "$2/new.json" "$2/probe.json"
		cp "$profiles/nginx.whittle.json" "$2/run-1.json"
		cp "$profiles/nginx.whittle.json" "$2/run-2.json"
		cp "$PWD/tests/fixtures/charts/datadog.yaml" "$2/my-values.yaml" ;;
	README.md,guest)
		podman tag localhost/nginx:lab registry.example/agent:7.1
		write_nginx_test "$2/is-up.sh"
		cp "$2/is-up.sh" "$2/smoke-test.sh"
		awk 'BEGIN { RS = "---\n" } /kind: DaemonSet/' \
			tests/fixtures/manifests/agents.yaml >"$2/daemonset.yaml"
		# The one that a reader would end.
		printf '#!/bin/sh\nexec timeout 20 /usr/sbin/rsyslogd "$@"\n' \
			>"$2/rsyslogd"
		chmod +x "$2/rsyslogd" ;;
	docs/guides/bottlerocket.md,*)
		cp "$logs/bottlerocket-avc.txt" "$2/ticket.txt" ;;
	docs/guides/release-diff.md,*)
		cp "$history"/04-*.json "$2/old.json"
		cp "$history"/06-*.json "$2/new.json" ;;
	docs/guides/ci.md,here)
		cp "$profiles/nginx.whittle.json" "$2/app.json"
		cp "$2/app.json" "$2/agreed.json"
		whittle report -qf seccomp "$2/app.json" >"$2/app.seccomp.json" ;;
	docs/guides/ci.md,guest)
		write_app "$2/app" ;;
	docs/guides/datadog.md,here)
		cp "$PWD/tests/fixtures/charts/datadog.yaml" "$2/my-values.yaml"
		# The node's log: that of a container of the guest, relabelled.
		sed 's/whittle_t:s0:c[0-9]*,c[0-9]*/whittle_t:s0:c153,c891/g' \
			"$logs/true-runc.log" >"$2/node.log" ;;
	docs/guides/rhel.md,guest)
		podman tag localhost/nginx:lab registry.example/vendor/agent:7.1
		write_nginx_test "$2/smoke-test.sh" ;;
	esac
}
