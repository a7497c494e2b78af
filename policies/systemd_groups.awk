# SPDX-License-Identifier: GPL-2.0-or-later
# Makes policies/systemd_groups.inc of what `systemd-analyze syscall-filter`
# prints: each group with its calls, those of groups within it among them.
# usage: systemd-analyze syscall-filter --no-pager | awk -v version="$(systemctl
#     --version | head -1)" -v date="$(date +%F)" -f policies/systemd_groups.awk
# @known is left out: it is all that systemd knows.

/^#/ { exit }
/^@/ { group = $1; order[++count] = group; next }
/^ +#/ || NF == 0 { next }
{ members[group] = members[group] " " $1 }

# The calls of GROUP into SEEN.
function collect(group, seen,   words, n, i) {
	n = split(members[group], words, " ")
	for (i = 1; i <= n; i++)
		if (words[i] ~ /^@/)
			collect(words[i], seen)
		else
			seen[words[i]] = 1
}

function row(group,   seen, names, n, i, j, line, swap) {
	split("", seen)
	split("", names)
	collect(group, seen)
	n = 0
	for (i in seen)
		names[++n] = i
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && names[j] < names[j - 1]; j--) {
			swap = names[j]; names[j] = names[j - 1]
			names[j - 1] = swap
		}
	printf "GROUP(\"%s\",", group
	line = ""
	for (i = 1; i <= n; i++) {
		if (length(line) + length(names[i]) > 66) {
			printf "\n      \"%s\"", line
			line = ""
		}
		line = line names[i] (i < n ? " " : "")
	}
	printf "\n      \"%s\")\n", line
}

END {
	printf "/* SPDX-License-Identifier: GPL-2.0-or-later */\n"
	printf "/* Made by systemd_groups.awk on %s; do not edit. */\n", date
	printf "VERSION(\"%s\")\n", version
	for (g = 1; g <= count; g++)
		if (order[g] != "@known")
			row(order[g])
}
