#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# pagemark run --time-budget: rounds are dropped and points never, and the record and the last lines say so.
set -u
. tests/lib.sh
selftest=$B/pagemark-selftest
steady=selftest/points/steady

# holds EXPRESSION: true of the lines of the record
# shellcheck disable=SC2317 # check() calls it
holds() {
	jq -es "$1" "$work/run.jsonl" >/dev/null
}

status "a run with a budget" 0 "$selftest" run --rounds 5000 --min-time 1ms --time-budget 2s -o "$work/run.jsonl" $steady
says "says how many rounds it dropped" "$work/err" " of 5000 rounds on host"
check "as the record does" holds '.[0].time_budget_s == 2 and (.[-1].dropped_rounds[0] | .target == "host" and .of == 5000 and .taken < 5000)'
# shellcheck disable=SC2016 # of jq
check "every point has as many samples" holds '.[-1].dropped_rounds[0].taken as $n | [.[] | select(.type == "bench")] |
	length > 2 and all(.samples | length == $n)'
check "the record fits the schema" python3 tests/data/validate.py "$work/run.jsonl"
rm "$work/run.jsonl"

# A first sample, of ten batches of 100 ms and what finds their length, takes longer than the budget.
status "a budget below one round of everything" 0 "$selftest" run --rounds 9 --min-time 100ms --time-budget 1s -o "$work/run.jsonl" $steady
says "says so, and what to give it" "$work/err" "1 s are too few for one round of everything, which took" \
	"1 of 9 rounds on host; in fewer than 5 no difference in time is clear"
check "no point is without a sample" holds '[.[] | select(.type == "bench")] | length > 2 and all(.samples | length == 1)'
# What was measured before in that folder says it beforehand, and how long a run will take
mv "$work/run.jsonl" "$work/before.jsonl"
status "the next one" 0 "$selftest" run --rounds 9 --min-time 100ms --time-budget 1s -o "$work/run.jsonl" $steady
says "says it before it measures" "$work/err" "time budget: one round of everything took "  " s before, and these are 1 s: one round is taken"
# In seconds: a batch has 100 ms by what was seen beforehand, which on a busy machine is more than it takes afterwards
# shellcheck disable=SC2016 # of jq
check "each point says how long its samples took" holds '[.[] | select(.type == "bench") | .seconds] as $each |
	($each | length == 5 and all(. > 0.2 and . < 100)) and .[-1].spent.host >= ($each | add)'
rm "$work/run.jsonl"
TERM=xterm script -qec "$selftest run --rounds 2 --min-time 100ms -o $work/run.jsonl $steady" /dev/null </dev/null >"$work/terminal" 2>&1
tr '\r' '\n' <"$work/terminal" | grep -m 1 'samples' >"$work/first"
check "the first line of progress says how long it takes" grep -q 'host: 1 of 10 samples, about [1-9][0-9]* s left: ' "$work/first"
jq -c 'if .type == "run" then .host.machine = "elsewhere" else . end' "$work/before.jsonl" >"$work/elsewhere"
rm "$work/run.jsonl" "$work/before.jsonl"
mv "$work/elsewhere" "$work/before.jsonl"
status "a record of another machine" 0 "$selftest" run --rounds 2 --min-time 1ms --time-budget 1s -o "$work/run.jsonl" $steady
check "says nothing of this one" sh -c "! grep -q 'one round of everything took' '$work/err'"
rm "$work/run.jsonl"

status "a run that fits" 0 "$selftest" run --rounds 1 --min-time 1ms --time-budget 1h -o "$work/run.jsonl" $steady
check "drops nothing" holds '.[0].time_budget_s == 3600 and .[-1].dropped_rounds == []'
check "and has nothing to say" sh -c "! grep -q 'time budget' '$work/err'"
for wrong in 0 5x -1m 2d m; do
	status "--time-budget $wrong is bad usage" 2 "$selftest" run --time-budget=$wrong $steady
done
says "which says what it takes" "$work/err" "--time-budget takes a second to a day, as 90s, 5m or 1h, not 'm'"
done_
