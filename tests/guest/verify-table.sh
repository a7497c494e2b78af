# SPDX-License-Identifier: GPL-2.0-or-later
# For each workload of the table: whittle verify of its profile works with its
# own exercise; with one needed item taken out by hand it fails and names the
# item; --heal brings it back, and then it works. Where all of it holds, a row
# for docs/results/verify.md. Arguments: the workloads' names.
. /opt/whittle/guest/lib.sh
. /opt/whittle/guest/workloads.sh
. /opt/whittle/guest/verify-lib.sh

# As init starts servers: no login uid (see table.sh).
echo 4294967295 >/proc/self/loginuid

# Sets $item to the first capability that the workload's exercise cannot do
# without, and to the call bind where there is none; what takes it out of a
# profile, and the line that names it.
choose_item() {
	local cap

	item=bind
	for cap in $expect; do
		# What is asked for at the stop the exercise does not see.
		[ $stops:$cap != yes:KILL ] || continue
		[[ " $tolerated " == *" $cap "* ]] || {
			item=$cap
			break
		}
	done
	if [ "$item" = bind ]; then
		without='del(.syscalls[] | select(.name == "bind"))'
		pattern='denied by seccomp: .*: system call bind'
	else
		without="del(.capabilities[] | select(.name == \"CAP_$item\"))"
		pattern="lacks CAP_$item: "
	fi
}

granted() {
	whittle report -f caps "$1" | sort | tr '\n' ' '
}

# Names without CAP_, or a dash.
plain() {
	local names=$(granted "$1")

	names=${names//CAP_/}
	echo "${names:--}" | xargs
}

# What verify said of PATTERN's line, without its own name.
said() {
	sed -n "s/^whittle: \\($1.*\\)/\\1/p" "$out/verify.log" | head -n 1
}

check_verify() {
	local name=$1 less=$out/$1.less.json enforced told before

	record "$name" && [ -e "$profile" ] || return
	claim_verify "$name: verify of its profile works" 0 -v "$profile"
	enforced=$(said 'enforced: ')
	choose_item
	jq "$without" "$profile" >"$less"
	before=$(granted "$less")
	claim_verify "$name without $item: verify fails" 1 "$less"
	claim_told "$name without $item: ... and names it" "$pattern"
	told=$(said "$pattern")
	claim "$name without $item: ... and adds nothing" "$before" \
		"$(granted "$less")"
	claim_verify "$name without $item: --heal brings it back, and it works" \
		0 --heal "$less"
	claim "$name: healed, it grants what it did" "$(granted "$profile")" \
		"$(granted "$less")"
	[ $failures = 0 ] || return
	printf 'row %s | %s | %s | %s | %s | works again\n' "$name" \
		"$(plain "$profile")" "${enforced#enforced: }" "$item" \
		"${told//|/}"
}

for name; do
	begin=$SECONDS failures=0
	check_verify "$name"
	echo "time $name $((SECONDS - begin))"
done
