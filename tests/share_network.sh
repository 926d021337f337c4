#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Networks of our own: nothing of them is seen outside, nothing is left of them, and who may have none is told so.
. tests/lib.sh

cp "$pagemark" "$work/pagemark"
chmod 755 "$work"
mkdir "$work/nobody"
chmod 777 "$work/nobody"
point=share/send/zerocopy/size:4096

devices() {
	ls /sys/class/net
}
# namespaces: of the network, of the processes that we may look at
namespaces() {
	for of in /proc/[0-9]*/ns/net; do
		readlink "$of"
	done 2>/dev/null | sort -u
}
# new: those that were not there before
new() {
	namespaces | comm -13 "$work/before" -
}
# gone: those of $work/new are no more; waits up to 10 s
# shellcheck disable=SC2317 # check() calls it
gone() {
	for _ in $(seq 100); do
		[ -n "$(namespaces | comm -12 "$work/new" -)" ] || return 0
		sleep 0.1
	done
	return 1
}
# verdicts RECORD: the verdicts of its points, each once
verdicts() {
	jq -r 'select(.type == "bench" and (.name | startswith("share/"))) | .status' "$1" | sort -u
}

devices >"$work/devices"
namespaces >"$work/before"
"$pagemark" run --accept-hazards --rounds 1000 -o "$work/killed" $point >"$work/out" 2>"$work/err" &
run=$!
for _ in $(seq 100); do
	new >"$work/new"
	[ ! -s "$work/new" ] || break
	sleep 0.1
done
if [ -s "$work/new" ]; then
	devices | cmp -s - "$work/devices"
	check 'a network of its own is not seen outside' test $? -eq 0
	kill -9 $run
	wait $run 2>/dev/null
	check 'and goes with the run, also if that is killed' gone
	devices | cmp -s - "$work/devices"
	check 'and leaves no device' test $? -eq 0
else
	kill -9 $run
	skip 'a network of its own goes with the run' 'no network namespaces here'
fi

"$pagemark" run --accept-hazards --rounds 1 -o "$work/run" $point >"$work/out" 2>"$work/err"
check 'what it says of copies is counted' test "$(jq -r 'select(.type == "bench" and .name == "'$point'")
	| if .status == "SKIP" then "1" else .counters.zerocopy_copied.samples[0] / .counters.zerocopy_sends.samples[0] end' "$work/run")" = 1
[ "$(verdicts "$work/run")" = SKIP ] ||
	says 'and told in the answer' "$work/out" 'The kernel copied after all what MSG_ZEROCOPY sent at 1 of 1 points'

# In a guest both comparisons are exact; only a boot with such cases has the module.
guest=x86_64-6.1
if [ -e "$B/guest/$guest/veth.cpio" ]; then
	status "both networks of $guest" 0 "$pagemark" run -q --rounds 2 --limit 60 -o "$work/guest.jsonl" --target $guest \
		"share/send/*/size:4096" "share/receive/*/size:64/burst:1"
	check 'none is left out' test "$(verdicts "$work/guest.jsonl")" = PASS
	status 'are there for who asks by hand' 0 "$pagemark" guest boot $guest -- run -q --rounds 1 -o - $point
else
	skip "networks in $guest" "it is not built with the module of veth: make guests where Debian's mirror can be reached"
fi

if [ "$(id -u)" -ne 0 ]; then
	skip 'an ordinary user has a user namespace, or is told why not' 'only root can become nobody'
	done_
fi
as_nobody() {
	(cd "$work/nobody" && TMPDIR=$work/nobody setpriv --reuid=65534 --regid=65534 --clear-groups "$@")
}
as_nobody "$work/pagemark" run --accept-hazards --quick --rounds 1 -o r.jsonl 'share/send/*' >"$work/out" 2>"$work/err"
check "an ordinary user has a user namespace, or is told why not: $(verdicts "$work/nobody/r.jsonl")" \
	test -z "$(verdicts "$work/nobody/r.jsonl" | grep -vx -e PASS -e SKIP)"
if as_nobody unshare -Ur true 2>/dev/null; then
	# shellcheck disable=SC2016 # for the shell in the namespace
	as_nobody unshare -Ur sh -c 'echo 0 >/proc/sys/user/max_net_namespaces; exec "$@"' sh "$work/pagemark" run \
		--accept-hazards --rounds 1 -o none.jsonl $point >"$work/out" 2>"$work/err"
	check 'who may have no network namespace is told so' test "$(jq -r 'select(.type == "bench" and .name == "'$point'")
		| "\(.status) \(.reason)"' "$work/nobody/none.jsonl")" = 'SKIP no network namespace of its own: No space left on device'
fi
done_
