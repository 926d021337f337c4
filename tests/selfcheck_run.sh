#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The A/A pair: part of every run that measures, and what becomes of a run whose pair differs.
. tests/lib.sh
selftest=$B/pagemark-selftest

names() {
	jq -r 'select(.type == "bench") | .name' "$1" | sort | tr '\n' ' '
}

status 'one point is run' 0 "$selftest" run --accept-hazards --rounds 2 -o "$work/run" selftest/points/steady/turn:1
check 'the A/A pair comes with it' test "$(names "$work/run")" = \
	'selfcheck/loop/a selfcheck/loop/b selftest/points/steady/turn:1 '
check 'and is measured and verified' test "$(jq -r 'select(.type == "bench" and (.name | startswith("selfcheck"))) |
	"\(.status) \(.verified) \(.samples | length)"' "$work/run" | sort -u)" = 'PASS true 2'
check 'two rounds are too few to distrust the run' test "$(jq -r 'select(.type == "end") | .untrusted' "$work/run")" = null
check 'the record fits its schema' python3 tests/data/validate.py "$work/run"
check 'beside short operations there is the loop round nothing, for each sample' test "$(jq -r \
	'select(.name == "selfcheck/loop/a" and .type == "bench") | "\(.overhead.by) \(.overhead.samples | length)"' "$work/run")" = 'loop 2'
status 'asked for by name, it is a point like any other' 0 "$pagemark" run --accept-hazards --rounds 1 -o "$work/self" 'selfcheck/*'
check 'and there once' test "$(names "$work/self")" = 'selfcheck/loop/a selfcheck/loop/b '
status 'claims alone need none' 0 "$pagemark" run --target host -o "$work/claims" access/claims/load_beyond_eof
check 'and get none' test "$(names "$work/claims")" = ''

# The pair is how a run checks itself: in a place of its own, and no answer, no point that is compared, no series that is tested.
status 'the run is reported' 0 "$selftest" report -o "$work/own" "$work/run"
says 'the end of the text tells the pair' "$work/out" 'self-check on host: two identical contenders: ratio ' ', 2 rounds'
says 'and the summary, before all answers' "$work/own/summary.md" 'Self-check on host: two identical contenders: ratio '
says 'and the page, among the circumstances' "$work/own/report.html" '<th>self-check</th><td>two identical contenders: ratio '
check 'none of them takes it for a comparison' test "$(cat "$work/out" "$work/own/summary.md" "$work/own/report.html" | grep -c 'selfcheck/loop')" = 0
status 'the run is compared' 4 "$selftest" compare --format json -o "$work/compared" "$work/run" "$work/run"
check 'over the one point that was asked for' test "$(jq -c '[.points[].name]' "$work/compared")" = '["selftest/points/steady/turn:1"]'
check 'and nothing is said of the pair' test "$(grep -c selfcheck/loop "$work/compared")" = 0
jq -c 'if .type == "bench" and .name == "selfcheck/loop/b" then .status = "BROKEN" | .reason = "made up" | .verified = false else . end' \
	"$work/run" >"$work/half"
status 'a half that broke is told all the same' 2 "$selftest" compare "$work/run" "$work/half"
says 'by name' "$work/out" 'selfcheck/loop/b [host]: PASS in BASE, BROKEN in NEW: made up'
status 'the run is added to a history' 0 "$selftest" history add --db "$work/db" "$work/run"
"$selftest" history track --db "$work/db" --format json >"$work/track" 2>"$work/err"
check 'the history holds the pair' sh -c "'$selftest' history list --db '$work/db' 'selfcheck/*' | grep -q 'selfcheck/loop/a'"
check 'and does not look for changes in it' test "$(jq -c '[.series[].name]' "$work/track")" = '["selftest/points/steady/turn:1"]'

# Repetitions share a process, its pages and its addresses; they are one sample.
status 'four rounds of one point' 0 "$selftest" run --accept-hazards --rounds 4 -o "$work/fresh" selftest/process/number
check 'flaw_07: a sample is a process of its own, and many repetitions in it are one sample' test "$(jq -r \
	'select(.name == "selftest/process/number" and .type == "bench") | .counters.process.samples as $p |
	"\(.samples | length) \(.reps > 1) \($p | unique | length) \($p | all(. == floor))"' "$work/fresh")" = '4 true 4 true'

# Contenders that get slower: in their process, and over the rounds of a file made up.
moving='selftest/drifting/slower'
status 'a contender that slows down is measured' 0 "$selftest" run --accept-hazards --rounds 2 -o "$work/drift" "$moving"
check 'and said never to have settled' test "$(jq -r --arg name "$moving" 'select(.type == "bench" and .name == $name) |
	"\(.status) \(.steady)"' "$work/drift")" = 'PASS false'
check 'its record fits the schema' python3 tests/data/validate.py "$work/drift"
"$pagemark" show "$work/drift" "$moving" >"$work/out"
says 'show says it' "$work/out" 'never settled'
"$pagemark" report -o "$work/d" "$work/drift" >"$work/out" 2>&1
says 'the report says it, in the table and by name' "$work/d/report.html" '<small class="bad">never settled</small>' \
	"<th>never settled</th><td>" "$moving"
check 'what was not said to drift is shown without a word of it' sh -c \
	"'$pagemark' show '$work/run' 'selftest/*' | grep -c settled | grep -qx 0"

# A contender whose first round costs more than all others, which are alike: the interval is wide until the ninth
# sample, the first that leaves one out at either end.
rounds_of() {
	jq -r --arg name "$moving" 'select(.type == "bench" and .name == $name) | .samples | length' "$1"
}
status 'rounds are added until the precision is reached' 0 "$selftest" run --accept-hazards --rounds 6 --precision 1% \
	--max-rounds 20 -o "$work/enough" "$moving"
check 'and no more' test "$(rounds_of "$work/enough")" = 9
says 'the end says that it was reached' "$work/err" 'precision +-1 %: 1 of 1 points reached it'
check 'the record says what was asked for' test "$(jq -c 'select(.type == "run") | .precision' "$work/enough")" = \
	'{"goal":0.01,"max_rounds":20}'
check 'and fits its schema' python3 tests/data/validate.py "$work/enough"
check 'the A/A pair had as many rounds' test "$(jq -r 'select(.name == "selfcheck/loop/a" and .type == "bench") | .samples | length' \
	"$work/enough")" = 9
status 'a precision that is not reached ends with the last round' 0 "$selftest" run --accept-hazards --rounds 6 \
	--precision 1% --max-rounds 7 -o "$work/short" "$moving"
check 'that it may take' test "$(rounds_of "$work/short")" = 7
says 'and the end says so, and which point' "$work/err" '0 of 1 points reached it' "$moving on host" '--max-rounds'
status 'without the option nothing is added' 0 "$selftest" run --accept-hazards --rounds 6 -o "$work/plain" "$moving"
check 'to the rounds' test "$(rounds_of "$work/plain")" = 6
says 'but the end tells the precision' "$work/err" 'precision +-2 % (instructions: +-0.1 %): 0 of 1 points reached it'
for wrong in 2 0% x; do
	status "--precision $wrong is bad usage" 2 "$pagemark" run --precision "$wrong" -o "$work/no" access
	says 'with what it takes' "$work/err" "such as 2%, found $wrong"
done
status '--max-rounds without a precision is bad usage' 2 "$pagemark" run --max-rounds 20 -o "$work/no" access
status 'and so is one below the rounds' 2 "$pagemark" run --precision 1% --max-rounds 3 -o "$work/no" access
says 'with both numbers' "$work/err" '--max-rounds 3 is below the 12 rounds'

# A pair that differs, made up: what the run said of itself reaches every reader.
why='host: two identical contenders differ by 5.00 %'
python3 tests/data/fabricate.py >"$work/good"
jq -c --arg why "$why" 'if .type == "end" then .untrusted = $why else . end' "$work/good" >"$work/doubtful"
check 'an untrusted record fits its schema' python3 tests/data/validate.py "$work/doubtful"
status 'it can be shown' 0 "$pagemark" show "$work/doubtful" 'kmap/page/kmap/*'
says 'with the reason at the top' "$work/out" "UNTRUSTED RUN: $why"
says 'and on stderr' "$work/err" "untrusted: $why"
"$pagemark" show --format json "$work/doubtful" >"$work/json" 2>/dev/null
check 'json has it' test "$(jq -r .untrusted "$work/json")" = "$why"
status 'it can be reported' 0 "$pagemark" report -o "$work/o" "$work/doubtful"
says 'with a banner' "$work/o/report.html" 'Do not trust this run.' "$why"
says 'on the terminal' "$work/out" 'UNTRUSTED: host: two identical'
says 'and in the summary' "$work/o/summary.md" '**untrusted**'
status 'a record from before the pair is no worse for it' 0 "$pagemark" show "$work/good" 'kmap/page/kmap/*'
check 'and nobody calls it untrusted' sh -c "! grep -qi untrusted '$work/out' '$work/err'"
done_
