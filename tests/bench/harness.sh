#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Holds the harness against Google Benchmark: the cost of the timed loop, and whether both see the same costs.
# usage: B=build tests/bench/harness.sh [PAIRS]
set -eu
cd "$(dirname "$0")/../.."
B=${B:-build}
pairs=${1:-25}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cpu=$(taskset -cp $$ | sed 's/.*[-, ]//') # the last that we may use: interrupts tend to go to the first

ours() {
	taskset -c "$cpu" "$B/bench-ours" _sample "$1" wall 5 0 none 500000 "$i" 3>"$work/ours"
	sed -n 's/.*"status":"PASS","value":\([^,]*\),.*/\1/p' "$work/ours" | grep . || { cat "$work/ours" >&2 && exit 1; }
}

google() {
	taskset -c "$cpu" "$B/bench-google" --benchmark_filter="^$1\$" --benchmark_format=csv \
		--benchmark_min_time=0.0005 --benchmark_repetitions=5 2>/dev/null >"$work/google"
	awk -F, '$1 ~ /_median"$/ { print $3; found = 1 } END { exit !found }' "$work/google"
}

# agree LABEL OUR_NAME GOOGLE_NAME: a fresh process for each number; who begins alternates
agree() {
	i=0
	: >"$work/pairs"
	while [ "$i" -lt "$pairs" ]; do
		if [ $((i % 2)) -eq 0 ]; then
			a=$(ours "$2") && b=$(google "$3")
		else
			b=$(google "$3") && a=$(ours "$2")
		fi
		echo "$a $b" >>"$work/pairs"
		i=$((i + 1))
	done
	"$B/bench-ratio" "$1" <"$work/pairs"
}

echo "ns per operation          pagemark       google   ratio (interval of paired runs)  pairs"
taskset -c "$cpu" "$B/bench-loop" 99 2>/dev/null >"$work/loop"
"$B/bench-ratio" 'turn of the timed loop' <"$work/loop"
agree 'pread 4 KiB' bench/copy/pread/size:4096 pread/4096
agree 'pread 64 KiB' bench/copy/pread/size:65536 pread/65536
agree 'memcpy 64 KiB' bench/copy/memcpy/size:65536 memcpy/65536
