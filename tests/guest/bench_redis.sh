# SPDX-License-Identifier: GPL-2.0-or-later
# How fast is redis bare, recorded, recorded for news only, and under strace?
# In turns, several rounds; bare twice, which tells the noise, and twice beside
# an audit rule of the host's own: the first rule of all, which a run may be the
# one to bring, costs each call of the host something. Arguments: REQUESTS ROUNDS
. /opt/whittle/guest/lib.sh

requests=$1 rounds=$2
server=(redis-server --port 7777 --save '' --logfile /dev/null)
up='redis-cli -p 7777 ping | grep -q PONG'

# load COUNT FILE: requests a second, of get, added to FILE
load() {
	echo "redis-benchmark -p 7777 -t get -n $1 -c 20 --csv |
		tail -1 | cut -d, -f2 | tr -d '\"' >>$2"
}

# beside COUNT FILE COMMAND...: the load on what is not whittle's to start
beside() {
	local count=$1 file=$2

	shift 2
	setsid "$@" >/dev/null 2>&1 &
	retry 60 0 sh -c "$up"
	sh -c "$(load "$count" "$file")"
	redis-cli -p 7777 shutdown nosave >/dev/null 2>&1
	wait
}

# recorded COUNT FILE OPTION...: the same as an exercise
recorded() {
	local count=$1 file=$2

	shift 2
	whittle run -q "$@" --ready "$up" --exercise "$(load "$count" "$file")" \
		-- "${server[@]}" >/dev/null 2>&1
}

# ruled COMMAND...: beside a rule that no call of the load meets
ruled() {
	auditctl -a exit,always -F arch=b64 -S acct -k bench >/dev/null 2>&1
	"$@"
	auditctl -D -k bench >/dev/null 2>&1
}

recorded 500 "$out/none" -o "$out/known.json" ||
	jq -r '.completeness.notes[]' "$out/known.json"
beside 500 "$out/none" "${server[@]}"
for ((i = 0; i < rounds; i++)); do
	recorded $((requests / 4)) "$out/first" -o "$out/first.json" ||
		jq -r '.completeness.notes[]' "$out/first.json"
	# On either side of the second pass: what comes and goes is in both.
	beside "$requests" "$out/bare" "${server[@]}"
	ruled beside "$requests" "$out/ruled" "${server[@]}"
	recorded "$requests" "$out/second" -o "$out/second.json" \
		--refine "$out/known.json" ||
		jq -r '.completeness.notes[]' "$out/second.json"
	ruled beside "$requests" "$out/ruled-again" "${server[@]}"
	beside "$requests" "$out/again" "${server[@]}"
	beside $((requests / 20)) "$out/strace" \
		strace -f -o /dev/null "${server[@]}"
done

# middle NAME FORMAT: of the figures read, with the lowest and the highest
middle() {
	sort -n | awk -v name="$1" -v format="$2\n" '{ v[NR] = $1 } END {
		printf format, name, v[int((NR + 1) / 2)], v[1], v[NR] }'
}

for name in bare again ruled ruled-again first second strace; do
	middle $name '%-12s %8.0f requests a second (%.0f to %.0f)' \
		<"$out/$name"
done
for name in again ruled first second strace; do
	paste "$out/bare" "$out/$name" | awk '{ print $1 / $2 }' |
		middle $name 'bare is so many times %s: %.2f (%.2f to %.2f)'
done
paste "$out/bare" "$out/again" "$out/second" |
	awk '{ print ($1 + $2) / 2 / $3 }' |
	middle second 'bare on either side of %s: %.2f (%.2f to %.2f)'
paste "$out/ruled" "$out/ruled-again" "$out/second" |
	awk '{ print ($1 + $2) / 2 / $3 }' |
	middle second 'beside a rule, on either side of %s: %.2f (%.2f to %.2f)'
jq -r '"first pass: complete \(.completeness.complete), lost \(
	.completeness.lost), \(.syscalls | length) calls known"' \
	"$out/first.json"
