#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The script of whittle prepare -f node, with a node made of files: auditctl,
# semodule and id are stand-ins that keep their state there. What the guest
# cannot be asked quickly: the module, and changes that fail half way.
# usage: node_script.sh [WHITTLE]     (default build/whittle)
#
# Prints "ok NAME" or "not ok NAME: why" for each claim.

set -u
export LC_ALL=C
whittle=$(realpath -- "${1:-build/whittle}") || exit 1
scratch=$(mktemp -d) || exit 1
trap 'rm -rf -- "$scratch"' EXIT
passed=0 failed=0
node=$scratch/node
export NODE=$node WHITTLE_NODE_STATE=$scratch/state
export WHITTLE_SECCOMP_DIR=$scratch/kubelet/seccomp

# claim NAME WANTED GOT
claim() {
	if [[ $2 == "$3" ]]; then
		echo "ok $1"
		((++passed))
	else
		echo "not ok $1: wanted '${2//$'\n'/; }', got '${3//$'\n'/; }'"
		((++failed))
	fi
}

# ---- the stand-ins ----------------------------------------------------------

mkdir "$scratch/bin"
cat >"$scratch/bin/auditctl" <<'END'
#!/bin/bash
# $NODE/audit: "NAME VALUE" a line; $NODE/rules: a rule a line; what
# $NODE/fail names fails once
echo "auditctl $*" >>"$NODE/calls"
[[ -e $NODE/fail && "auditctl $*" == *$(cat "$NODE/fail")* ]] &&
	rm "$NODE/fail" && exit 1
set_value() { sed -i "s/^$1 .*/$1 $2/" "$NODE/audit"; }
case $1 in
-s) cat "$NODE/audit" ;;
-l) if [[ -s $NODE/rules ]]; then cat "$NODE/rules"; else echo "No rules"; fi ;;
-b) set_value backlog_limit "$2" ;;
-r) set_value rate_limit "$2" ;;
-e) set_value enabled "$2" ;;
-a) shift && echo "-a $*" >>"$NODE/rules" ;;
-d) shift && grep -vxF -e "-a $*" "$NODE/rules" >"$NODE/rules.new"
	mv "$NODE/rules.new" "$NODE/rules" ;;
esac
END
cat >"$scratch/bin/semodule" <<'END'
#!/bin/bash
echo "semodule ${1-}" >>"$NODE/calls"
[[ -e $NODE/fail && "semodule $*" == *$(cat "$NODE/fail")* ]] &&
	rm "$NODE/fail" && exit 1
case $1 in
-l) cat "$NODE/modules" ;;
-i) [[ ${2##*/} == whittle.cil ]] && grep -q '(type whittle_t)' "$2" &&
	echo whittle >>"$NODE/modules" ;;
-r) sed -i "/^$2$/d" "$NODE/modules" ;;
esac
END
printf '#!/bin/sh\necho 0\n' >"$scratch/bin/id"
printf '#!/bin/sh\n' >"$scratch/bin/restorecon"
chmod +x "$scratch"/bin/*
PATH=$scratch/bin:$PATH

"$whittle" prepare -f node >"$scratch/script" || exit 1
sed -i "s|/sys/fs/selinux/enforce|$node/enforce|; s|/proc/sys/kernel/seccomp/actions_logged|$node/actions|; s|/etc/audit/auditd.conf|$node/auditd.conf|" \
	"$scratch/script"

run() { # WORD...: its exit status
	sh "$scratch/script" "$@" >"$scratch/out" 2>"$scratch/err" </dev/null
	echo $?
}

# new_node BACKLOG RATE ENABLED
new_node() {
	rm -rf "$node" "$scratch/state" "$scratch/kubelet"
	mkdir "$node"
	echo kill_process log allow >"$node/actions"
	echo "log_file = $node/audit.log" >"$node/auditd.conf"
	printf 'base\nwhittler\n' >"$node/modules"
	: >"$node/rules"
	: >"$node/enforce"
	printf '%s\n' "enabled $3" "pid 7" "rate_limit $2" "backlog_limit $1" \
		"lost 3" >"$node/audit"
}

state_of_node() {
	cat "$node/audit" "$node/modules" "$node/rules"
	(cd "$scratch" && find kubelet state 2>/dev/null)
}

# ---- there and back ---------------------------------------------------------

new_node 64 100 0
before=$(state_of_node)
claim "apply works" 0 "$(run apply -y)"
claim "the module is installed" 1 "$(grep -cx whittle "$node/modules")"
claim "audit is set" "enabled 1 rate_limit 0 backlog_limit 65536" \
	"$(grep -v -e pid -e lost "$node/audit" | tr '\n' ' ' | sed 's/ $//')"
claim "the rule is of the domain" 1 "$(grep -c subj_type=whittle_t "$node/rules")"
claim "the profile logs" SCMP_ACT_LOG \
	"$(grep -o SCMP_ACT_LOG "$scratch/kubelet/seccomp/whittle-log.json")"
claim "status says so" 0 "$(run status)"
now=$(date +%s)
cat >"$node/audit.log" <<END
type=AVC msg=audit($((now + 5)).100:12): new
END
cat >"$node/audit.log.1" <<END
type=AVC msg=audit($((now - 500)).100:10): old
node=n type=AVC msg=audit($((now + 2)).100:11): middle
END
claim "collect works" 0 "$(run collect)"
claim "what was logged since comes in its order" "middle new" \
	"$(grep -o '[a-z]*$' "$scratch/out" | tr '\n' ' ' | sed 's/ $//')"
claim "a rule gone by itself is told" 1 "$(: >"$node/rules" && run status)"
claim "undo works" 0 "$(run undo)"
claim "and the node is as it was" "$before" "$(state_of_node)"
claim "a second undo finds nothing" 0 "$(run undo)"
claim "status tells that it is not applied" 1 "$(run status)"

new_node 131072 0 1
echo whittle >>"$node/modules"
mkdir -p "$WHITTLE_SECCOMP_DIR"
before=$(state_of_node)
claim "what is there already is left alone" 0 "$(run apply -y)"
claim "nothing but the rule is changed" "auditctl -a" \
	"$(grep -o -e 'auditctl -[abrde]' -e 'semodule -[ir]' "$node/calls")"
claim "undo leaves it, too" 0 "$(run undo)"
claim "and that node is as it was" "$before" "$(state_of_node)"

# ---- changes that fail ------------------------------------------------------

for step in 'semodule -i' 'auditctl -b' 'auditctl -r' 'auditctl -e' \
	'auditctl -a'; do
	new_node 64 100 0
	before=$(state_of_node)
	echo "$step" >"$node/fail"
	claim "$step fails: apply says so" 6 "$(run apply -y)"
	claim "$step fails: the node is as it was" "$before" "$(state_of_node)"
done

new_node 64 100 0
before=$(state_of_node)
run apply -y >/dev/null
echo 'semodule -r' >"$node/fail"
claim "an undo that fails says so" 6 "$(run undo)"
claim "and is tried again" 0 "$(run undo)"
claim "then the node is as it was" "$before" "$(state_of_node)"

# ---- nodes that it refuses --------------------------------------------------

# refuses NAME: apply changes nothing and tells why
refuses() {
	local before

	before=$(state_of_node)
	claim "$1 is refused" 4 "$(run apply -y)"
	claim "$1: nothing is changed" "$before" "$(state_of_node)"
}

new_node 64 0 2 && refuses "a locked audit"
new_node 64 0 1 && rm "$node/enforce" && refuses "a node without SELinux"
new_node 64 0 1 && echo allow >"$node/actions" && refuses "a silent seccomp"
new_node 64 0 1 && echo '-a never,task' >"$node/rules" && refuses "task,never"
new_node 64 0 1 && echo '-a always,exclude -F msgtype=AVC' >"$node/rules" &&
	refuses "an excluded AVC"
new_node 64 0 1 && mkdir -p "$WHITTLE_SECCOMP_DIR" &&
	echo '{}' >"$WHITTLE_SECCOMP_DIR/whittle-log.json" &&
	refuses "another's file"
new_node 64 0 1
claim "without -y and a terminal nothing is done" 4 "$(run apply)"
claim "a wrong word is wrong usage" 2 "$(run aply)"
claim "collect wants it applied" 4 "$(run collect)"

echo "node_script: $passed passed, $failed failed, 0 skipped"
((failed == 0))
