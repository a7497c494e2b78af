#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Do the program, the manual, the schemas and the completions say the same?
# usage: agree.sh [WHITTLE]     (default build/whittle)
#
# Prints "ok NAME", "not ok NAME: why" or "skip NAME: why" for each claim.
# Needs no root, no network and no guest.

set -u
export LC_ALL=C
unset NO_COLOR
whittle=$(realpath -- "${1:-build/whittle}") || exit 1
cd -- "$(dirname -- "$0")/../.." || exit 1
scratch=$(mktemp -d) || exit 1
trap 'rm -rf -- "$scratch"' EXIT
passed=0 failed=0 skipped=0
profiles=tests/fixtures/profiles
logs=tests/fixtures/logs
sample=$profiles/nginx.whittle.json

# ---- claims -----------------------------------------------------------------

# claim NAME [COMMAND...]: its output, if any, is what is wrong.
claim() {
	local name=$1 why

	shift
	why=$("$@" 2>&1)
	if [[ -z $why ]]; then
		echo "ok $name"
		((++passed))
	else
		echo "not ok $name: ${why//$'\n'/; }"
		((++failed))
	fi
}

skip() { # NAME WHY
	echo "skip $1: $2"
	((++skipped))
}

# Lines of A that are not in B, and the reverse, said with their names.
differ() { # NAME-A A NAME-B B
	local line

	comm -23 <(sort -u <<<"$2") <(sort -u <<<"$4") | while read -r line; do
		[[ $line ]] && echo "'$line' is in $1, not in $3"
	done
	comm -13 <(sort -u <<<"$2") <(sort -u <<<"$4") | while read -r line; do
		[[ $line ]] && echo "'$line' is in $3, not in $1"
	done
}

expect_exit() { # CODE ARGUMENT...
	local code=$1 got

	shift
	"$whittle" "$@" >/dev/null 2>&1 </dev/null
	got=$?
	((got == code)) || echo "whittle $*: exit $got, not $code"
}

# ---- what each side says ----------------------------------------------------

verbs_of_program() {
	"$whittle" --help | sed -n 's/^  whittle \([a-z]*\) .*/\1/p'
}

# Options as "-o --output FILE"; "-" stands for no letter.
options_of_program() { # VERB
	local line row='^  (-[a-z]|  )(, |  )--([a-z-]+)( ([^ ]+))?(  .*)?$'

	"$whittle" "$1" --help | while IFS= read -r line; do
		[[ $line =~ $row ]] || continue
		echo "${BASH_REMATCH[1]/  /-} --${BASH_REMATCH[3]}${BASH_REMATCH[4]}"
	done
}

words_of_program() { # VERB
	"$whittle" "$1" --help | sed -n "s/^  whittle $1 \([a-z]*\) .*/\1/p"
}

# What the program answers to a wrong value: its own list.
formats_of_program() {
	"$whittle" report -f '?' "$sample" 2>&1 |
		sed -n 's/.*(\(.*\))$/\1/p' | sed 's/, /\n/g'
}

diff_formats_of_program() {
	"$whittle" diff -f '?' "$sample" "$sample" 2>&1 |
		sed -n 's/.*(\(.*\))$/\1/p' | sed 's/, /\n/g'
}

bases_of_program() {
	"$whittle" report --base '?' "$sample" 2>&1 |
		sed -n 's/.*(\(.*\))$/\1/p' | sed 's/, /\n/g'
}

charts_of_program() {
	"$whittle" report -f helm --chart '?' "$sample" 2>&1 |
		sed -n 's/.*(\(.*\))$/\1/p' | sed 's/, /\n/g'
}

# What prepare answers to wrong values.
prepare_formats_of_program() {
	"$whittle" prepare -f '?' 2>&1 | sed -n 's/.*(\(.*\))$/\1/p' |
		sed 's/, /\n/g'
}

kinds_of_program() {
	"$whittle" prepare --kind '?' 2>&1 | sed -n 's/.*(\(.*\))$/\1/p' |
		sed 's/, /\n/g' | tr '[:upper:]' '[:lower:]'
}

page_of() { # VERB
	local page

	for page in man/whittle-"$1".[1-9].scd; do
		[[ -f $page ]] && echo "$page"
	done
}

# The lines of a page under a heading of the first level.
section_of() { # PAGE HEADING
	awk -v heading="# $2" '
		/^# / { inside = $0 == heading; next } inside' "$1"
}

options_of_page() { # PAGE
	sed -n \
		-e 's/^\*\(-[a-z]\)\*, \*\(--[a-z-]*\)\*\( _\(.*\)_\)\{0,1\}$/\1 \2 \4/p' \
		-e 's/^\*\(--[a-z-]*\)\*\( _\(.*\)_\)\{0,1\}$/- \1 \3/p' "$1" |
		sed 's/ $//'
}

codes_of_page() { # PAGE
	section_of "$1" 'EXIT STATUS' | sed -n 's/^\*\([0-9]*\)\*$/\1/p'
}

codes_of_source() {
	sed -n 's/.*X([A-Z]*, "[a-z]*", \([0-9]*\),.*/\1/p' profile/error.h
}

# Terms of definition lists, "*a*, *b*" as two lines.
terms_of() { # PAGE HEADING
	section_of "$1" "$2" | grep '^\*' | grep -o '\*[^*]*\*' | tr -d '*'
}

# ---- verbs and options ------------------------------------------------------

check_help() { # VERB
	[[ $("$whittle" "$1" --help 2>/dev/null | wc -l) -gt 3 ]] ||
		echo "no help on standard output"
	[[ -z $("$whittle" "$1" --help 2>&1 >/dev/null) ]] ||
		echo "help on standard error"
	expect_exit 0 "$1" --help
}

# Help is asked for in the middle of writing a command, too.
check_help_behind_option() { # VERB
	local option

	option=$(options_of_program "$1" | awk '
		$3 && !/color/ && !found++ { print $2 }')
	[[ $option ]] || option='--color auto'
	# shellcheck disable=SC2086 # two words
	[[ $option == *' '* ]] || option+=' text'
	# shellcheck disable=SC2086
	expect_exit 0 "$1" $option --help
}

check_options() { # VERB
	differ "--help" "$(options_of_program "$1")" \
		"$(page_of "$1")" "$(options_of_page "$(page_of "$1")")"
}

# "report" and others without words: nothing on both sides.
check_words() { # VERB
	local word page

	page=$(page_of "$1")
	for word in $(words_of_program "$1"); do
		grep -q "^\*$word\*$" "$page" || echo "$page does not tell '$word'"
	done
}

check_verbs_in_manual() {
	local told

	told=$(section_of man/whittle.1.scd DESCRIPTION |
		sed -n 's/^\*\([a-z]*\)\*, whittle-[a-z]*([1-9])$/\1/p')
	differ --help "$(verbs_of_program)" "whittle(1)" "$told"
	differ --help "$(verbs_of_program)" "the synopsis of whittle(1)" "$(
		section_of man/whittle.1.scd SYNOPSIS |
			sed -n 's/^\*whittle\* \*\([a-z]*\)\*.*/\1/p')"
}

for verb in $(verbs_of_program); do
	claim "$verb: help is printed" check_help "$verb"
	claim "$verb: help behind another option" check_help_behind_option "$verb"
	claim "$verb: options as in the manual" check_options "$verb"
	claim "$verb: words as in the manual" check_words "$verb"
done
claim "verbs as in whittle(1)" check_verbs_in_manual
claim "options of the program itself" differ \
	"the program" "$(options_of_program help)" \
	"whittle(1)" "$(options_of_page man/whittle.1.scd)"

# ---- exit codes -------------------------------------------------------------

check_codes_of_page() { # PAGE
	local extra

	extra=$(comm -23 <(codes_of_page "$1" | sort) <(codes_of_source | sort))
	[[ -z $extra ]] || echo "$extra is no exit code"
	for code in 0 2 6; do
		codes_of_page "$1" | grep -qx "$code" || echo "no $code"
	done
}

# Options behind the file, too.
check_options_behind() {
	local way

	way=$("$whittle" report "$sample" -f caps)
	[[ $way && $way == "$("$whittle" report -f caps "$sample")" ]] ||
		echo "report FILE -f caps differs"
	"$whittle" report "$sample" --help | grep -q '^Options:' ||
		echo "report FILE --help"
	"$whittle" ingest "$logs/true-runc.log" -q --list | grep -q . ||
		echo "ingest FILE --list"
	expect_exit 2 report "$sample" -- -f
}
claim "options behind the operands" check_options_behind

# What prepare wants, and what it cannot.
check_prepare() {
	local level

	expect_exit 0 prepare
	expect_exit 0 prepare -f node
	expect_exit 0 prepare --chart vector
	expect_exit 2 prepare -f pod
	expect_exit 2 prepare -f patch
	expect_exit 2 prepare -f helm
	expect_exit 2 prepare operand
	expect_exit 2 prepare -f pod --image x --chart vector
	expect_exit 2 prepare --chart vector --helm-path a
	expect_exit 2 prepare --chart datadog
	expect_exit 2 prepare --kind pod
	expect_exit 4 prepare -f helm --chart longhorn
	expect_exit 5 prepare -f helm --chart vector --values "$scratch/nosuchfile"
	for level in s0 s0:c1 s0:c2,c1 s0:c1,c1024 s0:c1,c2,c3 'c1,c2' \
		's0:c1,c 2' s0:c1,c00000002; do
		expect_exit 2 prepare --level "$level"
	done
	expect_exit 0 prepare --level s0:c0,c1023
	[[ $("$whittle" prepare -q) != "$("$whittle" prepare -q)" ]] ||
		echo "two calls drew the same label"
}

# Every code that can be had without root.
check_codes_of_program() {
	local without_selinux=$scratch/calls.json

	"$whittle" ingest -q "$logs/node-syslog-seccomp.txt" >"$without_selinux"
	expect_exit 0 report "$sample"
	expect_exit 2 report
	expect_exit 2 nosuchverb
	expect_exit 2 ingest "$logs/true-runc.log" "$logs/nice-dmesg.txt"
	expect_exit 4 report -f caps "$without_selinux"
	expect_exit 5 report "$scratch/nosuchfile"
	expect_exit 5 report README.md
	{
		cat "$logs/program-raw.log"
		echo 'type=AVC msg=audit(1664902715.'
	} >"$scratch/cut.log"
	expect_exit 3 ingest "$scratch/cut.log"
}

check_code_of_doctor() {
	local code=1

	"$whittle" doctor -f json 2>&1 | grep -q '"ready": true' && code=0
	expect_exit "$code" doctor
}

claim "exit codes as in whittle(1)" differ \
	profile/error.h "$(codes_of_source)" \
	"whittle(1)" "$(codes_of_page man/whittle.1.scd)"
for verb in $(verbs_of_program); do
	claim "$verb: exit codes of its page" check_codes_of_page \
		"$(page_of "$verb")"
done
claim "exit codes of the program" check_codes_of_program
claim "prepare: what it wants and what it cannot" check_prepare
"$whittle" prepare -f node >"$scratch/whittle-node.sh"
claim "prepare: the node's script is a script" sh -n "$scratch/whittle-node.sh"
claim "doctor: exit code says whether the host is ready" check_code_of_doctor

# ---- names that others rely on ----------------------------------------------

check_doctor_ids() {
	differ profiler/findings.c \
		"$(grep -o '(\(findings\|ret\), "[a-z-]*"' profiler/findings.c |
			cut -d'"' -f2)" \
		"whittle-doctor(1)" \
		"$(terms_of man/whittle-doctor.1.scd DESCRIPTION |
			grep -vx -e ok -e note -e missing)"
}

check_bases() {
	local told

	told=$(grep -A2 '^\*--base\*' man/whittle-report.1.scd | tail -n +2 |
		grep -o '\*[a-z]*\*' | tr -d '*')
	differ "the program" "$(bases_of_program)" "whittle-report(1)" "$told"
}

check_charts() {
	local chart

	for chart in $(charts_of_program); do
		grep -q "\*$chart\*" man/whittle-report.1.scd ||
			echo "whittle-report(1) does not tell $chart"
	done
}

check_launchers() {
	local type

	sed -n 's/^(optional whittle_\(launcher\|reader\)_\(.*\)$/\2/p' \
		policies/whittle.cil | while read -r type; do
		grep -qw "$type" man/whittle-policy.8.scd || echo "no $type"
	done
}

check_journal_words() {
	differ profiler/undo.c \
		"$(grep -o '{"[a-z-]* *", *undo' profiler/undo.c |
			grep -o '[a-z][a-z-]*' | grep -v undo)" \
		"whittle-doctor(1)" \
		"$(section_of man/whittle-doctor.1.scd FILES |
			grep -v '^\*' | grep -o '\*[a-z-]*\*' | tr -d '*')"
}

check_see_also() {
	local name

	grep -ho 'whittle-[a-z]*([1-9])' man/*.scd | sort -u |
		while read -r name; do
			name=${name//(/.}
			[[ -f man/${name//)/}.scd ]] || echo "no page $name"
		done
}

check_licence_lines() {
	local file

	for file in man/*.scd completions/* docs/*.json; do
		grep -q 'SPDX-License-Identifier: GPL-2.0-or-later' "$file" ||
			echo "$file has none"
	done
}

claim "report: formats as in the manual" differ \
	"the program" "$(formats_of_program)" \
	"whittle-report(1)" "$(terms_of man/whittle-report.1.scd FORMATS)"
claim "prepare: formats as in the manual" differ \
	"the program" "$(prepare_formats_of_program)" \
	"whittle-prepare(1)" "$(terms_of man/whittle-prepare.1.scd FORMATS)"
claim "diff: formats as in the manual" differ \
	"the program" "$(diff_formats_of_program)" \
	"whittle-diff(1)" "$(terms_of man/whittle-diff.1.scd FORMATS)"
claim "report: bases as in the manual" check_bases
claim "report: charts as in the manual" check_charts
claim "doctor: ids as in the manual" check_doctor_ids
claim "doctor: words of the journal as in the manual" check_journal_words
claim "policy: launchers of the module as in the manual" check_launchers
claim "pages that are referred to exist" check_see_also
claim "every file names its licence" check_licence_lines

# ---- the profile and the advice ---------------------------------------------

keys_of_writer() {
	grep -o 'put[a-z_]*([a-z]*, "[a-z_]*"' profile/profile_json.c |
		cut -d'"' -f2
	# and what only a merge writes
	grep -oh 'set_new(o[a-z]*, "[a-z_]*"\|set(o[a-z]*, "[a-z_]*"' \
		profile/merge_write.c profile/merge_ballot.c | cut -d'"' -f2
	# and only whittle verify
	tr '\n\t' '  ' <profile/profile_rewrite.c |
		grep -o '\(set_new\|set\|put_string\)([a-z]*, "[a-z_]*"' |
		cut -d'"' -f2
}

keys_of_advice() {
	cat reporters/report_json.c reporters/seccomp_json.c | tr '\n\t' '  ' |
		grep -o '\(json_out_[a-z_]*\|write_names\|write_fact\)(json, *"[A-Za-z]*"' |
		cut -d'"' -f2 | grep -vx -e items
}

# Keys under "properties"; a definition's own name is none. "items" is a word
# of JSON Schema itself.
keys_of_schema() { # SCHEMA
	sed -e '/"\$defs"/,$s/^    "[A-Za-z_]*"://' -e 's/"\$defs"://' "$1" |
		grep -o '"[A-Za-z_]*": {' | cut -d'"' -f2 |
		grep -vx -e properties -e items -e additionalProperties
}

check_keys_in_page() {
	local key

	for key in $(keys_of_writer); do
		grep -q -e "\*$key\*" -e "^## $key$" man/whittle-profile.5.scd ||
			echo "whittle-profile(5) does not tell '$key'"
	done
}

# Phases and verdicts.
check_values() {
	local value

	sed -n 's/.*X([A-Z_]*, "\([a-z-]*\)").*/\1/p' profile/profile.h |
		while read -r value; do
			grep -q "\*$value\*" man/whittle-profile.5.scd ||
				echo "whittle-profile(5) does not tell '$value'"
			grep -q "\"$value\"" docs/whittle-profile-v1.schema.json ||
				echo "the schema does not know '$value'"
		done
}

# Profiles made now, with all that can be in them, and what is stored.
make_samples() {
	local log name

	mkdir -p "$scratch/profiles" "$scratch/advice"
	cp "$profiles"/*.whittle.json "$scratch/profiles"
	rm "$scratch/profiles/hostile.whittle.json" # by nobody's writer
	for log in "$logs"/*.log "$logs"/*.txt; do
		name=$(basename "$log").json
		"$whittle" ingest -q --all --counts "$log" \
			>"$scratch/profiles/$name" 2>/dev/null ||
			rm "$scratch/profiles/$name"
	done
	for name in "$scratch"/profiles/*.json "$profiles"/hostile*.json; do
		"$whittle" report -q -f json "$name" 2>/dev/null \
			>"$scratch/advice/$(basename "$name")"
	done
	cp tests/fixtures/reports/*.json "$scratch/advice"
}

validate() { # SCHEMA FILE...
	python3 tests/replay/validate.py "$@"
}

check_schema_refuses() { # SCHEMA FILE
	[[ $(validate "$@" | grep -c '^[^:]*: ') -gt 5 ]] ||
		echo "it finds nothing wrong with $2"
}

claim "profile: keys as in whittle-profile(5)" check_keys_in_page
claim "profile: keys as in the schema" differ \
	profile/profile_json.c "$(keys_of_writer)" \
	"the schema" "$(keys_of_schema docs/whittle-profile-v1.schema.json)"
claim "profile: values as in the manual and the schema" check_values
claim "advice: keys as in the schema" differ \
	"the reporter" "$(keys_of_advice)" \
	"the schema" "$(keys_of_schema docs/whittle-advice-v1.schema.json)"
if command -v python3 >/dev/null; then
	make_samples
	claim "profiles fit the schema" validate \
		docs/whittle-profile-v1.schema.json "$scratch"/profiles/*.json
	claim "advice fits the schema" validate \
		docs/whittle-advice-v1.schema.json "$scratch"/advice/*.json
	claim "advice: the schema is whole, and finds each wrong key and value" \
		python3 tests/replay/strict_schema.py \
		docs/whittle-advice-v1.schema.json "$scratch"/advice/*.json
	claim "the schema refuses what nobody's writer wrote" \
		check_schema_refuses docs/whittle-profile-v1.schema.json \
		"$profiles/hostile.whittle.json"
else
	skip "profiles and advice fit their schemas" "no python3"
fi

# ---- what CONTRIBUTING.md asks for -------------------------------------------

# Each capture is read, and its family told of.
check_captures() {
	local file name

	for file in tests/fixtures/forms/*; do
		name=${file##*/}
		[[ $name == README.md ]] && continue
		grep -q "forms/$name *$" tests/replay/cases.txt ||
			echo "tests/replay/cases.txt reads no $name"
		grep -qF "\`${name%%[-.]*}" tests/fixtures/forms/README.md ||
			echo "tests/fixtures/forms/README.md tells no $name"
	done
}

# Each form's example; the journal's JSON is told by what prints it.
check_forms_told() {
	local example page

	page=$(section_of man/whittle-ingest.1.scd DESCRIPTION | tr -d '*_\\')
	sed -n '/^const struct form forms/,/^};/{
		s/^\t{"[^"]*", *//
		s/^[\t ]*"\(.*\)",$/\1/p
	}' collectors/form.c | tr -d '*_\\' | while IFS= read -r example; do
		[[ $example == '{"TRANSPORT"'* ]] && example='journalctl -o json'
		[[ $page == *"$example"* ]] ||
			echo "whittle-ingest(1) has no '$example'"
	done
}

check_workloads_run() {
	local name

	grep -ho '^workload_[a-z_]*()' tests/guest/workloads/*.sh |
		sed 's/^workload_//; s/()$//' | while read -r name; do
		grep -qw "$name" tests/guest/jobs/*.sh tests/guest/*.sh ||
			echo "no job and not servers.sh runs '$name'"
	done
}

check_readme_formats() {
	local format

	for format in $(formats_of_program); do
		sed -n '/^The formats:/,/^$/p' README.md | grep -qw "$format" ||
			echo "README.md does not list $format"
	done
}

claim "captures are told of and read" check_captures
claim "forms as in whittle-ingest(1)" check_forms_told
claim "each workload is run by something" check_workloads_run
claim "formats as in the README" check_readme_formats

# ---- completions ------------------------------------------------------------

mkdir "$scratch/bin"
ln -s "$whittle" "$scratch/bin/whittle"
PATH=$scratch/bin:$PATH

offers_bash() { # WORD... (the last one is being written)
	(
		# shellcheck source=/dev/null
		. completions/whittle.bash
		COMP_WORDS=(whittle "$@") COMP_CWORD=$# COMPREPLY=()
		_whittle 2>/dev/null
		printf '%s\n' "${COMPREPLY[@]}"
	)
}

offers_fish() { # WORD...
	# shellcheck disable=SC2016 # fish's own $argv
	fish --no-config -c 'source completions/whittle.fish
		complete -C"whittle $argv"' -- "$@" 2>/dev/null | cut -f1
}

# What is handed to _arguments; which option is asked about does not matter.
specs_of_zsh() { # VERB
	cat >"$scratch/specs.zsh" <<-END
		source completions/_whittle
		_arguments() { print -rl -- "\$@" }
		_whittle_verb whittle $1
	END
	zsh -f "$scratch/specs.zsh" | grep -vx -e -s -e -S
}

offers_zsh() { # VERB WORD, or VERB OPTION ""
	case $# in
	2) specs_of_zsh "$1" | sed -n \
		-e 's/^\**\(--*[a-z-]*\).*/\1/p' \
		-e '/^1:word:/s/1:word:(\(.*\))/\1/p' | tr ' ' '\n' |
		grep -e "^$2" ;;
	3) specs_of_zsh "$1" | sed -n "s/^\*$2[=+].*:(\(.*\))$/\1/p" |
		tr ' ' '\n' ;;
	esac
}

offers_names() { # SHELL
	case $1 in
	zsh) specs_of_zsh explain | sed -n 's/^1:name:(\(.*\))$/\1/p' |
		tr ' ' '\n' ;;
	*) offers_"$1" explain '' ;;
	esac
}

# Every option, both spellings.
check_offered_options() { # SHELL VERB
	differ --help "$(options_of_program "$2" | cut -d' ' -f1,2 | tr ' ' '\n' |
		grep -vx -e -)" \
		"the completion" "$({
			offers_"$1" "$2" -
			offers_"$1" "$2" --
		} | grep -e '^-')"
}

# The words in lower case of "auto|always|never", for each such option.
check_offered_values() { # SHELL VERB
	local option argument

	options_of_program "$2" | while read -r _ option argument; do
		[[ $argument == *'|'* || $argument =~ ^[a-z]+$ ]] || continue
		differ "$option" "$(tr '|' '\n' <<<"$argument" | grep -x '[a-z]*')" \
			"the completion" "$(offers_"$1" "$2" "$option" '')"
	done
}

check_offered_words() { # SHELL VERB
	differ "--help" "$(words_of_program "$2")" \
		"the completion" "$(offers_"$1" "$2" '' | grep -v '^-')"
}

check_offered_verbs() { # SHELL
	differ --help "$(verbs_of_program)" \
		"the completion" "$(offers_"$1" '' | grep -v '^-')"
}

# What the program answers to a wrong value of its other lists.
platforms_of_program() {
	"$whittle" report --platform '?' "$sample" 2>&1 |
		sed -n 's/.*(\(.*\))$/\1/p' | sed 's/, /\n/g'
}

actions_of_program() {
	"$whittle" report --default-action '?' "$sample" 2>&1 |
		sed -n "s/.*--default-action is \(.*\), not '?'.*/\1/p" |
		sed 's/, \| or /\n/g'
}

check_completion() { # SHELL
	local verb

	claim "$1: platforms" differ \
		"the program" "$(platforms_of_program)" \
		"the completion" "$(offers_"$1" report --platform '')"
	claim "$1: platforms of diff" differ \
		"the program" "$(platforms_of_program)" \
		"the completion" "$(offers_"$1" diff --platform '')"
	claim "$1: default actions" differ \
		"the program" "$(actions_of_program)" \
		"the completion" "$(offers_"$1" report --default-action '')"
	claim "$1: formats of diff" differ \
		"the program" "$(diff_formats_of_program)" \
		"the completion" "$(offers_"$1" diff --format '')"
	claim "$1: runtimes" differ \
		"the manual" $'runc\ncrun\nrunc,crun' \
		"the completion" "$(offers_"$1" report --runtime '')"
	claim "$1: names that can be explained" differ \
		"explain --list" "$("$whittle" explain --list)" \
		"the completion" "$(offers_names "$1")"

	for verb in $(verbs_of_program); do
		claim "$1: $verb: options" check_offered_options "$1" "$verb"
		claim "$1: $verb: values" check_offered_values "$1" "$verb"
	done
	claim "$1: words of policy" check_offered_words "$1" policy
	claim "$1: words of lab" check_offered_words "$1" lab
	claim "$1: formats" differ \
		"the program" "$(formats_of_program)" \
		"the completion" "$(offers_"$1" report --format '')"
	claim "$1: bases" differ \
		"the program" "$(bases_of_program)" \
		"the completion" "$(offers_"$1" report --base '')"
	claim "$1: charts" differ \
		"the program" "$(charts_of_program)" \
		"the completion" "$(offers_"$1" report --chart '')"
	claim "$1: formats of prepare" differ \
		"the program" "$(prepare_formats_of_program)" \
		"the completion" "$(offers_"$1" prepare --format '')"
	claim "$1: kinds of prepare" differ \
		"the program" "$(kinds_of_program)" \
		"the completion" "$(offers_"$1" prepare --kind '')"
	claim "$1: charts of prepare" differ \
		"the program" "$(charts_of_program)" \
		"the completion" "$(offers_"$1" prepare --chart '')"
	claim "$1: engines" differ \
		"the program" $'podman\ncrun\nrunc' \
		"the completion" "$(offers_"$1" run --engine '')"
}

# The engines above are those that the program takes.
check_engines() {
	local engine

	for engine in podman crun runc; do
		"$whittle" run --engine "$engine" --image x --bundle y 2>&1 |
			grep -q 'two workloads' || echo "$engine?"
	done
	differ "the help" "$("$whittle" run --help | sed -n 's/^ *--engine NAME//p' |
		grep -o '[a-z]*' | grep -vx -e for -e images -e or -e bundles)" \
		"the test" $'podman\ncrun\nrunc'
}

# Names come from the program; behind one stands a file.
check_offered_names() {
	[[ $(offers_bash explain CAP_SYS_TI) == CAP_SYS_TIME ]] ||
		echo "bash does not offer CAP_SYS_TIME"
	[[ $(offers_bash explain SYS_TIME README) == README.md ]] ||
		echo "bash does not offer a profile"
}

# Each name of the list is told; rows of a profile are among them.
check_explained() {
	local name

	for name in $("$whittle" explain --list | grep -e ^CAP_ -e -) dac-mode \
		mount syscalls-that-are-not; do
		"$whittle" explain "$name" >"$scratch/told" 2>/dev/null
		[[ $?,$name == 0,* || $?,$name == *,syscalls-that-are-not ]] ||
			echo "explain $name fails"
		"$whittle" explain -f json "$name" >"$scratch/told" 2>&1 ||
			continue
		jq -e --arg n "$name" '.name == $n' "$scratch/told" \
			>/dev/null 2>&1 || grep -q "\"name\": \"$name\"" \
			"$scratch/told" || echo "explain -f json $name: no JSON"
	done
	expect_exit 2 explain syscalls-that-are-not
	expect_exit 0 explain chown "$sample"
	expect_exit 1 explain SYS_TIME "$sample"
	expect_exit 1 explain kexec_load "$sample"
	expect_exit 0 explain accept4 "$sample"
	expect_exit 0 explain dac-mode "$sample"
	expect_exit 2 explain SYS_TIME "$sample" more
	expect_exit 2 explain --list SYS_TIME
	expect_exit 5 explain SYS_TIME "$scratch/nosuchfile"
	"$whittle" explain SYS_TIME "$sample" |
		grep -q 'not in this profile: no record shows it' ||
		echo "it does not say that it is not in the profile"
}
claim "explain: every name of its list" check_explained
claim "explain: names are offered" check_offered_names
claim "run: engines" check_engines
check_completion bash
claim "bash: verbs" check_offered_verbs bash
claim "bash: a verb behind an option of the program" differ \
	"the program" run "the completion" "$(offers_bash -v --color never ru)"
claim "bash: options before the verb" differ \
	"the program" "$(options_of_program help | cut -d' ' -f1,2 | tr ' ' '\n' |
		grep -vx -e -)" \
	"the completion" "$({ offers_bash -; offers_bash --; })"
claim "bash: value of an option before the verb" differ \
	"the program" $'auto\nalways\nnever' \
	"the completion" "$(offers_bash --color '')"
claim "bash: value behind =" differ \
	"the program" $'auto\nalways\nnever' \
	"the completion" "$(offers_bash run --color = '')"
claim "bash: nothing of ours behind --" differ \
	nothing '' "the completion" "$(offers_bash run -- --col)"
if command -v fish >/dev/null; then
	check_completion fish
	claim "fish: verbs" check_offered_verbs fish
	claim "fish: a verb behind an option of the program" differ \
		"the program" run \
		"the completion" "$(offers_fish -v --color never ru)"
	claim "fish: value of an option before the verb" differ \
		"the program" $'auto\nalways\nnever' \
		"the completion" "$(offers_fish --color '')"
else
	skip "fish: completion" "no fish here"
fi
if command -v zsh >/dev/null; then
	check_completion zsh
else
	skip "zsh: completion" "no zsh here"
fi

# ---- the manual builds ------------------------------------------------------

check_builds() { # PAGE
	scdoc <"$1" >"$scratch/page"
	if command -v groff >/dev/null; then
		groff -man -ww -Tutf8 -z "$scratch/page"
	fi
	grep -q '^# NAME$' "$1" || echo "no NAME"
	[[ $(head -n 1 "$1") == "$(basename "$1" .scd |
		sed 's/\.\(.\)$/(\1)/')" ]] || echo "its first line names another"
}

if command -v scdoc >/dev/null; then
	for page in man/*.scd; do
		claim "$(basename "$page"): builds" check_builds "$page"
	done
else
	skip "the manual builds" "no scdoc here"
fi

echo "agree: $passed passed, $failed failed, $skipped skipped"
((failed == 0))
