# SPDX-License-Identifier: GPL-2.0-or-later
# From the lines that tests/guest/table.sh prints, a row for each workload:
# how many names were called and are allowed, and which of the dangerous names
# (the first file) are left, how many of which another list leaves were taken.
BEGIN {
	# Counted by tests/guest/default-calls.jq in profiles/seccomp/default.json
	# of Docker 26.1.5+dfsg1-9+deb13u1, with Docker's default capabilities.
	size["docker"] = 361
	split("modify_ldt process_vm_readv process_vm_writev ptrace", names, " ")
	for (i in names)
		left["docker", names[i]] = 1
}
FNR == NR {
	dangerous[++count] = $1
	next
}
$1 == "default" || $1 == "allows" {
	size[$2] = NF - 2
	for (i = 3; i <= NF; i++)
		left[$2, $i] = 1
	if ($1 == "allows")
		order[++rows] = $2
}
$1 == "exactly" {
	called[$2] = NF - 2
}

# The dangerous names that LIST leaves.
function leaves(list,   i, names) {
	for (i = 1; i <= count; i++)
		if ((list, dangerous[i]) in left)
			names = names " " dangerous[i]
	return names ? substr(names, 2) : "none"
}

# "N of M": of the M dangerous names in LIST, N are not in NAME's.
function taken(name, list,   i, all, n) {
	for (i = 1; i <= count; i++)
		if ((list, dangerous[i]) in left) {
			all++
			n += !((name, dangerous[i]) in left)
		}
	return n + 0 " of " all + 0
}

END {
	printf "(none) | - | every one | - | - | all %d\n", count
	printf "(Docker's default) | - | %d | - | - | %s\n", size["docker"],
		leaves("docker")
	printf "(podman's default) | - | %d | - | - | %s\n", size["podman"],
		leaves("podman")
	for (i = 1; i <= rows; i++) {
		name = order[i]
		printf "%s | %d | %d | %s | %s | %s\n", name, called[name],
			size[name], taken(name, "docker"),
			taken(name, "podman"), leaves(name)
	}
}
