#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Holds the harness against Google Benchmark: the cost of the timed loop, and whether both see the same costs; and
# against fio: what a cached read of 4 KiB costs beyond a bare loop of pread(2).
# usage: B=build tests/bench/harness.sh [PAIRS]
set -eu
cd "$(dirname "$0")/../.."
B=${B:-build}
pairs=${1:-25}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cpu=$(taskset -cp $$ | sed 's/.*[-, ]//') # the last that we may use: interrupts tend to go to the first

ours() {
	taskset -c "$cpu" "$B/bench-ours" _sample "$1" wall 5 0 none 500000 "$i" 0 3>"$work/ours"
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

bare() {
	taskset -c "$cpu" "$B/bench-bare" "$1"
}
# Of a cached file, as fio measures it unless it is told otherwise. Its processor time: it knows no batches so short that
# other programs leave them alone.
fio_read() {
	taskset -c "$cpu" fio --name=cached --thread --ioengine=psync --rw=read --bs=4k --size=1m --filename="$work/fio" \
		--invalidate=0 --time_based --runtime=300ms --output-format=json |
		jq '.jobs[0] | (.usr_cpu + .sys_cpu) / 100 * 1e6 * .job_runtime / .read.total_ios'
}
median() {
	sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}
# What each costs more than the bare loop over a file as large as its own, one after the other in each pair.
fio_read >/dev/null # makes the file
: >"$work/ours_beyond"
: >"$work/fio_beyond"
i=0
while [ "$i" -lt "$pairs" ]; do
	echo "$(ours bench/copy/pread/size:4096) $(bare 4096)" | awk '{ print $1 - $2 }' >>"$work/ours_beyond"
	echo "$(fio_read) $(bare 1048576)" | awk '{ print $1 - $2 }' >>"$work/fio_beyond"
	i=$((i + 1))
done
echo "$(median <"$work/ours_beyond") $(median <"$work/fio_beyond")" | awk -v pairs="$pairs" -v fio="$(fio --version)" '{
	printf "cached pread of 4 KiB, beyond a bare loop of it: pagemark %.1f ns, %s (psync) %.0f ns: %.1f %% of it, %d pairs\n",
		$1, fio, $2, 100 * $1 / $2, pairs
}'
