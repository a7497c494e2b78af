# SPDX-License-Identifier: GPL-2.0-or-later
# lab/steps/closure.awk - the packages WANT and all that they depend on.
#
# Reads dpkg-query's '${Package}\t${Pre-Depends}, ${Depends}\t${Provides}\n'.
# Of alternatives the first that is installed counts; what is not installed
# is left out.

BEGIN {
	FS = "\t"
}

{
	depends[$1] = $2
	count = split($3, provided, /, */)
	for (i = 1; i <= count; i++) {
		sub(/ .*/, "", provided[i])
		if (provided[i] != "")
			provider[provided[i]] = $1
	}
}

function package_of(name)
{
	sub(/[ :(].*/, "", name)
	if (name in depends)
		return name
	return name in provider ? provider[name] : ""
}

function add(alternatives,    names, count, i, package)
{
	count = split(alternatives, names, / *\| */)
	for (i = 1; i <= count; i++) {
		package = package_of(names[i])
		if (package == "")
			continue
		if (!(package in seen)) {
			seen[package] = 1
			todo[++last] = package
		}
		return 1
	}
	return 0
}

END {
	count = split(want, wanted, " ")
	for (i = 1; i <= count; i++) {
		if (!add(wanted[i])) {
			print wanted[i] " is not in the guest" >"/dev/stderr"
			exit 1
		}
	}
	for (i = 1; i <= last; i++) {
		print todo[i]
		count = split(depends[todo[i]], needed, /, */)
		for (j = 1; j <= count; j++)
			add(needed[j])
	}
}
