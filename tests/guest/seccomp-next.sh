# SPDX-License-Identifier: GPL-2.0-or-later
# Profiles of nginx' image that whittle run --arg-rules recorded on Debian 13,
# with crun 1.21 and with runc 1.1.15 (tests/guest/profiles), start this
# release's container, with its kernel, libc and runtimes. Exactly what was seen
# with runc 1.1.15 is too little for the runc of this release: tables and
# families make the difference.
. /opt/whittle/guest/seccomp.sh

profiles=/opt/whittle/guest/profiles
echo "# $(crun --version | head -n 1), $(runc --version | head -n 1)," \
	"Linux $(uname -r)" >&2
load_workload nginx_image

# caps_of PROFILE
caps_of() {
	whittle report -q -f caps "$1" | tr '\n' ' '
}

caps=$(caps_of $profiles/nginx-crun.json)
seccomp_of $profiles/nginx-crun.json "$out/nginx.json"
starts "nginx of Debian 13 with crun" "$out/nginx.json" "$caps"

caps=$(caps_of $profiles/nginx-runc.json)
seccomp_of $profiles/nginx-runc.json "$out/narrow.json" --arg-rules
status=0
start_with runc no "$out/narrow.json" "$caps" || status=$?
claim "and so with rules on arguments, recorded with runc" 0 $status
[ $status = 0 ] || cat "$out/start.log" >&2

seccomp_of $profiles/nginx-runc.json "$out/exact.json" --exact
for nnp in no yes; do
	status=0
	start_with runc $nnp "$out/exact.json" "$caps" || status=$?
	claim "exactly what runc 1.1.15 called is too little, no_new_privs $nnp" \
		1 $status
	[ $status != 0 ] || cat "$out/start.log" >&2
done

# What the runtimes of this release do stands in the tables.
for runtime in crun runc; do
	use_runtime $runtime
	whittle run --image localhost/base:lab -o "$out/true.json" -- /bin/true \
		>"$out/run.log" 2>&1 </dev/null
	claim "$runtime of this release is profiled" 0 $?
	whittle report -f seccomp "$out/true.json" 2>"$out/notes" >/dev/null
	claim "and did what the table says" "" \
		"$(grep -o 'table of measured.*\|was measured to.*\|none of the measured.*' \
			"$out/notes")"
done

status=0
whittle lint /usr/share/containers/seccomp.json >"$out/lint" || status=$?
claim "lint has nothing to say to this release's Podman default" 0 $status
[ $status = 0 ] || cat "$out/lint" >&2
