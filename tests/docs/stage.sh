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

stage() { # DOCUMENT FOLDER
	case $1,${where-} in
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
	docs/guides/rhel.md,guest)
		podman tag localhost/nginx:lab registry.example/vendor/agent:7.1
		whittle -q policy remove
		printf '#!/bin/sh\ncurl -sf "http://%s/" >/dev/null\n' \
			'$(podman inspect -f "{{.NetworkSettings.IPAddress}}" "$WHITTLE_CONTAINER")' \
			>"$2/smoke-test.sh"
		chmod +x "$2/smoke-test.sh" ;;
	esac
}
