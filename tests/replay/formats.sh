#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The options of report's formats, from the command line.
# usage: formats.sh [WHITTLE]     (default build/whittle)
# Prints "ok NAME" or "not ok NAME: why" for each claim.
set -u
export LC_ALL=C
unset NO_COLOR
whittle=$(realpath -- "${1:-build/whittle}") || exit 1
cd -- "$(dirname -- "$0")/../.." || exit 1
profile=tests/fixtures/profiles/nginx.whittle.json
manifest=tests/fixtures/manifests/agents.yaml
failed=0

claim() { # NAME WANTED GOT
	if [[ $2 == "$3" ]]; then
		echo "ok $1"
	else
		echo "not ok $1: wanted '$2', got '$3'"
		((++failed))
	fi
}

code() { # ARGUMENT...
	"$whittle" report -q "$@" >/dev/null 2>&1
	echo $?
}

line() { # PATTERN ARGUMENT...: the first line that has it
	local pattern=$1
	shift
	"$whittle" report -q "$@" 2>&1 | grep -m1 -e "$pattern" | sed 's/^ *//'
}

# ---- where the seccomp file stands -------------------------------------------

at=(--seccomp-file /srv/web.json "$profile")
claim 'docker: the file' --security-opt=seccomp=/srv/web.json \
	"$(line seccomp= -f docker --no-comments "${at[@]}")"
claim 'compose: the file' "- 'seccomp=/srv/web.json'" \
	"$(line seccomp= -f compose "${at[@]}")"
claim 'quadlet: the file' SeccompProfile=/srv/web.json \
	"$(line SeccompProfile= -f quadlet "${at[@]}")"
claim 'k8s: files of the kubelet only' 2 "$(code -f k8s "${at[@]}")"
claim 'k8s: the file, by its place there' 'localhostProfile: a/web.json' \
	"$(line localhost -f k8s "$profile" --seccomp-file \
		/var/lib/kubelet/seccomp/a/web.json)"
claim 'k8s: no way out of there' 2 \
	"$(code -f k8s --seccomp-file ../web.json "$profile")"
for word in 'a b' $'a\nb' '$(x)' "'" -- '%n' '' '\'; do
	claim "a file called $(printf %q "$word") is refused" 2 \
		"$(code -f compose --seccomp-file="$word" "$profile")"
	claim "a service called $(printf %q "$word") is refused" 2 \
		"$(code -f quadlet --service="$word" "$profile")"
done
claim 'compose: the service' 'web-1:' \
	"$(line '^  [a-z]' -f compose --service web-1 "$profile")"

# ---- Kubernetes ---------------------------------------------------------------

claim 'k8s: the image is the profile'\''s' "image: 'localhost/nginx:lab'" \
	"$(line image: -f k8s --pod web "$profile")"
claim 'k8s: options behind the file' "image: 'a:1'" \
	"$(line image: "$profile" -f k8s --pod web --image a:1)"
for name in Web -web web- a.b '' "$(printf 'a%.0s' {1..64})"; do
	claim "k8s: no Pod is called '${name:0:8}'" 2 \
		"$(code -f k8s --pod="$name" --image a:1 "$profile")"
done
claim 'k8s: a version' 0 "$(code -f k8s --kubernetes v1.30 "$profile")"
for version in 1.18 2.0 1.x 1. 30 1.030x; do
	claim "k8s: no version $version" 2 \
		"$(code -f k8s --kubernetes "$version" "$profile")"
done
claim 'k8s: hostUsers of 1.33' 'hostUsers: false' \
	"$(line hostUsers: -f k8s --no-comments --pod web "$profile")"
claim 'k8s: no hostUsers before' '' \
	"$(line hostUsers: -f k8s --no-comments --pod web --kubernetes 1.32 "$profile")"
claim 'k8s: a patch and a Pod are two things' 2 \
	"$(code -f k8s --pod web --patch $manifest "$profile")"
claim 'k8s: an image is of a Pod' 2 "$(code -f k8s --image a:1 "$profile")"
claim 'another format has no Pod' 2 "$(code -f docker --pod web "$profile")"
claim 'k8s: by the image, the container is found' 'name: node' \
	"$(line name: -f k8s --patch $manifest "$profile")"
claim 'k8s: by its names' 'kind: CronJob' "$(line ^kind: -f k8s \
	--patch $manifest --container CRONJOB/nightly/agent "$profile")"
claim 'k8s: the container is not there' 2 \
	"$(code -f k8s --patch $manifest --container other "$profile")"
claim 'k8s: a container of nothing' 2 \
	"$(code -f k8s --container agent "$profile")"
claim 'k8s: no manifest' 5 "$(code -f k8s --patch README.md "$profile")"
claim 'k8s: no file' 5 "$(code -f k8s --patch /nonexistent "$profile")"

# ---- what a format cannot say --------------------------------------------------

claim 'systemd: no trap' 4 \
	"$(code -f systemd --default-action trap "$profile")"
claim 'systemd: no agent' 4 \
	"$(code -f systemd --notify mount --listener /run/x "$profile")"
claim 'systemd: kills' SystemCallErrorNumber=kill \
	"$(line ErrorNumber -f systemd --default-action kill-process "$profile")"
claim 'systemd: an errno asked for' SystemCallErrorNumber=EACCES \
	"$(line ErrorNumber -f systemd --errno EACCES "$profile")"
claim 'text: no colours in a pipe' 0 \
	"$("$whittle" report -q "$profile" | grep -c $'\033')"
claim 'text: colours on demand' 1 \
	"$("$whittle" report -q --color always "$profile" | grep -c -m1 $'\033')"

exit $((failed > 0))
