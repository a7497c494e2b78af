# SPDX-License-Identifier: GPL-2.0-or-later
#
# Completion for fish. The words are the program's own: what `whittle --help`
# and `whittle VERB --help` print is read each time, so they cannot differ.

# A row an option: letter, name, placeholder and help, with tabs between.
function __whittle_options --argument-names program verb
    set -l row '^  (?:-([a-z]), |    )--([a-z-]+)(?: ([^ ]+))?(?: +(.*))?$'
    set -l text (string join \n -- ($program $verb --help 2>/dev/null) |
        string collect)
    # help that stands on the next line
    string replace -ra '\n {32}(?=\S)' '  ' -- $text | string split \n |
        string replace -rf $row '$1\t$2\t$3\t$4'
end

# The words of an argument that is one of a few; nothing for others.
function __whittle_values --argument-names name placeholder help
    set -l list $placeholder
    if test $name = engine
        set list 'podman|crun|runc'
    else if test $name = runtime
        set list 'runc|crun|runc,crun'
    else if contains -- $placeholder FORMAT ENGINE CHART KIND PLATFORM ACTION
        # "text (default), json, caps"; "... set of docker, crio or none"
        set list (string replace -r '^.* of ' '' -- $help |
            string replace -a ' (default)' '' |
            string replace -a ' or ' ', ' | string replace -a ', ' '|')
    end
    string split '|' -- $list | string match -r '^[a-z0-9,-]+$'
end

function __whittle_complete_value --argument-names word name placeholder help
    set -l values (__whittle_values $name $placeholder $help)
    if set -q values[1]
        printf '%s\n' $values
        return
    end
    switch $placeholder
        case FILE PATH PROFILE 'PATH\[:NAME\]'
            __fish_complete_path $word
        case DIR
            __fish_complete_directories $word ''
        case USER
            __fish_complete_users
        case COMMAND
            __fish_complete_command
    end
end

# The rows whose option is WORD ("-o", "--output"): one, or none.
function __whittle_find_option --argument-names word
    set -l rows $argv[2..]
    for row in $rows
        set -l parts (string split \t -- $row)
        if test "$word" = "--$parts[2]"; or begin
                test -n "$parts[1]"; and test "$word" = "-$parts[1]"
            end
            printf '%s\n' $row
            return
        end
    end
end

function __whittle_complete_options
    for row in $argv
        set -l parts (string split \t -- $row)
        printf '%s\t%s\n' "--$parts[2]" $parts[4]
        test -n "$parts[1]"; and printf '%s\t%s\n' "-$parts[1]" $parts[4]
    end
end

function __whittle_complete_operand --argument-names program verb index word
    switch $verb
        case policy lab
            if test $index = 0
                $program $verb --help 2>/dev/null |
                    string replace -rf "^  whittle $verb ([a-z]+) .*" '$1'
            else if test $verb = lab
                __fish_complete_path $word
            end
        case explain
            if test $index = 0
                $program explain --list 2>/dev/null
            else if test $index = 1
                __fish_complete_path $word
            end
        case run
            if test $index = 0
                __fish_complete_command
            else
                __fish_complete_path $word
            end
        case verify
            if test $index = 1
                __fish_complete_command
            else
                __fish_complete_path $word
            end
        case ingest report merge diff lint
            __fish_complete_path $word
    end
end

# Walk over the words before the cursor: what is the next one?
function __whittle_complete
    set -l before (commandline -opc)
    set -l word (commandline -ct)
    set -l program (string replace -r '^~/' $HOME/ -- $before[1])
    set -l verb
    set -l rows
    set -l wanting
    set -l operands 0
    set -l has_ended 0

    for each in $before[2..]
        if set -q wanting[1]
            set -e wanting
        else if not set -q verb[1]
            switch $each
                case --help --version
                    return
                case --color
                    set wanting color 'auto|always|never' colour
                case '-*'
                case '*'
                    set verb $each
                    set rows (__whittle_options $program $verb)
            end
        else if test $has_ended = 0; and test "$each" = --
            set has_ended 1
        else if test $has_ended = 0; and string match -q -- '-?*' $each
            set -l row (__whittle_find_option $each $rows)
            set -l parts (string split \t -- $row)
            test -n "$parts[3]"; and set wanting $parts[2..4]
        else
            set operands (math $operands + 1)
            # behind a command's first word options are its own
            if test $verb = run; or begin
                    test $verb = lab; and test $operands -gt 1
                end
                set has_ended 1
            end
        end
    end

    if not set -q verb[1]; and not set -q wanting[1]
        # the options that may stand before it, too
        __whittle_complete_options (__whittle_options $program help)
        $program --help 2>/dev/null |
            string replace -rf '^  whittle ([a-z]+) +(.*)' '$1\t$2'
    else if set -q wanting[1]
        __whittle_complete_value $word $wanting
    else if test $has_ended = 0; and string match -q -- '--*=*' $word
        set -l halves (string split -m 1 = -- $word)
        set -l row (__whittle_find_option $halves[1] $rows)
        set -l parts (string split \t -- $row)
        printf "$halves[1]=%s\n" (__whittle_values $parts[2..4])
    else if test $has_ended = 0; and string match -q -- '-*' $word
        __whittle_complete_options $rows
    else
        __whittle_complete_operand $program $verb $operands $word
    end
end

complete -c whittle -f -a '(__whittle_complete)'
