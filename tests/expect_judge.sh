#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Expectations and waivers: learned from fabricated records, judged by compare, expect judge and export, and by a check of this machine.
set -u
. tests/lib.sh

vary() {
	python3 tests/data/vary.py "$@"
}
python3 tests/data/fabricate.py 12 >"$work/fabricated.jsonl"
vary "$work/fabricated.jsonl" 'status=access/claims/load_beyond_eof:PASS' >"$work/ref.jsonl"
vary "$work/ref.jsonl" id=LIKE noise=0.02 >"$work/like.jsonl"
vary "$work/ref.jsonl" id=SLOW 'slow=access/file_read/pread/*:2' 'slow=dma/cycle/coherent/size:64:1.1' >"$work/slow.jsonl"
vary "$work/ref.jsonl" id=FAILS 'status=pin/claims/mlock_resident:FAIL' >"$work/fails.jsonl"
vary "$work/ref.jsonl" id=LACKS 'status=pin/claims/mlock_resident:SKIP' 'drop=access/file_read/map/size:64' >"$work/lacks.jsonl"
vary "$work/ref.jsonl" id=OTHER 'run=kernel.release:"6.1.0-other"' >"$work/other.jsonl"
vary "$work/ref.jsonl" id=MACHINE 'run=machine.cpu:"other"' >"$work/machine.jsonl"

# Learning
status "one run is enough to learn from" 0 "$pagemark" expect learn -o "$work/expect" "$work/ref.jsonl"
says "the identity stands at the top, verdicts and figures with their clock follow" "$work/expect" \
	'platform host processor = FABRICATED <&> CPU' 'pin/claims/mlock_resident on host is PASS' \
	'access/file_read/pread/size:64 on host <= ' ' ns # ' 'dma/cycle/coherent/size:64 on x86_64-6.1 <= ' ' insn # '
status "an edited file is not overwritten" 2 "$pagemark" expect learn -o "$work/expect" "$work/ref.jsonl"
says "and that is said" "$work/err" "exists already, and people edit such files"
status "a FAIL is learned as a comment that asks for a waiver" 0 "$pagemark" expect learn "$work/fabricated.jsonl"
says "with its name and reason" "$work/out" '# FAIL here: access/claims/load_beyond_eof on host: expected SIGBUS' \
	'# waive access/claims/load_beyond_eof on host until YYYY-MM-DD link LINK because REASON'
status "runs of two machines are not one platform" 2 "$pagemark" expect learn "$work/ref.jsonl" "$work/machine.jsonl"
says "and which they are is said" "$work/err" "machine.jsonl: not measured under the circumstances of" "processor" "-> other"
head -n 40 "$work/ref.jsonl" >"$work/cut.jsonl"
status "half a run is no reference" 2 "$pagemark" expect learn "$work/cut.jsonl"
says "and that is said" "$work/err" "the run is incomplete"
status "several runs are learned together" 0 "$pagemark" expect learn "$work/ref.jsonl" "$work/like.jsonl"
says "and counted" "$work/out" "from 2 runs"
vary "$work/ref.jsonl" id=NOISY noise=1 >"$work/noisy.jsonl"
status "figures that say nothing are learned as comments" 0 "$pagemark" expect learn -o "$work/noise" "$work/noisy.jsonl"
says "which is said" "$work/err" "figures too uncertain for a limit" "learn from more runs"
says "with the figure" "$work/noise" "# too uncertain for a limit: access/file_read/" " on host: "
status "and what was learned can be read" 0 "$pagemark" expect judge "$work/noise" "$work/noisy.jsonl"
"$pagemark" export --to csv "$work/ref.jsonl" >"$work/no.jsonl"
status "what is no record is refused" 2 "$pagemark" expect learn "$work/no.jsonl"

# Judging
# shellcheck disable=SC2317 # status() calls it, as the other functions here
judge() {
	"$pagemark" expect judge "$@"
}
status "the run itself meets what was learned from it" 0 judge "$work/expect" "$work/ref.jsonl"
says "all of it" "$work/out" " 0 not met, 0 inconclusive, 0 not measured"
status "and so does one like it" 0 judge "$work/expect" "$work/like.jsonl"
status "a slower one does not" 1 judge "$work/expect" "$work/slow.jsonl"
says "and the measured value stands beside the expectation" "$work/out" \
	"not met: access/file_read/pread/size:64 [host]: measured " " expected <= " \
	"not met: dma/cycle/coherent/size:64 [x86_64-6.1]: measured 57.2 insn"
status "a PATTERN keeps the rest out" 0 judge "$work/expect" "$work/slow.jsonl" kmap
says "and says so" "$work/out" " left out: not asked for"
status "so does a target" 0 judge -t i386-pae-6.1 "$work/expect" "$work/slow.jsonl"
status "a claim that fails is not met" 1 judge "$work/expect" "$work/fails.jsonl"
says "with its reason" "$work/out" "not met: pin/claims/mlock_resident [host]: FAIL" "expected PASS"
status "lost coverage is not green" 1 judge "$work/expect" "$work/lacks.jsonl"
says "a claim that was SKIP, and a point that is not there" "$work/out" "not measured: pin/claims/mlock_resident [host]: SKIP" \
	"not measured: access/file_read/map/size:64 on host" " 2 not measured"
status "another kernel is told and is no failure" 0 judge "$work/expect" "$work/other.jsonl"
says "by name" "$work/out" "platform differs [host]: kernel: expected 6.1.0-0-fabricated, found 6.1.0-other"
echo 'nothing/here is PASS' >"$work/nothing"
status "expectations that mean nothing that was asked for are no green gate" 4 judge "$work/nothing" "$work/ref.jsonl" kmap

# Waivers
cp "$work/expect" "$work/waived"
echo 'waive pin/claims/mlock_resident on host until 2999-12-31 link https://bugs.example/7 because mlock() is off in this image' >>"$work/waived"
status "a waived FAIL stops nothing" 0 judge "$work/waived" "$work/fails.jsonl"
says "stays a FAIL and is counted apart" "$work/out" "waived: pin/claims/mlock_resident [host]: FAIL" \
	"waived until 2999-12-31: mlock() is off in this image <https://bugs.example/7>" "; 1 waived"
status "a waiver of what passes now" 0 judge "$work/waived" "$work/ref.jsonl"
says "is told" "$work/out" "waived, but it passes now: pin/claims/mlock_resident [host]; remove line "
sed 's/2999-12-31/2020-02-29/' "$work/waived" >"$work/expired"
status "a waiver that expired waives nothing" 1 judge "$work/expired" "$work/fails.jsonl"
says "and is told" "$work/out" "waiver expired on 2020-02-29: pin/claims/mlock_resident" "not met: pin/claims/mlock_resident"

# compare
compare() {
	"$pagemark" compare "$@"
}
status "compare without expectations stops at a new FAIL" 1 compare "$work/ref.jsonl" "$work/fails.jsonl"
status "with its waiver it does not" 0 compare --expect "$work/waived" "$work/ref.jsonl" "$work/fails.jsonl"
says "and tells it as waived" "$work/out" "FAIL, and waived"
status "nor does it say FAIL is fine where the waiver expired" 1 compare --expect "$work/expired" "$work/ref.jsonl" "$work/fails.jsonl"
status "a slow NEW that got no worse is still not as expected" 1 compare --expect "$work/expect" "$work/slow.jsonl" "$work/slow.jsonl"
says "and the status says why" "$work/err" "expectations: " " not met, 0 not measured"
compare --format json --expect "$work/waived" "$work/ref.jsonl" "$work/fails.jsonl" >"$work/compare.json" 2>"$work/err"
check "its JSON keeps to the schema" python3 tests/data/validate.py --schema report/compare/compare.schema.json "$work/compare.json"
status "two contenders are of one run, which has no NEW" 2 compare --paired --expect "$work/expect" "$work/ref.jsonl" \
	access/file_read/pread access/file_read/map

# Other programs
export_to() {
	"$pagemark" export --to "$@"
}
status "KTAP" 0 export_to ktap --expect "$work/waived" "$work/slow.jsonl"
says "has what was measured and what was expected" "$work/out" "file_read/pread/size:64: not met: measured " \
	"; expected <= " "not ok 1 file_read/pread/size:64"
status "and of a waived FAIL" 0 export_to ktap --expect "$work/waived" "$work/fails.jsonl" pin
says "that it was expected" "$work/out" "mlock_resident # XFAIL waive pin/claims/mlock_resident" "ok 1 host/pin"
status "TAP 13 has them" 0 export_to tap13 --expect "$work/waived" "$work/fails.jsonl" pin
says "as something to do" "$work/out" "# TODO waive pin/claims/mlock_resident" 'expected: "waived: FAIL'
status "JUnit has them" 0 export_to junit --expect "$work/waived" -o "$work/junit.xml" "$work/slow.jsonl"
check "as a failure with its figures" python3 - "$work/junit.xml" <<'EOP'
import sys, xml.etree.ElementTree as tree
case = [c for c in tree.parse(sys.argv[1]).iter("testcase") if c.get("name") == "file_read/pread/size:64"][0]
assert "expected <= " in case.find("failure").get("message"), tree.tostring(case)
assert "not met: measured" in case.find("system-out").text
EOP
export_to junit --expect "$work/waived" "$work/fails.jsonl" pin >"$work/junit.xml"
says "and a waived FAIL as skipped, with the waiver" "$work/junit.xml" 'failures="0"' 'skipped="6"' "FAIL, but waive pin/claims"
status "a format without a place for them" 2 export_to csv --expect "$work/expect" "$work/ref.jsonl"
says "is said" "$work/err" "expected --expect with ktap, tap13 or junit, found csv"

# Bad files
printf 'pin is\nkmap <= 4\n' >"$work/bad"
for command in "run -o $work/never.jsonl" check "compare $work/ref.jsonl $work/ref.jsonl" "export --to ktap $work/ref.jsonl"; do
	# shellcheck disable=SC2086 # words
	status "${command%% *} refuses a bad file before anything else" 2 "$pagemark" $command --expect "$work/bad"
	says "with file and lines" "$work/err" "$work/bad:1: expected PASS, SKIP or any behind 'is'" "$work/bad:2: expected behind the number"
done
check "and nothing was measured" test ! -e "$work/never.jsonl"
status "a record in its place is refused" 2 judge "$work/ref.jsonl" "$work/ref.jsonl"
says "as one" "$work/err" "not a record"
status "so is a folder" 2 judge "$work" "$work/ref.jsonl"
says "with how to make a file" "$work/err" "'pagemark expect learn -o FILE RUN' writes one"

# check and run, of this machine, with claims and points of which the verdict is known
selftest=$B/pagemark-selftest
cat >"$work/known" <<'EOF2'
selftest/claims/pass is PASS
selftest/claims/skip is SKIP
waive selftest/claims/fail until 2999-12-31 link https://bugs.example/8 because it fails always
selftest/points/steady <= 1 s
selftest/points/steady/turn:2 <= 100 x selftest/points/steady/turn:1
EOF2
status "check: a waived FAIL stops nothing" 0 "$selftest" check --format ktap --expect "$work/known" selftest/claims/pass \
	selftest/claims/skip selftest/claims/fail
says "and is XFAIL" "$work/out" "not ok 1 fail # XFAIL waive selftest/claims/fail" "pass: met: PASS; expected PASS"
says "figures are left out" "$work/err" "2 met, 0 not met, 0 inconclusive, 0 not measured; 1 waived; 2 left out"
status "without the file it does" 1 "$selftest" check selftest/claims/fail
echo 'selftest/claims/pass is SKIP' >"$work/wrong"
status "what is PASS where SKIP is expected is not met" 1 "$selftest" check --format ktap --expect "$work/wrong" selftest/claims/pass
says "and its KTAP says so" "$work/out" "not met: PASS; expected SKIP" "not ok 1 pass"
# One run in 32 that is so short distrusts itself by chance, and then met is 4.
# shellcheck disable=SC2317
measure() {
	"$selftest" run -q --rounds 6 --accept-hazards --min-time 50000 "$@"
	ended=$?
	[ "$ended" -ne 4 ] || ! grep -q '^UNTRUSTED RUN' "$work/err" || ended=0
	return "$ended"
}
status "run: figures are judged" 0 measure -o "$work/run.jsonl" --expect "$work/known" selftest/points/steady
# Beside other load a figure may be inconclusive.
check "within what was asked for" test "$(sed -n 's/^expectations .*: \(.*\) met, 0 not met, \(.*\) inconclusive, 0 not measured; 2 left out.*/\1 + \2/p' \
	"$work/err" | xargs expr)" -eq 4
check "and the record ends as the run did" sh -c "tail -n 1 '$work/run.jsonl' | grep -q '\"status\":[04]'"
echo 'selftest/points/steady <= 0.001 ns' >"$work/narrow"
status "too dear is not met" 1 measure -o "$work/dear.jsonl" --expect "$work/narrow" selftest/points/steady
says "and the value stands beside it" "$work/err" "not met: selftest/points/steady/turn:1 [host]: measured " "; expected <= 0.001 ns (line 1)"
check "and the record says so too" sh -c "tail -n 1 '$work/dear.jsonl' | grep -q '\"status\":1'"
status "a set is judged as one" 0 measure --runs 2 -o "$work/set" --expect "$work/known" selftest/points/steady
check "once" test "$(grep -c '^expectations ' "$work/err")" -eq 1
status "a record on standard output cannot be judged" 2 measure -o - --expect "$work/known" selftest/points/steady
says "and that is said first" "$work/err" "--expect judges the record: -o FILE, not -o -"
done_
