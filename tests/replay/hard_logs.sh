#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Captured logs as they come out of other hands: cut, packed, renamed, damaged.
# usage: hard_logs.sh [WHITTLE]     (default build/whittle)
set -u
whittle=$(realpath -- "${1:-build/whittle}") || exit 1
here=$(cd -- "$(dirname -- "$0")" && pwd)
forms=$here/../fixtures/forms logs=$here/../fixtures/logs
scratch=$(mktemp -d) || exit 1
trap 'rm -rf -- "$scratch"' EXIT
cd "$scratch" || exit 1
export TZ=UTC
failed=0
asker=(--type whittle_t --name asker)

tell() { # RESULT NAME
	if [[ $1 == 0 ]]; then
		echo "ok $2"
	else
		failed=1
		echo "not ok $2: $(head -c 400 said | tr '\n' '|')"
	fi
}

# gives CODE WORDS ARGUMENT... : the exit status, and what is said.
gives() {
	local code=$1 words=$2 got

	shift 2
	"$whittle" ingest "$@" >out 2>said </dev/null
	got=$?
	[[ $got == "$code" && $(<said) == *"$words"* ]]
	tell $? "ingest $* (exit $got, wanted $code: '$words')"
}

# asks_alike ARGUMENT... : the profile of the captured run, and complete.
asks_alike() {
	"$whittle" ingest "${asker[@]}" "$@" >out 2>said </dev/null &&
		cmp -s out "$here/asker.json"
	tell $? "ingest $* is as in asker.json"
}

# What a container printed, in pieces, copied by way of Windows, packed.
awk '{ for (i = 1; i <= length($0); i += 37)
	printf("2026-11-22T04:01:37.00Z stdout %s %s\r\n",
		(i + 37 > length($0)) ? "F" : "P", substr($0, i, 37)) }' \
	"$forms/audit-raw.log" | gzip >pieces.gz
asks_alike pieces.gz
{ printf '\357\273\277' && cat "$logs/syslog-capability-avc.txt"; } >bom
gives 0 '' bom

# Each locale has its own date.
for date in '11/22/2026' '22/11/26' '22.11.26' '2026-11-22' '22-11-26' \
	'22-11-2026' '2026.11.22.' '2026年11月22日' '2026년 11월 22일'; do
	sed "s|(11/22/26 |($date |" "$forms/ausearch-i.txt" >locale
	asks_alike --since 1795320060 --until 1795320070 locale
done
sed "s|(11/22/26 |(22-11-26-1 |" "$forms/ausearch-i.txt" >locale
gives 5 'no valid time and serial' --all locale

# ausearch prints an event's last record first: no head is missing there.
sed -n '4,$p' "$forms/ausearch.txt" >picked
[[ $(sed -n 3p picked) == type=PROCTITLE* ]]
tell $? 'picked begins with the last record of an event'
asks_alike picked
# auditd writes it in order: a log that begins with what comes later is cut.
first=$(grep -n '^type=SYSCALL.*key=(null)' "$forms/audit-raw.log" |
	cut -d: -f1 | head -1)
sed -n "$first,\$p" "$forms/audit-raw.log" >headless
gives 3 'begins in the middle of an event' "${asker[@]}" headless
sed "$((first - 1))!d; s/.*comm=/comm=/" "$forms/audit-raw.log" |
	cat - headless >inside
gives 3 'begins in the middle of an event' "${asker[@]}" inside

# However a log's end is cut: no call, class or capability that it has not.
cut_everywhere() { # FILE BYTES GREP-OF-WHAT-MAY-BE-THERE
	local size missing result=0

	size=$(wc -c <"$1")
	for ((missing = 1; missing < $2; missing++)); do
		head -c "$((size - missing))" "$1" >cut
		"$whittle" ingest --all --name x cut >out 2>said
		[[ $? =~ ^[0235]$ ]] &&
			! grep -E '"(name|class)": "' out | grep -vqE "$3" &&
			continue
		result=1
		echo "less $missing bytes:" "$(grep -E '"(name|class)": "' out)"
	done
	tell $result "${1##*/}, cut anywhere: nothing that it has not"
}
cut_everywhere "$logs/node-syslog-seccomp.txt" 60 '"(x|log|faccessat|rseq|clone3)"'
cut_everywhere "$logs/syslog-capability-avc.txt" 25 '"(x|log|CAP_SYSLOG)"'
cut_everywhere "$logs/bottlerocket-avc.txt" 40 '"(x|log|process|dir)"'
tail -n 30 "$forms/journal-audit.export" >export
cut_everywhere export 30 '"(x|log|[a-z0-9]{4,}|CAP_SYS_ADMIN)"'
head -c -20 "$logs/syslog-capability-avc.txt" >cut
gives 5 "without a line's end and not whole: the first is line 1" cut

# The same by a logger that puts a line's end behind what it left.
sed -n 3p "$logs/node-syslog-seccomp.txt" |
	sed 's/syscall=269.*/syscall=2/' |
	cat "$logs/node-syslog-seccomp.txt" - >limit
gives 3 'missing or senseless fields: the first is line 6' limit
# Two records on one line, as behind a crash.
sed 's/scontext=.*//' "$logs/syslog-capability-avc.txt" | tr -d '\n' |
	cat - "$logs/syslog-capability-avc.txt" "$logs/syslog-capability-avc.txt" >glued
gives 3 'missing or senseless fields: the first is line 1' glued
gives 0 'tells of everybody' --list --type none_t "$logs/chrome-sandbox-avc.txt"

# The log's words about losses, with numbers that nothing holds.
big=99999999999999999999999
for words in "[ 1.1] audit: audit_lost=$big audit_rate_limit=0" \
	"[ 1.1] kauditd_printk_skb: $big callbacks suppressed" \
	"{\"_TRANSPORT\":\"driver\",\"MESSAGE\":\"Missed $big kernel messages\"}"; do
	{ echo "$words" && cat "$logs/syslog-capability-avc.txt"; } >losses
	gives 3 'says that records were lost' losses
done

# Damage is counted, whatever it is, with its first line.
avc=$logs/syslog-capability-avc.txt
{ cat "$avc" && head -c 4096 /dev/zero && cat "$avc"; } >hole
gives 3 "a zero byte or a line's end inside: the first is line 2" hole
{ cat "$avc" && sed 's/tclass=/tclas=/' "$avc" && cat "$avc"; } >fields
gives 3 'missing or senseless fields: the first is line 2' fields
{ cat "$avc" && head -n 1 "$forms/journal-audit.json" | head -c 60 &&
	echo && cat "$avc"; } >json
gives 3 'JSON that is cut or none: the first is line 2' json

# Told also where no profile is made.
gives 3 'the first is line 2' --list fields
grep -q container_t out
tell $? 'ingest --list fields: who is in it is told'
cat fields "$logs/chrome-sandbox-avc.txt" >several
gives 2 'the first is line 2' several
gives 2 'the first is line 2' --type none_t several
: >empty
gives 5 'no audit record of the kernel in 0 lines' --list empty

# The log is not what is written to.
cp "$avc" self && ln self other
gives 2 "-o 'other' is the log itself" -o other self
cmp -s self "$avc"
tell $? 'the log is as it was'
exit $failed
