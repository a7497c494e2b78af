# SPDX-License-Identifier: GPL-2.0-or-later
# The names that a seccomp file of Docker's form allows on x86_64 to who has
# the capabilities $caps (without CAP_); some of them with some arguments only.
[$caps | scan("[A-Z_]+") | "CAP_" + .] as $held |
[.syscalls[] | select(
	.action == "SCMP_ACT_ALLOW" and
	((.includes.caps // []) - $held == []) and
	((.excludes.caps // []) - $held == (.excludes.caps // [])) and
	((.includes.arches // ["amd64"]) | index("amd64") != null) and
	((.excludes.arches // []) | index("amd64") == null)
) | .names[]] | unique | join(" ")
