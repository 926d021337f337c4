#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# pagemark run --runs: whole runs in a folder of their own, their seeds, their statuses, an interruption.
. tests/lib.sh
selftest=$B/pagemark-selftest

# of_runs DIR FILTER: what jq makes of the run lines, in one line
of_runs() {
	jq -rc "select(.type == \"run\") | $2" "$1"/*.jsonl | tr '\n' ' '
}

# files DIR: how many
files() {
	find "$1" -type f | wc -l
}

# set_of K DIR ARGUMENT...
# shellcheck disable=SC2317 # status() calls it
set_of() {
	runs=$1 dir=$2
	shift 2
	"$selftest" run --accept-hazards --rounds 1 --runs "$runs" -o "$dir" "$@"
}
moving=selftest/moving/by_run

status 'three runs are made' 0 set_of 3 "$work/three" "$moving"
check 'each left its record' test "$(ls "$work/three")" = "$(printf 'run-%03d.jsonl\n' 1 2 3)"
check 'that says which it is' test "$(of_runs "$work/three" '[.set.run, .set.of]')" = '[1,3] [2,3] [3,3] '
check 'with a seed of its own' test "$(of_runs "$work/three" .seed)" = '1 2 3 '
check 'and an id of its own' test "$(of_runs "$work/three" .id | tr ' ' '\n' | sort -u | grep -c .)" = 3
check 'each ended as a whole run' test "$(jq -c 'select(.type == "end") | .interrupted' "$work/three"/* | sort | uniq -c |
	tr -d ' \n')" = 3null
check 'each is a fresh process' test "$(jq -r --arg name $moving 'select(.type == "bench" and .name == $name) | .samples[0]' \
	"$work/three"/* | sort -u | grep -c .)" = 3
says 'it says how far it is' "$work/err" 'run 1 of 3' 'run 3 of 3, about ' "the set of runs: $work/three"
check 'the records fit the schema' python3 tests/data/validate.py "$work/three"/*
status 'a run by itself is none of several' 0 "$selftest" run --accept-hazards --rounds 1 -o "$work/one" "$moving"
check 'and its record says so' test "$(jq -c 'select(.type == "run") | .set' "$work/one")" = null

# Where the folder may be
status 'a folder that holds something is refused' 2 set_of 2 "$work/three" "$moving"
says 'it is named, with what to do' "$work/err" "$work/three is none: Directory not empty; choose another -o DIR"
check 'and not touched' test "$(files "$work/three")" = 3
mkdir "$work/empty"
status 'an empty folder is taken' 0 set_of 1 "$work/empty" --seed 9223372036854775807 "$moving"
check 'with the seed that was given' grep -q '"seed":9223372036854775807,' "$work/empty/run-001.jsonl"
: >"$work/file"
status 'a file is no folder' 2 set_of 2 "$work/file" "$moving"
says 'it is named' "$work/err" "$work/file is none: Not a directory"
status 'nor is standard output' 2 set_of 2 - "$moving"
says 'it is named' "$work/err" 'not -o -'
status 'a folder in one that is not there is refused' 2 set_of 2 "$work/no/such" "$moving"
says 'it is named' "$work/err" "$work/no/such"
# shellcheck disable=SC2016 # the inner shell expands it
check 'without -o they go to the current folder, and not to results/local of a stranger' sh -c 'cd "$1" && "$2" run --accept-hazards --rounds 1 --runs 2 "$3" 2>err &&
	test "$(ls pagemark-*/run-001.jsonl pagemark-*/run-002.jsonl | wc -l)" = 2 && ! test -e results' sh "$work" "$selftest" "$moving"
for wrong in 0 -1 many 1001; do
	status "--runs $wrong is bad usage" 2 set_of "$wrong" "$work/wrong" "$moving"
done

# What the runs come to together is what the worst of them came to.
status 'a run that FAILs decides' 1 set_of 2 "$work/fail" selftest/points/wrong_data "$moving"
check 'and the runs behind it are made' test "$(files "$work/fail")" = 2
status 'nothing that ran is status 4' 4 set_of 2 "$work/skip" selftest/points/skipping

# A run that cannot be made ends the set.
status 'a pattern that means nothing ends it' 2 set_of 2 "$work/no" no/such
says 'it says which run' "$work/err" "'no/such'" 'run 1 of 2 could not be made'
check 'and leaves no folder' test ! -e "$work/no"
status 'a place that is not granted ends it' 2 set_of 2 "$work/place" --place core:9999 "$moving"
says 'it says which run, and why' "$work/err" '--place cannot be granted' 'run 1 of 2 could not be made'

# interrupt SIGNAL DIR: in the second of three runs
interrupt() {
	"$selftest" run --accept-hazards --rounds 60 --runs 3 -o "$2" "$moving" 2>"$work/err" &
	pid=$!
	while ! grep -q '"sample"' "$2/run-002.jsonl" 2>/dev/null; do
		kill -0 $pid || return 1
		sleep 0.05
	done
	kill "-$1" $pid
	wait $pid
	got=$?
}
for signal in TERM HUP; do
	interrupt "$signal" "$work/$signal"
	check "SIG$signal ends the set as it ends a run" test "$got" = 130
	check 'the run before it is whole' test "$(jq -c 'select(.type == "end") | .interrupted' "$work/$signal/run-001.jsonl")" = null
	check 'the run at hand is ended' test "$(jq -r 'select(.type == "end") | .interrupted' "$work/$signal/run-002.jsonl")" = "SIG$signal"
	check 'no further run is started' test "$(files "$work/$signal")" = 2
	says 'it says how far it came' "$work/err" 'interrupted after 2 of 3 runs'
done
done_
