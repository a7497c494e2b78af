# SPDX-License-Identifier: GPL-2.0-or-later
# What does the start of a run cost, and the flip of a boolean by which a
# capability is muted? Medians of 15, in milliseconds.
. /opt/whittle/guest/lib.sh

# middle NAME: the median of its file, lowest, highest
middle() {
	sort -n "$out/$1" | awk -v name="$2" '{ v[NR] = $1 / 1000 } END {
		printf "%-44s %7.1f ms (%.1f to %.1f)\n", name,
			v[int((NR + 1) / 2)], v[1], v[NR] }'
}

# timed NAME COMMAND...
timed() {
	local name=$1 begin

	shift
	begin=${EPOCHREALTIME//[.,]/}
	"$@" >/dev/null 2>&1
	echo $((${EPOCHREALTIME//[.,]/} - begin)) >>"$out/$name"
}

# Booleans are host-wide: of no run under way here.
booleans=$(getsebool -a | sed -n 's/^\(whittle_[a-z_]*\) .*/\1/p')
one=${booleans%%$'\n'*}
for ((i = 0; i < 15; i++)); do
	timed true /bin/true
	timed run whittle run -q -o "$out/true.json" -- true
	timed off setsebool "$one" off
	timed on setsebool "$one" on
	timed all_off setsebool $(printf '%s=off ' $booleans)
	timed all_on setsebool $(printf '%s=on ' $booleans)
done
middle true 'true'
middle run 'whittle run -- true'
cat "$out/off" "$out/on" >"$out/flip"
middle flip 'one boolean turned'
cat "$out/all_off" "$out/all_on" >"$out/flips"
middle flips "$(wc -w <<<"$booleans") booleans turned at once"
