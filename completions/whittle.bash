# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Completion for bash. The words are the program's own: what `whittle --help`
# and `whittle VERB --help` print is read each time, so they cannot differ.

# The program on the command line, fit to be run.
_whittle_program() {
	local word=${COMP_WORDS[0]}

	[[ $word == \~/* ]] && word=$HOME/${word#?/}
	printf '%s\n' "$word"
}

_whittle_verbs() { # PROGRAM
	"$1" --help 2>/dev/null |
		sed -n 's/^  whittle \([a-z][a-z]*\) .*/\1/p'
}

# "install", "remove": what may follow VERB, as its usage has it.
_whittle_words() { # PROGRAM VERB
	"$1" "$2" --help 2>/dev/null |
		sed -n "s/^  whittle $2 \\([a-z][a-z]*\\) .*/\\1/p"
}

# Fill the caller's letters, names, arguments and helps, a row an option.
_whittle_read_options() { # PROGRAM VERB
	local line
	local row='^  (-([a-z]), |    )--([a-z-]+)( ([^ ]+))?( +(.*))?$'
	local more='^ {32}([^ ].*)$'

	letters=() names=() arguments=() helps=()
	while IFS= read -r line; do
		if [[ $line =~ $row ]]; then
			letters+=("${BASH_REMATCH[2]}")
			names+=("${BASH_REMATCH[3]}")
			arguments+=("${BASH_REMATCH[5]}")
			helps+=("${BASH_REMATCH[7]}")
		elif [[ $line =~ $more ]] && ((${#helps[@]})); then
			helps[${#helps[@]} - 1]+=${BASH_REMATCH[1]}
		fi
	done < <("$1" "$2" --help 2>/dev/null)
}

# The row of option WORD ("-o", "--output") in those arrays; fails: none.
_whittle_find_option() { # WORD
	local i

	for ((i = 0; i < ${#names[@]}; i++)); do
		if [[ $1 == "--${names[i]}" ]] ||
			[[ ${letters[i]} && $1 == "-${letters[i]}" ]]; then
			found=$i
			return 0
		fi
	done
	return 1
}

# The words of an argument that is one of a few; nothing for others.
_whittle_values() { # NAME PLACEHOLDER HELP
	local list word

	case $1,$2 in
	engine,*) list='podman|crun|runc' ;;
	runtime,*) list='runc|crun|runc,crun' ;;
	*,FORMAT | *,ENGINE | *,CHART | *,KIND | *,PLATFORM | *,ACTION)
		# "text (default), json, caps"; "... set of docker, crio or none"
		list=${3##* of }
		list=${list// (default)/}
		list=${list// or /, }
		list=${list//, /|}
		;;
	*) list=$2 ;;
	esac
	while IFS= read -r -d '|' word; do
		[[ $word =~ ^[a-z0-9,-]+$ ]] && printf '%s\n' "$word"
	done <<<"$list|"
}

_whittle_reply() { # COMPGEN-ARGUMENT...
	local line

	while IFS= read -r line; do
		COMPREPLY+=("$line")
	done < <(compgen "$@")
}

_whittle_complete_value() { # ROW WORD
	local values

	values=$(_whittle_values "${names[$1]}" "${arguments[$1]}" \
		"${helps[$1]}")
	if [[ $values ]]; then
		_whittle_reply -W "$values" -- "$2"
		return
	fi
	case ${arguments[$1]} in
	FILE | PATH | PROFILE | 'PATH[:NAME]')
		compopt -o filenames 2>/dev/null
		_whittle_reply -f -- "$2"
		;;
	DIR)
		compopt -o filenames 2>/dev/null
		_whittle_reply -d -- "$2"
		;;
	USER) _whittle_reply -u -- "$2" ;;
	COMMAND) _whittle_reply -c -- "$2" ;;
	esac
}

_whittle_complete_options() { # WORD
	local list='' i

	for ((i = 0; i < ${#names[@]}; i++)); do
		list+="--${names[i]} "
		[[ ${letters[i]} ]] && list+="-${letters[i]} "
	done
	_whittle_reply -W "$list" -- "$1"
}

# Operand number INDEX (0 is the first) of VERB.
_whittle_complete_operand() { # PROGRAM VERB INDEX WORD
	case $2 in
	policy | lab)
		if (($3 == 0)); then
			_whittle_reply -W "$(_whittle_words "$1" "$2")" -- "$4"
			return
		fi
		[[ $2 == policy ]] && return
		;;
	run)
		if (($3 == 0)); then
			_whittle_reply -c -- "$4"
			return
		fi
		;;
	verify)
		if (($3 == 1)); then
			_whittle_reply -c -- "$4"
			return
		fi
		;;
	explain)
		if (($3 == 0)); then
			_whittle_reply -W "$("$1" explain --list 2>/dev/null)" \
				-- "$4"
			return
		fi
		(($3 == 1)) || return
		;;
	doctor) return ;;
	esac
	compopt -o filenames 2>/dev/null
	_whittle_reply -f -- "$4"
}

# Walk over the words before the cursor: what is the next one?
_whittle() {
	local program verb='' word cur=${COMP_WORDS[COMP_CWORD]}
	local -a letters names arguments helps
	local i found='' operands=0 is_value='' has_ended=''

	COMPREPLY=()
	program=$(_whittle_program)
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if [[ $word == = || $word == : ]]; then
			# bash takes words apart at these
			((i + 1 < COMP_CWORD)) && ((i++)) && is_value=''
		elif [[ $is_value ]]; then
			is_value=''
		elif [[ ! $verb ]]; then
			case $word in
			--help | --version) return ;;
			--color) is_value=1 ;;
			-*) ;;
			*)
				verb=$word
				_whittle_read_options "$program" "$verb"
				;;
			esac
		elif [[ ! $has_ended && $word == -- ]]; then
			has_ended=1
		elif [[ ! $has_ended && $word == -?* ]]; then
			_whittle_find_option "$word" &&
				[[ ${arguments[found]} ]] && is_value=1
		else
			((operands++))
			# behind a command's first word options are its own
			[[ $verb == run || ($verb == lab && $operands -gt 1) ]] &&
				has_ended=1
		fi
	done
	[[ $cur == = ]] && cur=
	if [[ ! $verb ]]; then
		# the options that may stand before it
		_whittle_read_options "$program" help
		if [[ $is_value ]] && _whittle_find_option --color; then
			_whittle_complete_value "$found" "$cur"
			return
		fi
		_whittle_reply -W "$(_whittle_verbs "$program")" -- "$cur"
		_whittle_complete_options "$cur"
	elif [[ $is_value ]]; then
		_whittle_complete_value "$found" "$cur"
	elif [[ ! $has_ended && $cur == -* ]]; then
		_whittle_complete_options "$cur"
	else
		_whittle_complete_operand "$program" "$verb" "$operands" "$cur"
	fi
}

complete -F _whittle whittle
