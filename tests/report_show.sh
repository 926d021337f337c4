#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# pagemark show: formats, statuses, and files that are damaged, foreign, newer or unfinished.
set -u
. tests/lib.sh

python3 tests/data/fabricate.py >"$work/good"
sed '$d' "$work/good" >"$work/no_end"
head -c 60000 "$work/good" >"$work/cut"
sed 's/"schema":1/"schema":2/' "$work/good" >"$work/newer"
sed '5s/"value":[0-9.e-]*/"value":NaN/' "$work/good" >"$work/nan"
{ cat "$work/no_end"; grep -m1 '"type":"bench"' "$work/good"; } >"$work/twice"
{ cat "$work/no_end"; echo '{"type":"weather","target":"host"}'; tail -n1 "$work/good"; } >"$work/unknown"
{ cat "$work/good"; echo '{"type":"end"}'; } >"$work/after_end"
sed 's/"samples":\[[0-9.]*,/"samples":[-5,/' "$work/good" >"$work/negative"
sed '7s/.*/{"type":"sam/' "$work/good" >"$work/torn"
printf 'root:x:0:0:root:/root:/bin/bash\n' >"$work/foreign"
printf '{"name":"something else"}\n' >"$work/other_json"
: >"$work/empty"
python3 -c "print('[' * 300000)" >"$work/deep"
python3 -c "
import json, sys
print(open(sys.argv[1]).readline(), end='')
print(json.dumps({'type': 'claim', 'target': 'host', 'name': 'a/b/\x1b[2J', 'claim': '\x1b]0;x\x07', 'source': 's',
                  'status': 'PASS'}))" "$work/good" >"$work/escapes"

status "a record with a BROKEN point is status 2" 2 "$pagemark" show "$work/good"
says "people get circumstances, tables, verdicts and claims" "$work/out" "exact costs in instructions" \
	"governor, moderate" "access/file_read" "RLIMIT_MEMLOCK is 64 KiB; remedy: ulimit -l unlimited" \
	"FAIL   access/claims/load_beyond_eof"
sed -n 2,3p "$work/out" >"$work/second"
says "and first what is FAIL, then what is BROKEN" "$work/second" \
	"FAIL access/claims/load_beyond_eof [host]: a load beyond end of file raises SIGBUS (mmap(2), SIGBUS): expected SIGBUS, found none" \
	"BROKEN access/file_read/broken_one/size:64 [host]: the contender's process ended with SIGSEGV"
status "a FAIL alone is status 1" 1 "$pagemark" show "$work/good" 'access/claims/*'
status "only PASS is status 0" 0 "$pagemark" show "$work/good" 'kmap/page/kmap/*'
# A pattern means the same as for list and run: a folder of names is all that lies below it.
for pattern in kmap/page kmap/page/ 'kmap/pag?' kmap; do
	status "show $pattern finds what lies below it" 0 "$pagemark" show "$work/good" "$pattern"
	status "so does export" 0 "$pagemark" export --to csv "$work/good" "$pattern"
done
status "no match is status 4" 4 "$pagemark" show "$work/good" 'no/such/*'
says "no match says how to list" "$work/err" "show --format csv"
status "no file is bad usage" 2 "$pagemark" show
status "a wrong format is bad usage" 2 "$pagemark" show --format xml "$work/good"
says "a wrong format names the right ones" "$work/err" "pretty, csv, json or mail" "xml"
status "a file that is not there is status 2" 2 "$pagemark" show "$work/none"
says "a file that is not there is named" "$work/err" "$work/none" "No such file"

status "for a mail" 2 "$pagemark" show --format mail "$work/good"
says "it has what is wrong, the figures and their precision" "$work/out" "FAIL access/claims/load_beyond_eof" "  access/file_read" \
	" +-" "exact instructions" " PASS, "
check "in 72 columns, but for names" test -z "$(awk 'length > 72 && NF > 3' "$work/out")"
check "and nothing of what was not measured" sh -c "! grep -q 'SKIP:' '$work/out'"
"$pagemark" show --format csv "$work/good" >"$work/csv" 2>/dev/null
check "csv has exactly its columns" test "$(head -n1 "$work/csv")" = "name,params,unit,n,median,lo,hi,status"
check "every row of csv has eight fields" python3 -c "
import csv, sys
rows = list(csv.reader(open(sys.argv[1], newline='')))
sys.exit(any(len(row) != 8 for row in rows) or len(rows) != 113)" "$work/csv"
says "a guest's point is name@target in csv" "$work/csv" "kmap/page/kmap/memory:high@i386-pae-6.1,memory=high,insn,6,"
check "a skipped point has no number in csv" \
	grep -q 'pin/first_touch/mlock_onfault/size:4096,size=4096,ns,0,,,,SKIP' "$work/csv"
check "json agrees with csv on every median" python3 -c "
import csv, json, subprocess, sys
text = subprocess.run([sys.argv[1], 'show', '--format', 'json', sys.argv[2]], stdout=subprocess.PIPE).stdout
points = {p['name'] + ('' if p['target'] == 'host' else '@' + p['target']): p for p in json.loads(text)['points']}
rows = list(csv.DictReader(open(sys.argv[3], newline='')))
sys.exit(len(rows) != len(points) or any(r['median'] and
         abs(float(r['median']) / points[r['name']]['median'] - 1) > 1e-9 for r in rows))" \
	"$pagemark" "$work/good" "$work/csv"
check "the median is that of the samples" python3 -c "
import csv, json, statistics, sys
raw = {l['name']: l for l in map(json.loads, open(sys.argv[1])) if l['type'] == 'bench' and l['target'] == 'host'}
rows = [r for r in csv.DictReader(open(sys.argv[2], newline='')) if '@' not in r['name'] and r['median']]
sys.exit(not rows or any(abs(float(r['median']) / statistics.median(raw[r['name']]['samples']) - 1) > 1e-9
                         for r in rows))" "$work/good" "$work/csv"

status "a run without its end is readable" 2 "$pagemark" show "$work/no_end"
says "a run without its end says so at the top" "$work/out" "INCOMPLETE RUN: it has no end line"
status "a truncated file is readable" 2 "$pagemark" show "$work/cut"
says "a truncated file says which line is cut off" "$work/out" "INCOMPLETE RUN: its last line (" "cut off" \
	"the run ended before this point was finished"
status "an unknown type of line is left out" 2 "$pagemark" show "$work/unknown"
says "an unknown type of line is told" "$work/err" "1 lines of a type unknown"
status "a cost below 0 breaks its point" 2 "$pagemark" show "$work/negative" 'kmap/page/kmap/*'
says "a cost below 0 is told" "$work/out" "not above 0"
status "escape sequences in a file do not reach the terminal" 0 "$pagemark" show "$work/escapes"
check "escape sequences become question marks" sh -c "! grep -q '$(printf '\033')' '$work/out'"

refused() {
	status "$1 is refused" 2 "$pagemark" show "$work/$2"
	shift 2
	says "and the message tells where and why" "$work/err" "$@"
	check "and nothing is shown" test ! -s "$work/out"
}
refused "a newer schema" newer "newer:1: schema 2 is newer" "pagemark 0.1.0"
refused "NaN" nan "nan:5: damaged" "NaN"
refused "a name given twice" twice "twice:749: expected each name once" "line 634"
refused "a line after the end" after_end "after_end:750: expected nothing after the end line"
refused "a torn line in the middle" torn "torn:7: damaged"
refused "a foreign file" foreign "foreign:1: expected a record of pagemark run" "no JSON"
refused "JSON that is no record" other_json "other_json:1: expected a record of pagemark run"
refused "an empty file" empty "found an empty file"
refused "JSON nested without end" deep "deep:1:"
refused "a folder without records" . "expected a folder with records"

# A folder of records is a set of runs: the run is the unit. Three runs, of which the second is a tenth slower and the third a fifth.
mkdir "$work/set"
for run in 1 2 3; do
	# shellcheck disable=SC2046 # two words or none
	python3 tests/data/vary.py "$work/good" "id=RUN-$run" "run=started:\"2026-01-0${run}T00:00:00Z\"" "run=set:{\"run\":$run,\"of\":3}" \
		"slow=*:1.$((run - 1))" $([ "$run" != 3 ] || echo 'status=kmap/page/kmap/*:SKIP run=kernel.release:"7.0"') \
		>"$work/set/run-00$((4 - run)).jsonl"
	echo 'a guest said this' >"$work/set/run-00$run.x86_64-6.1.console"
done
row() {
	"$pagemark" show --format csv "$1" 2>/dev/null | grep -F "$2,"
}
point=access/file_read/pread/size:64
median() {
	row "$1" $point | cut -d, -f5
}
status "a folder is shown" 2 "$pagemark" show "$work/set"
says "with how many runs, from which to which" "$work/out" "3 runs, RUN-1 to RUN-3, each verdict the worst of them: " \
	"interval between runs" "runs"
says "and how little so few show" "$work/out" "3 runs: intervals cover the median in 75 % only; 6 runs: in 96.9 %"
says "and what is not the same in all" "$work/out" "kernel: 6.1.0-0-fabricated in run 1, in run 3 7.0"
check "n is the number of runs, the interval lies between runs" test "$(row "$work/set" $point)" = \
	"$point,size=64,ns,3,$(median "$work/set/run-002.jsonl"),$(median "$work/set/run-003.jsonl"),$(median "$work/set/run-001.jsonl"),PASS"
check "a verdict is the worst of the runs" test "$(row "$work/set" kmap/page/kmap/memory:low@x86_64-6.1 | cut -d, -f8)" = SKIP
says "and says in how many" "$work/out" "SKIP: in 1 of 3 runs: fabricated SKIP"
"$pagemark" show --format json "$work/set" >"$work/json" 2>/dev/null
check "json lists the runs in the order of their starts" test "$(jq -c .runs "$work/json")" = '["RUN-1","RUN-2","RUN-3"]'
check "and has the same medians" test "$(jq --arg name $point '.points[] | select(.name == $name) | .n' "$work/json")" = 3
python3 tests/data/vary.py "$work/good" 'bench=kmap/page/kmap/*|overhead|{"by":"module","samples":[11.002]}' >"$work/loop"
"$pagemark" show "$work/loop" 'kmap/page/kmap/*' >"$work/pretty" 2>/dev/null
says "what of a short operation is its loop stands with it" "$work/pretty" "15 insn" "of which loop 11 insn"
"$pagemark" show --format json "$work/loop" >"$work/json" 2>/dev/null
check "json has it" test "$(jq '[.points[] | select(.overhead) | .overhead] | unique[]' "$work/json")" = 11.002
mkdir "$work/alone"
cp "$work/good" "$work/alone/run.jsonl"
check "a folder with one run is that run" test "$(row "$work/alone" $point)" = "$(row "$work/good" $point)"
cp "$work/set/run-001.jsonl" "$work/set/copy.jsonl"
status "a run that is there twice is status 2" 2 "$pagemark" show "$work/set"
says "both files are named" "$work/err" "copy.jsonl" "run-001.jsonl" "found run RUN-3 in both"
mkdir "$work/nothing"
status "a folder without records is status 2" 2 "$pagemark" show "$work/nothing"
says "it is named, with what was expected" "$work/err" "$work/nothing: expected a folder with records (*.jsonl) in it"
done_
