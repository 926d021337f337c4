#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Runs the unit tests and every tests/*_*.sh against the build in $B, and counts their checks.
# usage: B=build tests/run.sh [NAME...]   with names (such as run_bad_days) only those scripts
# Started by hand it first builds the program that it tests; a guest that is older than its sources it only names, as it takes minutes.
# JOBS=2 scripts run side by side, as each has its own work folder; what they make in $B, they make one after the other (lib.sh).
# A script prints a line per check: "ok - WHAT", "not ok - WHAT" or "skip - WHAT: REASON", and leaves with 0
# unless a check failed. A script that prints no check has failed.
set -u
cd "$(dirname "$0")/.." || exit 2
export B="${B:-build}"
export LC_ALL=C
work=$(mktemp -d)
workers=
trap 'rm -rf "$work"; kill $workers 2>/dev/null' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
passed=0 failed=0

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

# run_script SCRIPT: what it printed stays in $dir
run_script() {
	name=$(basename "$1" .sh)
	started=$(date +%s)
	timeout --kill-after=10 1800 env --default-signal sh "$1" >"$dir/out" 2>"$dir/err" </dev/null &
	script_pid=$!
	wait $script_pid
	status=$?
	ok=$(count ok "$dir/out")
	bad=$(count 'not ok' "$dir/out")
	skip=$(count skip "$dir/out")
	if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
		echo "not ok - $name left with status $status" >>"$dir/out"
		bad=1
	elif [ $((ok + skip + bad)) -eq 0 ]; then
		echo "not ok - $name made no check" >>"$dir/out"
		bad=1
	fi
	{
		echo "$name: $ok ok, $bad not ok, $skip skipped, $(($(date +%s) - started)) s"
		grep -E '^(not ok|skip) - ' "$dir/out" | sed 's/^/    /'
		[ "$bad" -eq 0 ] || tail -n 30 "$dir/err" | sed 's/^/    | /'
	} >"$dir/told"
	flock "$work" cat "$dir/told"
}

# run_scripts SCRIPT...: each that nobody else has taken
run_scripts() {
	trap 'kill $script_pid; exit' TERM
	for script; do
		dir=$work/$(basename "$script" .sh)
		! mkdir "$dir" 2>/dev/null || run_script "$script"
	done
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

for _ in $(seq "${JOBS:-2}"); do
	run_scripts "$@" &
	workers="$workers $!"
done
wait
total() {
	cat "$work"/*/out | grep -c "^$1 - "
}
passed=$((passed + $(total ok))) failed=$((failed + $(total 'not ok'))) skipped=$(total skip)
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
