#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Runs the unit tests and every tests/*_*.sh against the build in $B, and counts their checks.
# usage: B=build tests/run.sh [NAME...]   with names (such as run_bad_days) only those scripts
# Started by hand it first builds the program that it tests; a guest that is older than its sources it only names, as it takes minutes.
# A script prints a line per check: "ok - WHAT", "not ok - WHAT" or "skip - WHAT: REASON", and leaves with 0
# unless a check failed. A script that prints no check has failed.
set -u
cd "$(dirname "$0")/.." || exit 2
export B="${B:-build}"
export LC_ALL=C
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0

if [ -z "${MAKELEVEL:-}" ]; then
	make -s "B=$B" all "$B/unit" "$B/pagemark-selftest" "$B/profile-work" "$B/profile-trace" || exit 2
	for image in "$B"/guest/*/initramfs.cpio; do
		newer=$([ ! -e "$image" ] || find harness results report suites kmod-helper -name '*.[ch]' -newer "$image" | head -n 1)
		guest=$(basename "$(dirname "$image")")
		[ -z "$newer" ] || echo "guest $guest is older than $newer: 'make guest-$guest' renews it" >&2
	done
fi

count() {
	grep -c "^$1 - " "$2"
}

run_script() {
	name=$(basename "$1" .sh)
	started=$(date +%s)
	timeout --kill-after=10 900 env --default-signal sh "$1" >"$work/out" 2>"$work/err" </dev/null
	status=$?
	ok=$(count ok "$work/out")
	bad=$(count 'not ok' "$work/out")
	skip=$(count skip "$work/out")
	if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
		echo "not ok - $name left with status $status" >>"$work/out"
		bad=1
	elif [ $((ok + skip + bad)) -eq 0 ]; then
		echo "not ok - $name made no check" >>"$work/out"
		bad=1
	fi
	echo "$name: $ok ok, $bad not ok, $skip skipped, $(($(date +%s) - started)) s"
	grep -E '^(not ok|skip) - ' "$work/out" | sed 's/^/    /'
	[ "$bad" -eq 0 ] || tail -n 30 "$work/err" | sed 's/^/    | /'
	passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + skip))
}

if [ $# -eq 0 ]; then
	env --default-signal "$B/unit" >"$work/unit" 2>&1
	status=$?
	result=$(grep -E '^unit: [0-9]+ passed, [0-9]+ failed$' "$work/unit")
	if [ -z "$result" ] || { [ "$status" -ne 0 ] && [ "${result##* passed, }" = '0 failed' ]; }; then
		echo "not ok - the unit tests left with status $status"
		failed=$((failed + 1))
	else
		echo "$result"
		passed=$((passed + $(echo "$result" | awk '{ print $2 }')))
		failed=$((failed + $(echo "$result" | awk '{ print $4 }')))
	fi
	[ "$status" -eq 0 ] || tail -n 40 "$work/unit"
	set -- tests/*_*.sh
else
	for name; do
		shift
		set -- "$@" "tests/$name.sh"
	done
fi

for script; do
	run_script "$script"
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
