#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# pagemark compare on folders of records: the run is the unit, what a set can show, and what a set must agree in.
set -u
. tests/lib.sh

vary() {
	python3 tests/data/vary.py "$@"
}
python3 tests/data/fabricate.py 12 >"$work/record"

# make_set FOLDER RUNS SEED [OPTION...]: runs that differ by 1 %, and samples inside them by 0.2 %; one an hour
make_set() {
	folder=$work/$1 runs=$2 seed=$3
	shift 3
	mkdir -p "$folder"
	run=0
	while [ "$run" -lt "$runs" ]; do
		run=$((run + 1))
		vary "$work/record" id="$(basename "$folder")-$run" seed=$((seed + run)) noise=0.002 effect=0.01 \
			"run=started:\"2026-01-${day:-02}T0$run:00:00Z\"" "$@" >"$folder/$run.jsonl"
	done
}
slow='slow=access/file_read/pread/size:4096:1.07'
make_set base 8 100
make_set same 8 200
make_set slow 8 300 "$slow"
make_set four 4 400
make_set two 2 500 "$slow"
day=03 make_set later 8 600

# field FILTER: of the object that was printed
field() {
	jq -r "$1" "$work/out"
}
status "two sets of the same are status 0" 0 "$pagemark" compare "$work/base" "$work/same" 'access/*'
says "with what they can show in the first lines" "$work/out" "BASE $work/base: 8 runs base-1..base-8" \
	"time: 8 runs against 8, judged by exchanging whole runs, all points together" "  a change of " "can be seen at half of the 55 points, of "
check "and nothing of drift, for they overlap" sh -c "! grep -q 'alternate them' '$work/out'"
status "7 % more is found in them: status 1" 1 "$pagemark" compare "$work/base" "$work/slow" 'access/*'
says "and is the only one" "$work/out" "REGRESSED: 1 point" "access/file_read/pread/size:4096 [host]" "p 0.00016 over all points, runs=8 and 8"
status "one run of each cannot say so" 0 "$pagemark" compare "$work/base/1.jsonl" "$work/slow/1.jsonl" 'access/*'
status "but a run against eight can: they show how much runs differ" 1 "$pagemark" compare "$work/base" "$work/slow/1.jsonl" 'access/*'
says "and it says by what" "$work/out" "time: 8 runs against 1, judged by how much runs differ in these sets"
status "four runs a side are exchanged" 0 "$pagemark" compare --format json "$work/four" "$work/four" 'access/*'
check "and JSON says so" test "$(field '[.unit.by, .unit.runs_new, .points[0].runs_base, .points[0].n_base] | tostring')" = '["runs",4,4,48]'
status "json of sets" 1 "$pagemark" compare --format json "$work/base" "$work/slow" 'access/*'
check "holds to its schema" python3 tests/data/validate.py --schema report/compare/compare.schema.json "$work/out"
check "p that decides does not depend on the number of points: 2 / C(16, 8)" \
	test "$(field '.points[] | select(.answer == "regressed") | (.p_family - 2 / 12870 | fabs) < 1e-12 and .p_holm > 55 * .p_family - 1e-9')" = true
check "markdown says what it judges by" sh -c "'$pagemark' compare --format markdown '$work/base' '$work/same' 'access/*' | grep -q '^time: 8 runs against 8'"
status "runs of one side that were all made later" 0 "$pagemark" compare "$work/base" "$work/later" 'access/*'
says "let drift count, which is said" "$work/out" "drift of the machine counts as change: alternate them"
status "two runs a side are too few to exchange" 0 "$pagemark" compare "$work/two" "$work/same/1.jsonl" 'access/*'
says "and are judged as one is" "$work/out" "time: 2 runs against 1; how much runs differ on this machine is not known"

status "contenders of a set pair by run" 0 "$pagemark" compare --paired "$work/base" access/file_read/pread access/file_read/map \
	'access/file_read/*/size:64'
says "and it says so" "$work/out" "contenders, by run: " "n=8 and 8" "1 point: "

vary "$work/record" 'slow=access/file_read/map/size:64:0.1' >"$work/tiny"
"$pagemark" compare --paired "$work/tiny" access/file_read/pread access/file_read/map 'access/file_read/*/size:64' >"$work/out"
check "a ratio far from 1 has its digits too" grep -q '  0\.00[0-9][0-9][0-9]x (' "$work/out"

make_set fails 3 700
vary "$work/record" id=fails-4 'status=access/file_read/pread/size:64:FAIL' >"$work/fails/4.jsonl"
status "what FAILs in one run of NEW fails" 1 "$pagemark" compare "$work/base" "$work/fails" 'access/*'
says "and it says in how many" "$work/out" "access/file_read/pread/size:64 [host]" "in 1 of 4 runs: fabricated FAIL"
make_set lacks 3 800
vary "$work/record" id=lacks-4 'drop=access/file_read/pread/size:64' >"$work/lacks/4.jsonl"
status "what one run of NEW lacks is lost coverage" 1 "$pagemark" compare "$work/base" "$work/lacks" 'access/*'
says "and it says in how many" "$work/out" "in 1 of 4 runs: not in the record"

make_set doubt 4 1000
vary "$work/doubt/1.jsonl" 'untrusted=its A/A pair differs' >"$work/other" && mv "$work/other" "$work/doubt/1.jsonl"
status "one run of four that is untrusted is a run of bad luck" 0 "$pagemark" compare "$work/base" "$work/doubt" 'access/*'
says "and named" "$work/err" "doubt/1.jsonl: the run is untrusted: its A/A pair differs"
says "whose set is not called so" "$work/out" "NEW, untrusted in 1 of 4 runs: its A/A pair differs; the other runs show what that is worth"
status "nor is it where it is shown" 0 "$pagemark" show --target host "$work/doubt" 'access/file_read/pread/*'
says "but its run is" "$work/out" "SET OF RUNS, untrusted in 1 of 4 runs: its A/A pair differs"
vary "$work/doubt/2.jsonl" 'untrusted=its A/A pair differs' >"$work/other" && mv "$work/other" "$work/doubt/2.jsonl"
status "two of four are half: status 4" 4 "$pagemark" compare "$work/base" "$work/doubt" 'access/*'
says "and the set is untrusted" "$work/out" "UNTRUSTED NEW: in 2 of 4 runs: its A/A pair differs. What follows may be as wrong"
status "markdown tells sets from runs" 1 "$pagemark" compare --format markdown "$work/base" "$work/slow" 'access/*'
says "by how many they are" "$work/out" "Base: 8 runs, base-1..base-8." "New: 8 runs, slow-1..slow-8."

make_set mixed 2 900
vary "$work/record" id=mixed-3 'run=machine.cpu:"other CPU"' >"$work/mixed/3.jsonl"
status "runs of a set that are of two machines are refused" 2 "$pagemark" compare "$work/base" "$work/mixed"
says "with the fact" "$work/err" "mixed/3.jsonl" "under the same circumstances: processor: FABRICATED <&> CPU -> other CPU"
status "or taken across" 0 "$pagemark" compare --across "$work/base" "$work/mixed"
mkdir "$work/none"
status "a folder without records is refused" 2 "$pagemark" compare "$work/base" "$work/none"
says "by its name" "$work/err" "$work/none"
done_
