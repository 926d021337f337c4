#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# run --resume FILE: a run that was killed, interrupted or out of disk goes on; what it has finished is not measured again.
set -u
. tests/lib.sh
selftest=$B/pagemark-selftest

# holds FILE EXPRESSION: true of the lines of a record
# shellcheck disable=SC2317 # check() calls it
holds() {
	jq -es "$2" "$1" >/dev/null
}

# lines FILE TYPE: its lines of that type
lines() {
	jq -c "select(.type == \"$2\")" "$1"
}

# same WHAT FILE FILE TYPE: both have the same lines of that type
same() {
	lines "$2" "$4" >"$work/one"
	lines "$3" "$4" >"$work/other"
	check "$1" cmp "$work/one" "$work/other"
}

status "a run" 0 "$selftest" run -q --accept-hazards --rounds 3 --min-time 1ms --seed 7 -o "$work/whole.jsonl" --target host \
	selftest/points/steady selftest/claims/pass selftest/claims/skip*
status "that is complete" 4 "$selftest" run --resume "$work/whole.jsonl"
says "has nothing left" "$work/err" "it is complete, nothing is left to do; 'pagemark run --like $work/whole.jsonl'"

# Killed in the middle of a line, two rounds done: claims are kept, and every point is measured again
last=$(grep -n '"type":"sample".*"round":1' "$work/whole.jsonl" | tail -n 1 | cut -d : -f 1)
{
	head -n "$last" "$work/whole.jsonl"
	sed -n "$((last + 1))p" "$work/whole.jsonl" | head -c 40
} >"$work/torn.jsonl"
head -n "$last" "$work/whole.jsonl" >"$work/torn-whole.jsonl"
cp "$work/torn.jsonl" "$work/kept"
status "one that was killed" 0 "$selftest" run --resume "$work/torn.jsonl"
says "says what it has" "$work/err" "from $work/torn.jsonl [host]: 3 of 8 points and claims; the rest is measured now"
check "the file stays as it is" cmp "$work/torn.jsonl" "$work/kept"
new=$work/torn-resumed.jsonl
check "a new one beside it fits the schema" python3 tests/data/validate.py "$new"
same "has its claims" "$work/whole.jsonl" "$new" claim
check "all samples are new" holds "$new" '[.[] | select(.type == "sample")] | length == 15'
check "points, seed, rounds and batches are the first run's" holds "$new" '(.[0] | .seed == 7 and .rounds == 3 and .clock.min_batch == 1000000) and
	([.[] | select(.type == "bench") | .samples | length == 3] | length == 5 and all)'
check "it says when it was resumed, and what it took over" holds "$new" \
	'.[0].resumed | (.at | length == 1) and .points == 0 and .claims == 3'
check "it is the same run" test "$(jq -r 'select(.type == "run").id' "$new")" = "$(jq -r 'select(.type == "run").id' "$work/whole.jsonl")"
check "and complete" holds "$new" '.[-1] | .type == "end" and .interrupted == null and .counts.PASS == 6'
status "a report reads it" 0 "$selftest" report -o "$work/page" "$new"
says "and says that it was resumed" "$work/page/report.html" "; resumed 20" "Z: 0 points and 3 claims are from before"
status "so does show" 0 "$selftest" show "$new"
says "which says it too" "$work/out" "Z: 0 points and 3 claims are from before"
status "a second time it is there already" 2 "$selftest" run --resume "$work/torn.jsonl"
says "which is told" "$work/err" "exists already and measured data is never overwritten"

# Killed behind its last point: nothing is measured, and the end is there
sed '$d' "$work/whole.jsonl" >"$work/endless.jsonl"
status "one that lacks its end alone" 0 "$selftest" run --resume "$work/endless.jsonl" -q -o "$work/ended.jsonl"
for type in claim bench sample; do
	same "has each $type of before" "$work/whole.jsonl" "$work/ended.jsonl" $type
done
check "and says so" holds "$work/ended.jsonl" '.[0].resumed | .points == 5 and .claims == 3'
check "with the same counts" test "$(jq -c 'select(.type == "end").counts' "$work/ended.jsonl")" = \
	"$(jq -c 'select(.type == "end").counts' "$work/whole.jsonl")"

# A point of fewer rounds is not finished, though it has its line, and so none is
jq -c 'if .type == "end" then .interrupted = "SIGINT" elif .type == "bench" and (.name | test("turn:2")) then
	.samples |= .[:2] | .rounds |= .[:2] else select(.type != "sample") end' "$work/whole.jsonl" >"$work/short.jsonl"
status "one that was interrupted in its last round" 0 "$selftest" run -q --resume "$work/short.jsonl"
check "measures all points anew" holds "$work/short-resumed.jsonl" '[.[] | select(.type == "sample")] | length == 15'

# The same in truth, and what is cut short twice
"$selftest" run -q --accept-hazards --rounds 40 --min-time 1ms -o "$work/first.jsonl" selftest/points/steady selftest/claims/pass 2>"$work/err" &
pid=$!
while ! grep -q '"sample"' "$work/first.jsonl" 2>/dev/null && kill -0 $pid 2>/dev/null; do
	sleep 0.05
done
kill -KILL $pid
wait $pid 2>/dev/null
"$selftest" run --resume "$work/first.jsonl" -o "$work/second.jsonl" >/dev/null 2>"$work/err" &
pid=$!
while ! grep -q '"sample"' "$work/second.jsonl" 2>/dev/null && kill -0 $pid 2>/dev/null; do
	sleep 0.05
done
kill -TERM $pid
wait $pid
says "an interrupted run says how to go on" "$work/err" "pagemark run --resume $work/second.jsonl"
status "what was cut short twice is resumed" 0 "$selftest" run -q --resume "$work/second.jsonl" -o "$work/third.jsonl"
check "and says both times" holds "$work/third.jsonl" '.[0].resumed | (.at | length == 2) and .claims == 1'
check "it fits the schema" python3 tests/data/validate.py "$work/second.jsonl" "$work/third.jsonl"

# Out of disk
sh -c "ulimit -f $(($(wc -c <"$work/torn-whole.jsonl") / 512 + 4)); exec '$selftest' run -q --accept-hazards --rounds 90 --min-time 100us -o '$work/full.jsonl' selftest/points/steady" \
	>/dev/null 2>"$work/err"
says "a full disk says how to go on" "$work/err" "pagemark run --resume $work/full.jsonl"
status "and it does" 0 "$selftest" run -q --resume "$work/full.jsonl"

# What is not the same is named, and nothing is measured
refused() {
	python3 tests/data/vary.py "$work/torn-whole.jsonl" "run=$1" >"$work/other.jsonl"
	status "a record of another $2" 2 "$selftest" run --resume "$work/other.jsonl"
	says "is refused, with what differs and what to do" "$work/err" "not as in $work/other.jsonl$3" "pagemark run --like $work/other.jsonl"
	check "nothing is measured" test ! -e "$work/other-resumed.jsonl"
}
refused 'kernel.release:"5.0.0-gone"' kernel " [host]: kernel: 5.0.0-gone -> $(uname -r)"
refused 'host.machine:"elsewhere"' machine ": machine: elsewhere -> "
refused 'tool.program:"0123"' program " [host]: program: 0123 -> "

for more in '--expect FILE' '--like FILE' '--runs 2' '--rounds 9' selftest/points; do
	# shellcheck disable=SC2086 # two words
	status "--resume with $more is bad usage" 2 "$selftest" run --resume "$work/torn.jsonl" $more
	says "which says what may stand there" "$work/err" "beside it stand -o and -q alone"
done
echo nonsense >"$work/nonsense.jsonl"
status "what is no record" 2 "$selftest" run --resume "$work/nonsense.jsonl"
says "is named" "$work/err" "pagemark run: --resume: $work/nonsense.jsonl:1: "
mkdir "$work/set"
jq -c 'if .type == "run" then .set = {run: 1, of: 2} else . end' "$work/torn-whole.jsonl" >"$work/set/run-001.jsonl"
status "a run of a set" 2 "$selftest" run --resume "$work/set/run-001.jsonl"
says "is refused, with what to do" "$work/err" "it is a run of a set (--runs), which is repeated whole"
status "so is the set" 2 "$selftest" run --resume "$work/set"

# Guests: the first was at work when the run was killed, the second had ended, and its lines waited beside the record
for guest in x86_64-6.1 i386-pae-6.1; do
	[ -e "$B/guest/$guest/initramfs.cpio" ] && continue
	skip "guests are resumed" "$guest is not built: run 'make guests'"
	done_
done
status "a run in two guests" 0 "$pagemark" run -q --rounds 2 --target x86_64-6.1 --target i386-pae-6.1 -o "$work/two.jsonl" \
	'kmap/page/*/zone:low*' kmap/claims
check "says in each line what was asked for" holds "$work/two.jsonl" \
	'[.[] | select(.type == "run") | .command | index("kmap/claims")] | length == 2 and all'
jq -c 'select(.target == "i386-pae-6.1")' "$work/two.jsonl" >"$work/cut.i386-pae-6.1.part"
claims=$(lines "$work/two.jsonl" claim | grep -c '"target":"x86_64-6.1"')
jq -c 'select(.target == "x86_64-6.1" and (.type == "run" or .type == "claim"))' "$work/two.jsonl" | head -n -1 >"$work/cut.jsonl"
status "that was killed" 0 "$pagemark" run --resume "$work/cut.jsonl"
says "keeps the guest that had ended" "$work/err" "[i386-pae-6.1]: " "nothing is left to do"
says "and claims of the other, but for one" "$work/err" "[x86_64-6.1]: $((claims - 1)) of "
check "the record is whole" python3 tests/data/validate.py "$work/cut-resumed.jsonl"
# In that boot other claims were checked before the points, which shows in the fifth digit
status "its points cost what they did" 0 "$pagemark" compare --allow-missing "$work/two.jsonl" "$work/cut-resumed.jsonl"
for file in two cut-resumed; do
	lines "$work/$file.jsonl" claim | jq -r '"\(.target) \(.name) \(.status)"' | sort >"$work/$file.claims"
done
check "and its claims hold as they did" cmp "$work/two.claims" "$work/cut-resumed.claims"
touch "$B/guest/x86_64-6.1/initramfs.cpio"
status "a guest that was made anew" 2 "$pagemark" run --resume "$work/cut.jsonl" -o "$work/never.jsonl"
says "is refused" "$work/err" "[x86_64-6.1]: guest: made before the run began -> made anew since"
done_
