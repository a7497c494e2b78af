# SPDX-License-Identifier: GPL-2.0-or-later
# Releases compared: profiles made now against stored ones of another release
# (tests/guest/releases), and nginx with a module against nginx without.
# Argument: the Debian suite of this guest.
suite=$1
cd "$(dirname "$0")" || exit 1
releases=$PWD/releases
. ./lib.sh
. ./workloads.sh

# items DIFF CAUSE: "+CAP_NET_RAW -chown", sorted, without accesses
items() {
	jq -r --arg cause "$2" '.steps[0].items[]
		| select(.cause == $cause and .kind != "access")
		| (if .change == "added" then "+" elif .change == "removed"
		   then "-" else "~" end) + .name' "$1" | LC_ALL=C sort | xargs
}

# compare OLD NEW FILE: the comparison as JSON; its status
compare() {
	whittle diff -q -f json "$1" "$2" >"$3" 2>"$out/diff.log"
}

# ---- a server's two releases: chrony of trixie and of forky -----------------

load_workload chronyd
profile_workload "$out/chronyd.json"
claim "chronyd of $suite is profiled" 0 $?
if [ "$suite" = trixie ]; then
	compare "$out/chronyd.json" "$releases/chronyd-forky.json" "$out/d"
else
	compare "$releases/chronyd-trixie.json" "$out/chronyd.json" "$out/d"
fi
claim "chronyd: the two releases differ" 1 $?
claim "chronyd: nothing new is its own" "" "$(items "$out/d" application)"
claim "chronyd: the C library's other call is told as a rename" \
	"+lchown -chown" "$(items "$out/d" family)"
compare "$releases/chronyd-$suite.json" "$out/chronyd.json" "$out/d"
claim "chronyd: asks for and calls what it did when it was stored" "" \
	"$(items "$out/d" application)"

[ "$suite" = trixie ] || exit 0

# ---- nginx without and with a module ----------------------------------------

cat >/etc/nginx/plain.conf <<'END'
events {}
http { server { listen 80; root /var/www/html; } }
END
cat >/etc/nginx/stream.conf <<'END'
include /etc/nginx/modules-enabled/50-mod-stream.conf;
events {}
http { server { listen 80; root /var/www/html; } }
stream {
	server {
		listen 127.0.0.1:8081;
		proxy_bind 127.0.0.5 transparent;
		proxy_pass 127.0.0.1:80;
	}
}
END

get='curl -s -m 30 -o /dev/null http://127.0.0.1/'
through="$get; curl -s -m 30 -o /dev/null http://127.0.0.1:8081/; true"

# nginx_with CONFIGURATION FILE
nginx_with() {
	whittle run -o "$2" --name nginx --timeout 300s --ready "$get" \
		--exercise "$through" -- \
		nginx -c "/etc/nginx/$1.conf" -g 'daemon off;' \
		>"$out/run.log" 2>&1 </dev/null
}

nginx_with plain "$out/first.json" # makes the folders that both use
nginx_with plain "$out/plain.json"
claim "nginx without the module is profiled" 0 $?
nginx_with stream "$out/stream.json"
claim "nginx with the module is profiled" 0 $?
compare "$out/plain.json" "$out/stream.json" "$out/d"
claim "nginx: the module's capability is news, and the only one" \
	"CAP_NET_RAW" "$(items "$out/d" application | tr ' ' '\n' |
		sed -n 's/^+CAP_/CAP_/p' | xargs)"
claim "nginx: no capability is gone" "" \
	"$(items "$out/d" application | tr ' ' '\n' | grep '^-CAP_' | xargs)"
claim "nginx: the evidence names the call" nginx:setsockopt \
	"$(jq -r '.steps[0].items[] | select(.name == "CAP_NET_RAW")
		| .evidence[0]' "$out/d" | sed 's/^\(nginx\): \(setsockopt\).*/\1:\2/')"
for way in plain stream; do
	compare "$releases/nginx-$way.json" "$out/$way.json" "$out/d"
	claim "nginx $way: asks for the capabilities that were stored" "" \
		"$(items "$out/d" application | tr ' ' '\n' | grep CAP_ | xargs)"
done

# ---- replicas ---------------------------------------------------------------

nginx_with plain "$out/again.json"
whittle merge -q -o "$out/merged.json" "$out/plain.json" "$out/again.json" \
	"$out/plain.json"
claim "replicas are merged" 0 $?
whittle merge -q -o "$out/other.json" "$out/again.json" "$out/plain.json"
claim "in any order, to the byte" "$(cksum <"$out/merged.json")" \
	"$(cksum <"$out/other.json")"
whittle diff -q "$out/plain.json" "$out/merged.json" >/dev/null 2>&1
status=$?
claim "a replica brings no capability" "" "$(whittle diff -q -f json \
	"$out/plain.json" "$out/merged.json" 2>/dev/null |
	jq -r '.steps[0].items[] | select(.kind == "capability") | .name')"
claim "and the comparison says same or different" 1 \
	"$([ $status -le 1 ] && echo 1)"
