#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Profiles of kernel-side points over boots at different loads of this machine: are they equal, do they add up to the clock, does profiling
# change the samples, and what does it cost? One boot without --profile, then BOOTS boots with it, beside 0, 1, 2... busy processes
# (BUSY=0: none, where others load the machine).
# usage: B=build BOOTS=5 ROUNDS=2 TARGET=x86_64-6.1 KEEP=DIR tests/bench/profile_boots.sh [PATTERN...]
set -eu
cd "$(dirname "$0")/../.."
B=${B:-build}
boots=${BOOTS:-5} rounds=${ROUNDS:-2} target=${TARGET:-x86_64-6.1}
work=${KEEP:-$(mktemp -d)}
mkdir -p "$work"
busy=
# shellcheck disable=SC2086 # a list
end_busy() {
	[ -z "$busy" ] || kill $busy 2>/dev/null || :
	busy=
}
trap 'end_busy; [ -n "${KEEP:-}" ] || rm -rf "$work"' EXIT

# shellcheck disable=SC2046 # one name a word
[ $# -gt 0 ] || set -- $("$B/pagemark" list --json | jq -r '.[] | select(.kind != "claim" and (.needs | test("module"))).name')

# measure NAME [OPTION]: a boot, the load and how long it took; what is FAIL or BROKEN in it the record tells
measure() {
	name=$1
	shift
	started=$(date +%s)
	"$B/pagemark" run --quick --rounds "$rounds" --seed 1 --target "$target" -o "$work/$name.jsonl" "$@" >/dev/null 2>"$work/$name.err" ||
		tail -n 1 "$work/$name.err"
	echo "$name: $(($(date +%s) - started)) s, load $(cut -d ' ' -f 1 /proc/loadavg)"
}

measure plain "$@"
i=1
while [ $i -le "$boots" ]; do
	measure "profile.$i" --profile "$@"
	if [ "${BUSY:-1}" -gt 0 ]; then
		(while :; do :; done) &
		busy="$busy $!"
	fi
	i=$((i + 1))
done
end_busy
/usr/bin/python3 tests/bench/profile_boots.py "$work/plain.jsonl" "$work"/profile.*.jsonl
