# SPDX-License-Identifier: GPL-2.0-or-later
# When does whittle verify say that something works, and what does --minimize
# make of it? Never for a run that was interrupted, that was stopped before its
# exercise had ended, or that ended where it was stopped before; never from an
# answer of yesterday. Programs of a line each.
. /opt/whittle/guest/lib.sh

cd "$out" || exit 1
said=$out/said

# told NAME STATUS PATTERN COMMAND...: it ends with STATUS and says PATTERN
told() {
	local name=$1 wanted=$2 pattern=$3 status=0

	shift 3
	"$@" >"$said" 2>&1 || status=$?
	if [ $status = "$wanted" ] && grep -q -e "$pattern" "$said"; then
		ok "$name"
	else
		not_ok "$name" "wanted $wanted and '$pattern', got $status" \
			"$said"
	fi
}

# profile FILE CAPABILITY=VERDICT...: FILE with just these capabilities
profile() {
	local file=$1

	shift
	jq '.capabilities = [$ARGS.positional[] | split("=") | {name: .[0],
		namespace: "host", verdict: .[1], instead: [],
		evidence: [{phase: "start"}]}]' "$out/all.json" \
		--args "$@" >"$file"
}

verdict_of() { # FILE
	jq -r '.capabilities[] | .name + " " + .verdict' "$1" | sort
}

# All the calls that the programs below make, in one profile.
touch own
cat >all.sh <<'EOF'
read -r word
[ -e flag ] || sleep 0.1
for i in 1 2; do chown 1:1 own; chown 0:0 own; done
trap 'exit 1' TERM
sh -c 'cat own; test -e flag'
kill -0 $$
sleep 0.1 &
wait
EOF
echo go >input
whittle run -q -o all.json -- sh all.sh <input >/dev/null 2>&1

interrupted() {
	local before

	profile p.json
	before=$(sha256sum <p.json)
	rm -f here
	(retry 120 0 test -e here; pkill -TERM -x whittle) &
	told "an interrupted verify decides nothing" 1 'interrupted' \
		whittle verify --exercise 'touch here; sleep 60' p.json -- sleep 90
	wait
	claim "... and writes nothing" "$before" "$(sha256sum <p.json)"
}

stopped() {
	profile p.json
	told "an exercise that ends behind --timeout counts for nothing" 1 \
		'stopped before its exercise had ended' \
		whittle verify --timeout 2s --exercise 'sleep 12' p.json -- sleep 60
	told "nor does a workload that was never ready" 1 'ready\|exercised' \
		whittle verify --ready false p.json -- sleep 0.5
	cat >daemon.sh <<'EOF'
trap 'exit 1' TERM
chown 1:1 own || exit 1
while :; do sleep 0.1; done
EOF
	whittle run -q --timeout 6s -o daemon.json -- sh daemon.sh
	chown 0:0 own
	told "what was stopped may not end by itself with the same status" 0 \
		'capabilities proven: CHOWN' whittle verify --minimize \
		--timeout 6s --setup 'chown 0:0 own' daemon.json -- sh daemon.sh
	jq 'del(.capabilities[])' daemon.json >less.json
	told "... nor where it is verified" 1 'ended by itself with status 1' \
		whittle verify --timeout 30s --setup 'chown 0:0 own' \
		--confined-only less.json -- sh daemon.sh
}

input() {
	chown 0:0 own
	profile p.json CAP_CHOWN=needed
	told "each run reads standard input from its beginning" 0 \
		'capabilities unneeded: CHOWN' whittle verify --minimize p.json \
		-- sh -c 'read -r word && { chown 1:1 own || true; }' <input
	profile p.json CAP_CHOWN=needed
	told "a pipe is read by none of several runs" 0 \
		'several runs cannot share a pipe' \
		whittle verify --minimize p.json -- sh -c 'read -r word || true' \
		< <(cat input)
}

answers() {
	rm -f flag
	profile p.json CAP_CHOWN=needed
	told "an exercise that fails with all of it" 1 'nothing to leave out' \
		whittle verify --minimize --exercise 'test -e flag' p.json \
		-- sleep 30
	touch flag
	told "... is asked again" 0 'capabilities unneeded: CHOWN' \
		whittle verify --minimize --exercise 'test -e flag' p.json \
		-- sleep 30
	profile p.json CAP_CHOWN=needed
	told "where the runs are used up it is told" 1 'runs of --max-runs' \
		whittle verify --minimize --max-runs 1 p.json -- sleep 0.1
	claim "... no more were made" 1 \
		"$(jq '[.trials[].runs] | add' p.json.minimize)"
	told "another command does not go on there" 0 'passed over and replaced' \
		whittle verify --minimize p.json -- sleep 0.2
	profile p.json CAP_NET_RAW=needed CAP_CHOWN=opportunistic
	told "what never worked proves nothing" 1 'not decided: CHOWN NET_RAW' \
		whittle verify --minimize --max-runs 2 --exercise false p.json \
		-- sleep 30
	claim "... nor does the file say so" "CAP_CHOWN opportunistic
CAP_NET_RAW needed" "$(verdict_of p.json)"
}

hangs() {
	chown 0:0 own
	profile p.json CAP_CHOWN=needed
	told "a workload that hangs without a capability is stopped" 0 \
		'capabilities proven: CHOWN' whittle verify --minimize \
		--setup 'chown 0:0 own' p.json \
		-- sh -c 'until chown 1:1 own; do sleep 0.5; done' 2>/dev/null
}

refused() {
	cp /bin/true /root/bits # /tmp has no file capabilities: nosuid
	setcap cap_net_raw=ep /root/bits
	profile p.json
	told "a file whose capabilities are not granted does not work" 1 \
		"execute '/root/bits': Operation not permitted" \
		whittle verify --confined-only p.json -- /root/bits
	told "... and --heal grants them" 0 'works with just that' \
		whittle verify --heal p.json -- /root/bits
	claim "... as what it needs" "CAP_NET_RAW needed" "$(verdict_of p.json)"
	rm /root/bits
}

without() {
	profile p.json CAP_CHOWN=needed
	told "without SELinux what was refused is not all known" 3 \
		'unneeded: CHOWN' whittle verify --minimize --without selinux \
		p.json -- sleep 0.1
	claim "... and the file says so" false \
		"$(jq '.verifications[0].complete' p.json)"
}

for errand in "${@:-interrupted stopped input answers hangs refused without}"; do
	for name in $errand; do
		$name
	done
done
exit $((failures > 0))
