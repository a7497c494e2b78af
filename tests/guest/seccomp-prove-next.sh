# SPDX-License-Identifier: GPL-2.0-or-later
# make prove: the profiles that seccomp-prove.sh recorded on Debian 13 start the
# containers of this release's images, with its kernel, libc and runtimes; and
# what was seen there alone (--exact) is too little for this runc. Arguments:
# the workloads' names.
. /opt/whittle/guest/seccomp.sh

# What a server's own next release calls, and the recorded one did not: no list
# can have it, so it is added to the file, and told in the table. Each was found
# with whittle lint --against a profile of the next release.
own_news() {
	case $1 in
	dnsmasq_image) echo readv ;; # 2.93, after 2.91
	esac
}

# add_news SECCOMP NAMES
add_news() {
	jq --arg names "$2" '.syscalls += [{names: ($names / " "),
		action: "SCMP_ACT_ALLOW"}]' "$1" >"$1.news" && mv "$1.news" "$1"
}

for name; do
	begin=$SECONDS
	profile=/opt/whittle/seccomp/$name.whittle.json
	load_workload "$name"
	caps=$(whittle report -q -f caps "$profile" | tr '\n' ' ')
	type=$(report_type "$profile")
	seccomp_of "$profile" "$out/$name.seccomp.json"
	news=$(own_news "$name")
	[ -z "$news" ] || add_news "$out/$name.seccomp.json" "$news"
	starts "$name" "$out/$name.seccomp.json" "$caps" "$type"
	seccomp_of "$profile" "$out/$name.exact.json" --exact
	exact=no
	! start_with runc no "$out/$name.exact.json" "$caps" "$type" || exact=yes
	claim "$name does not start with runc and exactly what was seen" no $exact
	echo "row $name | $cells | $exact | ${news:--}"
	echo "time $name $((SECONDS - begin))"
done
