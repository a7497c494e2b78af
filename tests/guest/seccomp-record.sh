# SPDX-License-Identifier: GPL-2.0-or-later
# Profiles of images, and the seccomp files made of them, where they were
# recorded. Arguments: the workloads' names.
. /opt/whittle/guest/seccomp.sh

for name; do
	load_workload "$name"
	use_runtime crun
	status=0
	profile_workload "$out/$name.json" || status=$?
	claim "$name is profiled" 0 $status
	[ $status = 0 ] || cat "$out/run.log" >&2
	caps=$(whittle report -q -f caps "$out/$name.json" | tr '\n' ' ')
	seccomp_of "$out/$name.json" "$out/$name.seccomp.json"
	starts "$name" "$out/$name.seccomp.json" "$caps"
	status=0
	whittle lint --against "$out/$name.json" "$out/$name.seccomp.json" \
		>"$out/lint" || status=$?
	claim "$name: lint has nothing to say" 0 $status
	[ $status = 0 ] || cat "$out/lint" >&2
	status=0
	whittle report -f seccomp "$out/$name.json" 2>&1 >/dev/null |
		grep -q 'table of measured\|was measured to' && status=1
	claim "$name: its runtime did what the table says" 0 $status
	# What crun did is not all that runc does, nor all that an exec needs.
	seccomp_of "$out/$name.json" "$out/$name.exact.json" --exact
	status=0
	start_with crun no "$out/$name.exact.json" "$caps" || status=$?
	case $status in
	0 | 3) ok "$name: exactly crun's calls are enough to start with it" ;;
	*) not_ok "$name: exactly crun's calls are enough to start with it" \
		"status $status" "$out/start.log" ;;
	esac
	status=0
	start_with runc no "$out/$name.exact.json" "$caps" || status=$?
	case $status in
	1 | 2) ok "$name: exactly crun's calls are too few for runc" ;;
	*) not_ok "$name: exactly crun's calls are too few for runc" \
		"status $status" "$out/start.log" ;;
	esac
done
whittle lint /usr/share/containers/seccomp.json >"$out/lint"
claim "lint has nothing to say to Podman's default" 0 $?
