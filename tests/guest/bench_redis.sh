# SPDX-License-Identifier: GPL-2.0-or-later
# How fast is redis bare, recorded, recorded for news only, and under strace?
# In turns, several rounds; bare twice, which tells the noise. Arguments:
# REQUESTS ROUNDS
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

recorded 500 "$out/none" -o "$out/known.json" ||
	jq -r '.completeness.notes[]' "$out/known.json"
beside 500 "$out/none" "${server[@]}"
for ((i = 0; i < rounds; i++)); do
	recorded $((requests / 4)) "$out/first" -o "$out/first.json" ||
		jq -r '.completeness.notes[]' "$out/first.json"
	# On either side of the second pass: what comes and goes is in both.
	beside "$requests" "$out/bare" "${server[@]}"
	recorded "$requests" "$out/second" -o "$out/second.json" \
		--refine "$out/known.json" ||
		jq -r '.completeness.notes[]' "$out/second.json"
	beside "$requests" "$out/again" "${server[@]}"
	beside $((requests / 20)) "$out/strace" \
		strace -f -o /dev/null "${server[@]}"
done

# middle, lowest and highest of the figures in a file
for name in bare again first second strace; do
	sort -n "$out/$name" | awk -v name=$name '{ v[NR] = $1 } END {
		printf "%-8s %8.0f requests a second (%.0f to %.0f)\n", name,
			v[int((NR + 1) / 2)], v[1], v[NR] }'
done
for name in again first second strace; do
	paste "$out/bare" "$out/$name" | awk '{ print $1 / $2 }' | sort -n |
		awk -v name=$name '{ v[NR] = $1 } END {
			printf "bare is %.2f times %s (%.2f to %.2f)\n",
				v[int((NR + 1) / 2)], name, v[1], v[NR] }'
done
paste "$out/bare" "$out/again" "$out/second" |
	awk '{ print ($1 + $2) / 2 / $3 }' | sort -n | awk '{ v[NR] = $1 } END {
		printf "bare on either side is %.2f times second (%.2f to %.2f)\n",
			v[int((NR + 1) / 2)], v[1], v[NR] }'
jq -r '"first pass: complete \(.completeness.complete), lost \(
	.completeness.lost), \(.syscalls | length) calls known"' \
	"$out/first.json"
