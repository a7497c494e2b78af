# SPDX-License-Identifier: GPL-2.0-or-later
# The tables of the kernel's checks against the kernel: tests/tools/ask_sites
# does what each row is about, all in one run of whittle, and then without the
# capability.
. /opt/whittle/guest/lib.sh

ask=$tools/ask_sites
profile=$out/sites.json
ROOT_DEVICE=$(findmnt -no SOURCE /)
export ROOT_DEVICE

# A directory on ext4; what would be loaded on demand is loaded before.
prepare_sites() {
	mkdir -p /srv/sites && cd /srv/sites || exit 1
	mkdir -p small
	modprobe -a ip_tables iptable_filter tun af_key inet_diag tcp_diag \
		overlay 2>/dev/null
}

# claim_results FILE: lines of "ID RESULT WANTED"
claim_results() {
	local id got wanted

	while read -r id got wanted; do
		[ "$wanted" = -1 ] && wanted=$got
		claim "$2 $id: error $wanted" "$wanted" "$got"
	done <"$1"
}

# All evidence as lines of "comm|capability|namespace|verdict|reason".
evidence() {
	jq -r '.capabilities[] | . as $c | .evidence[]? |
		[.comm, $c.name, $c.namespace, $c.verdict, .reason] |
		join("|")' "$1"
}

# claim_rows LIST EVIDENCE: each row's capability was recorded with the row's
# reason, and no other row but those that the same call meets besides was
# taken for it. In one process, since the guest is slow at starting them.
claim_rows() {
	awk -v rules='needed one-of dac-mode dac-folder dac runtime' '
	function said(what, wrong) {
		if (wrong == "")
			print "ok " what
		else
			print "not ok " what ": " wrong
	}
	NR == FNR {
		split($0, part, "|")
		id = part[5]
		sub(/:.*/, "", id)
		seen[part[1], part[2], part[3], id] = 1
		ids[part[1]] = ids[part[1]] " " id
		next
	}
	{
		wanted = " " rules " " $2 " "
		for (i = 4; i <= NF; i++)
			wanted = wanted $i " "
		count = split(ids[$1], got, " ")
		wrong = ""
		for (i = 1; i <= count; i++)
			if (!index(wanted, " " got[i] " "))
				wrong = wrong " " got[i]
		said($2 " is what " $3 " was asked for",
		     ((($1, $3, "host", $2) in seen) ? "" : "got" ids[$1]))
		said($2 ": no other row is taken for it", wrong)
	}' "$2" "$1" || not_ok "the rows are judged" "awk fails"
}

show_rows() {
	whittle run -q -o "$profile" --timeout 900s -- "$ask" all \
		>"$out/all" 2>"$out/run.log" </dev/null
	claim "all rows in one run, completely" 0 $?
	cat "$out/run.log" >&2
	claim_results "$out/all" "with all capabilities,"
	evidence "$profile" >"$out/evidence"
	"$ask" list >"$out/list"
	claim_rows "$out/list" "$out/evidence"
}

# What a row says of doing without: it goes on, or this is the error.
show_without() {
	"$ask" without >"$out/without" 2>"$out/without.err"
	claim_results "$out/without" "without,"
	"$ask" instead >"$out/instead" 2>"$out/instead.err"
	claim_results "$out/instead" "with the other alone,"
}

show_unseen() {
	local comm id cap also

	whittle run -q -o "$out/unseen.json" --timeout 900s -- \
		"$ask" unseen-all >"$out/all" 2>"$out/run.log" </dev/null
	claim "what leaves no record, in one run" 0 $?
	claim_results "$out/all" "unseen, with,"
	evidence "$out/unseen.json" >"$out/evidence"
	"$ask" unseen-list >"$out/list"
	while read -r comm id cap also; do
		claim "$id: no record says $cap" "" \
			"$(grep -F "$comm|$cap|" "$out/evidence")"
	done <"$out/list"
	"$ask" unseen-without >"$out/without"
	claim_results "$out/without" "unseen, without,"
	claim_notes "$out/unseen.json" "inheritable-set io-uring-memory \
		securebits user-namespace-root"
	# There a mount needs SYS_ADMIN anyway; without one it is not known.
	whittle run -q -o "$out/filter.json" --timeout 900s -- "$ask" \
		unseen-all seccomp-filter landlock-domain \
		>"$out/all" 2>"$out/run.log" </dev/null
	claim_notes "$out/filter.json" "inheritable-set landlock-domain \
		seccomp-filter securebits"
}

# claim_notes PROFILE IDS: these unseen checks are noted, and no others
claim_notes() {
	claim "unseen and noted: $(echo $2)" "$(echo $2)" \
		"$(jq -r '.completeness.notes[]' "$1" | grep ' may need ' |
			cut -d: -f1 | sort | xargs)"
}

prepare_sites
show_rows
show_without
show_unseen
