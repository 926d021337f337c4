#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# pagemark export --to FILE.jq: a user's own program gets the whole record, and what goes wrong in it is told.
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/lib.sh

python3 tests/data/fabricate.py 10 >"$work/plain.jsonl"
python3 tests/data/vary.py "$work/plain.jsonl" run=seed:9007199254740993 run=rounds:9007199254740991 >"$work/r.jsonl"

# exported WANTED PROGRAM [ARGUMENT...]: runs the program, whose text that is, as $work/p.jq
exported() {
	wanted=$1
	printf '%s\n' "$2" >"$work/p.jq"
	shift 2
	status "$(head -n 1 "$work/p.jq")" "$wanted" "$pagemark" export --to "$work/p.jq" "$@" "$work/r.jsonl"
}

exported 0 '.points[] | select(.status == "SKIP") | "\(.full_name): \(.reason)"'
check 'every string is a line' test "$(grep -c ': ' "$work/out")" = 6
exported 0 '{seed: .targets[0].seed, rounds: .targets[0].rounds, n: .points | length}'
check 'a number that a double does not hold is a text; other outputs are JSON' test "$(cat "$work/out")" = '{
 "seed": "9007199254740993",
 "rounds": 9007199254740991,
 "n": 112
}'

"$pagemark" export --to json "$work/r.jsonl" >"$work/json"
says 'the document has what formats need' "$work/json" '"full_name"' '"median_text": "187 ns"' '"ops_per_batch": 4096' \
	'"by_run"' '"each_run"' '"origin": "pagemark"' '"counters"' '"latency"' '"device"' '"seconds"'
for program in results/export/*.jq; do
	format=$(basename "$program" .jq)
	[ "$format" != common ] || continue
	"$pagemark" export --to "$format" "$work/r.jsonl" >"$work/built_in" 2>/dev/null
	"$pagemark" export --to "$program" "$work/r.jsonl" >"$work/file" 2>/dev/null
	check "$format: as a file it does the same" cmp "$work/built_in" "$work/file"
	jq -r --indent 1 -L results/export -f "$program" "$work/json" >"$work/jq" 2>/dev/null
	check "$format: as a program of jq, too" cmp "$work/built_in" "$work/jq"
	check "$format: it has a test" grep -q "\"$format\":" tests/data/export_check.py
done

# What goes wrong.
exported 2 '.points[0'
says 'it names the file, the line and what jq said' "$work/err" "export: $work/p.jq: " 'syntax error' 'line 1'
exported 2 '.points[0].name, error("no more")' -o "$work/new"
says 'it says what the program said' "$work/err" "$work/r.jsonl: $work/p.jq: no more"
check 'a part is no file' test ! -e "$work/new"
exported 2 '.points[0].name, error("no more")'
check 'nor anything else' test ! -s "$work/out"
exported 2 '.points[0].name, ("enough" | halt_error)'
says 'it says what ended it' "$work/err" 'p.jq: enough'
check 'and writes nothing' test ! -s "$work/out"
exported 2 '.points.name'
exported 2 'input'
exported 4 'empty' -o "$work/new"
says 'nothing is explained' "$work/err" 'found nothing'
check 'and is no file' test ! -e "$work/new"
exported 0 '("a\u001b[2J" | debug | empty), "b"'
says 'a note goes to standard error, without control characters' "$work/err" "$work/r.jsonl: $work/p.jq: a?[2J"
check 'and not into the output' test "$(cat "$work/out")" = b
status 'no such program' 2 "$pagemark" export --to "$work/none.jq" "$work/r.jsonl"
says 'it is named' "$work/err" "none.jq: No such file"
status 'no such format' 2 "$pagemark" export --to nonsense "$work/r.jsonl"
says 'the formats are listed' "$work/err" 'found nonsense' 'Bencher Metric Format' 'tap13' 'FILE.jq'

# What else a program may read: files beside it; and ~/.jq would change what the formats are.
mkdir "$work/home"
echo 'def map(f): "mine";' >"$work/home/.jq"
echo 'def id: .id;' >"$work/lib.jq"
exported 0 'import "lib" as lib; lib::id'
check 'it imports what stands beside it' test "$(cat "$work/out")" = FABRICATED-0001
"$pagemark" export --to csv "$work/r.jsonl" >"$work/csv"
status 'with a .jq in the home folder' 0 env HOME="$work/home" "$pagemark" export --to csv "$work/r.jsonl"
check 'a format is the same' cmp "$work/out" "$work/csv"

# A program without libjq.
plain=$B/static/x86_64/pagemark
if [ -x "$plain" ]; then
	status 'without libjq there are no such formats' 2 "$plain" export --to csv "$work/r.jsonl"
	says 'and it says so' "$work/err" 'csv: this program was built without libjq'
	status 'nor programs' 2 "$plain" export --to "$work/p.jq" "$work/r.jsonl"
	says 'and it says so' "$work/err" 'p.jq: this program was built without libjq'
	status 'those in C are there' 0 "$plain" export --to ktap "$work/r.jsonl"
	status 'a name that is none is told' 2 "$plain" export --to nonsense "$work/r.jsonl"
	says 'with the formats' "$work/err" 'found nonsense' 'ktap'
else
	skip 'a program without libjq says so' "no $plain (make guests)"
fi
done_
