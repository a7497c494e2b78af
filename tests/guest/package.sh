# SPDX-License-Identifier: GPL-2.0-or-later
# The Debian package in a guest that has nothing else of whittle: three
# commands to the first profile, and nothing left behind by a purge.
. /opt/whittle/guest/lib.sh
. /opt/whittle/guest/workloads.sh

files() {
	find /usr /etc /opt /srv /var/lib -xdev ! -type d \
		! -path '/var/lib/dpkg/*' ! -path '/var/lib/apt/*' \
		! -path '/opt/whittle/*' ! -path '/var/lib/containers/*' |
		sort
}

modules() {
	semodule -l | sort
}

# What the guest brought along for other tests goes first.
carried=$(command -v whittle)
whittle -q policy remove
rm -f /etc/dpkg/dpkg.cfg.d/* # documentation is part of a package
mv "$carried" "$out/whittle-of-the-lab"
hash -r
if command -v whittle >/dev/null; then
	not_ok "the guest has no whittle" "$(command -v whittle)"
fi
files >"$out/files.before"
modules >"$out/modules.before"
if grep -qx whittle "$out/modules.before"; then
	not_ok "the guest has no module" "it is there"
fi

# Three commands.
load_workload rsyslogd
cd "$out" || exit 1
apt-get install -q -y /opt/whittle/package/whittle.deb >apt.log 2>&1
claim "the package is installed, offline" 0 $?
[ ! -s apt.log ] || sed 's/^/    /' apt.log >&2
whittle -q policy install
claim "the module is installed" 0 $?
whittle run -q --ready "$ready" --exercise "$exercise" -- "${command[@]}" \
	>run.log 2>&1
claim "a program is profiled" 0 $?
claim "its report is right" "$expect" \
	"$(whittle report -f caps rsyslogd.whittle.json | sed 's/^CAP_//' |
		tr '\n' ' ' | sed 's/ $//')"

claim "the program is the package's" /usr/bin/whittle "$(command -v whittle)"
claim "each verb has its page" "" "$(
	whittle --help | sed -n 's/^  whittle \([a-z]*\) .*/\1/p' |
		while read -r verb; do
			ls /usr/share/man/man?/"whittle-$verb".?.gz \
				>/dev/null 2>&1 || echo "no page of $verb"
		done)"
claim "bash completes its verbs" report "$(
	. /usr/share/bash-completion/completions/whittle
	COMP_WORDS=(whittle repo) COMP_CWORD=1 COMPREPLY=()
	_whittle 2>/dev/null
	echo "${COMPREPLY[*]}")"
for file in /usr/share/zsh/vendor-completions/_whittle \
	/usr/share/fish/vendor_completions.d/whittle.fish \
	/usr/share/whittle/policies/whittle.cil \
	/usr/share/whittle/whittle-profile-v1.schema.json; do
	claim "it brings $file" yes "$([ -s "$file" ] && echo yes)"
done
# The lab is found: what goes into the guest has a digest.
claim "the lab is found" yes \
	"$(HOME=$out whittle lab status 2>&1 | grep -q 'not built' && echo yes)"
claim "the package is whole" "" "$(dpkg --verify whittle)"

apt-get purge -q -y whittle >purge.log 2>&1
claim "the package is purged" 0 $?
[ ! -s purge.log ] || sed 's/^/    /' purge.log >&2
hash -r
claim "no module is left behind" "" \
	"$(modules | diff "$out/modules.before" -)"
claim "no file is left behind" "" "$(files | diff "$out/files.before" -)"
claim "nothing below /run is left behind" "" "$(ls -d /run/whittle 2>/dev/null)"
exit 0
