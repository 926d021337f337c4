#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# pagemark aa: real runs, the rate and its interval, an interruption, and wrong usage.
set -u
. tests/lib.sh
selftest=$B/pagemark-selftest

# aa ARGUMENT...: the machine of a test may be as busy as it likes
# shellcheck disable=SC2317 # status() calls it
aa() {
	"$selftest" aa --accept-hazards "$@"
}
status "what moves from run to run raises false alarms" 1 aa -k 6 -o "$work/moves" --rounds 5 --alpha 0.2 \
	'selftest/moving/by_run'
says "with the rate and its interval" "$work/out" "runs 1 and 2: " "runs 5 and 6: " "false: selftest/moving/by_run [host]" \
	"comparisons with a regression or an improvement: 3 of 3, 100 % (29.2 .. 100 %)" "records: $work/moves"
check "each run left its record" test "$(ls "$work/moves")" = "$(printf 'run-%03d.jsonl\n' 1 2 3 4 5 6)"
check "with the same options" test "$(jq -c 'select(.type == "run") | [.rounds, .seed]' "$work"/moves/* | sort -u)" = '[5,1]'
"$pagemark" compare --across --alpha 0.2 --format json "$work/moves/run-001.jsonl" "$work/moves/run-002.jsonl" >"$work/json"
check "compare says the same of two of them" test "$(jq '[.points[] | select(.answer == "regressed" or .answer == "improved") | .name] |
	index("selftest/moving/by_run") != null' "$work/json")" = true
status "runs are not overwritten" 2 aa -k 2 -o "$work/moves" 'selftest/moving/by_run'
says "and it says why" "$work/err" "exists already"
status "too few samples say nothing" 4 aa -k 2 -o "$work/few" --rounds 2 'selftest/moving/by_run'
says "and it says so" "$work/err" "too few samples"

"$selftest" aa --accept-hazards -k 4 -o "$work/cut" --rounds 500 'selftest/moving/by_run' >"$work/out" 2>"$work/err" &
series=$!
# Its first run has begun when its record holds a sample.
i=0
while [ $((i += 1)) -lt 200 ] && ! grep -q '"type":"sample"' "$work/cut/run-001.jsonl" 2>/dev/null; do sleep 0.05; done
kill -TERM "$series"
wait "$series"
check "an interrupted series is status 130" test $? -eq 130
says "and says how far it came" "$work/err" "interrupted after 0 pairs"
check "and what was measured is there and whole" sh -c "tail -n 1 '$work/cut/run-001.jsonl' | jq -e '.interrupted == \"SIGTERM\"' >/dev/null"

# usage WHAT TEXT ARGUMENT...: status 2
usage() {
	what=$1 text=$2
	shift 2
	status "$what is bad usage" 2 "$selftest" aa "$@"
	says "and says what was expected" "$work/err" "$text"
}
usage "no -k" "expected -k with the number of runs" 'selftest/moving'
usage "an odd number of runs" "an even number of runs, 2 to 1000, found 3" -k 3 'selftest/moving'
usage "no number" "found many" -kmany 'selftest/moving'
usage "a value that is missing" "a value behind an option, found --alpha" -k 2 'selftest/moving' --alpha
usage "a wrong option of run" "did not run" -k 2 -o "$work/wrong" --sideways 'selftest/moving'
usage "a pattern that means nothing" "nothing is named 'no/such'" -k 2 -o "$work/wrong" no/such
status "help is none" 0 "$selftest" aa --help
says "and on standard output" "$work/out" "usage: pagemark aa"
done_
