#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Bad input of every command that reads a record: the message names file, line, what was expected and found; the status is 2,
# nothing is shown, nothing is written or overwritten.
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/lib.sh

python3 tests/data/fabricate.py >"$work/good"
bench=$(grep -n '"type":"bench"' "$work/good" | head -n 1 | cut -d: -f1)
echo kept >"$work/kept"

reads='show report export'
! "$pagemark" --help | grep -q '^  pagemark compare ' || reads="$reads compare"

# read_by COMMAND FILE: what hangs ends after a while, with another status
read_by() {
	case $1 in
	show) timeout 20 "$pagemark" show --format csv "$2" ;;
	report) timeout 20 "$pagemark" report -o "$work/report" "$2" ;;
	export) timeout 20 "$pagemark" export --to csv -o "$work/exported" "$2" ;;
	compare) timeout 20 "$pagemark" compare "$work/good" "$2" ;;
	esac
}

# refused WHAT NAME TEXT...: the file of that name, by each command, with these words
refused() {
	bad_input=$1 name=$2
	shift 2
	for command in $reads; do
		rm -rf "$work/report" "$work/exported"
		read_by "$command" "$work/$name" >"$work/out" 2>"$work/err" </dev/null
		got=$?
		if [ "$got" -ne 2 ] || [ -s "$work/out" ] || [ -e "$work/report/report.html" ] || [ -e "$work/exported" ]; then
			not_ok "$bad_input is refused by $command: status $got"
			cat "$work/err" "$work/out" >&2
		else
			says "$bad_input is refused by $command" "$work/err" "pagemark $command: $work/$name" "$@"
		fi
	done
}

# changed NAME SED_SCRIPT: a file that differs from the good one
changed() {
	sed "$2" "$work/good" >"$work/$1"
	! cmp -s "$work/good" "$work/$1" || not_ok "the file $1 differs from the good one"
}

: >"$work/empty"
printf '\n\n\n' >"$work/blank"
head -c 5000 /dev/urandom >"$work/garbage"
printf '\033[2J\033]0;title\007' >"$work/terminal"
mkfifo "$work/fifo"
mkdir "$work/folder"
truncate -s 300M "$work/huge"
python3 -c "print('{\"a\":' * 100000)" >"$work/deep"
changed newer 's/"schema":1/"schema":2/'
changed schemaless 's/"schema":1,//'
changed clock_of_another '1s/"name":"wall"/"name":"insn"/'
changed clock_unknown '1s/"name":"wall"/"name":"sundial"/'
changed point_of_another_clock "${bench}s/\"unit\":\"ns\"/\"unit\":\"insn\"/"
changed nan "${bench}s/\"samples\":\[[0-9.]*/\"samples\":[NaN/"
changed infinite "${bench}s/\"samples\":\[[0-9.]*/\"samples\":[1e999/"
changed nan_text "${bench}s/\"samples\":\[[0-9.]*/\"samples\":[\"NaN\"/"
changed enormous "${bench}s/\"samples\":\[[0-9.]*/\"samples\":[1e300/"
changed whole_enormous "${bench}s/\"samples\":\[[0-9.]*/\"samples\":[99999999999999999999/"
changed null_sample "${bench}s/\"samples\":\[[0-9.]*/\"samples\":[null/"
changed journal_nan '4s/"value":[0-9.]*/"value":"NaN"/'
changed round_twice "${bench}s/\"rounds\":\[0,1/\"rounds\":[1,1/"
changed rounds_short "${bench}s/\"rounds\":\[0,/\"rounds\":[/"
changed verdict_unknown "${bench}s/\"status\":\"PASS\"/\"status\":\"FINE\"/"
changed nameless "${bench}s/\"name\":\"[^\"]*\"/\"name\":\"x\"/"
changed target_unknown "${bench}s/\"target\":\"host\"/\"target\":\"moon\"/"
changed escape "${bench}s/\"name\":\"[^\"]*\"/\"name\":\"\\\\u001b[2J\"/"
changed key_twice "${bench}s/\"unit\":\"ns\"/\"unit\":\"ns\",\"unit\":\"ns\"/"
changed nul "${bench}s/\"what\":\"/\"what\":\"\\\\u0000/"
changed latin1 "${bench}s/\"what\":\"/\"what\":\"$(printf '\351')/"
python3 - "$work" "$bench" <<'EOF'
import json
import sys

work, bench = sys.argv[1], int(sys.argv[2])
good = open(work + "/good").read().splitlines()
run, point, end = good[0], good[bench - 1], good[-1]


def write(name, *lines):
    open(work + "/" + name, "w").writelines(line + "\n" for line in lines)


def with_(line, **members):
    return json.dumps(dict(json.loads(line), **members))


sample = next(line for line in good if '"type":"sample"' in line)
name = json.loads(point)["name"]
write("point_twice", run, point, point, end)
write("target_twice", run, with_(run, clock={"name": "insn", "unit": "insn"}), end)
write("two_runs", run, with_(run, id="another", target="guest"), end)
write("sample_twice", run, with_(sample, round=3), with_(sample, round=3), end)
write("sample_late", run, point, with_(sample, name=name), end)
write("latency_of_another", run, with_(point, latency={"unit": "insn", "n": 9, "p50": 1, "max": 2}), end)
write("latency_negative", run, with_(point, latency={"unit": "ns", "n": 9, "p50": -1, "max": 2}), end)
write("long_target", with_(run, target="t" * 300), end)
write("many_targets", *[with_(run, target="t%d" % i) for i in range(70)], end)
write("long_name", run, with_(point, name="a/b/" + "c" * 500), end)
write("many_samples", run, with_(point, samples=[1] * 10001, rounds=list(range(10001))), end)
write("array", run, "[1,2,3]", end)
write("torn", run, point[:100], end)
write("empty_run", run, end)
write("zero", run, with_(point, samples=[0] + json.loads(point)["samples"][1:]), end)
write("negative", run, with_(point, samples=[-5] + json.loads(point)["samples"][1:]), end)
write("half", run, point, point[:200])
open(work + "/half", "rb+").truncate(len(run) + len(point) + 150)
EOF

refused 'an empty file' empty 'empty:1: expected a pagemark record, found an empty file'
refused 'a file of empty lines' blank 'found an empty file'
refused 'binary garbage' garbage 'garbage:1: expected a record of pagemark run, found no JSON'
refused 'escape sequences' terminal 'terminal:1: expected a record'
check 'and they do not reach the terminal' sh -c "! grep -q '$(printf '\033')' '$work/err'"
refused 'a directory' folder 'expected a folder with records'
refused 'a FIFO without a writer' fifo 'a pipe that nobody writes to'
refused 'a file over the limit' huge 'at most 256 MiB'
refused 'nesting without end' deep 'deep:1:' 'no JSON'
refused 'a file that is not there' none 'No such file'
refused 'a newer schema' newer 'newer:1: schema 2 is newer than this program knows (1)' 'pagemark 0.1.0'
refused 'no schema' schemaless 'expected "schema" 1'
refused 'a clock with the unit of another' clock_of_another 'clock_of_another:1: expected clock wall (ns) or insn (insn), found insn (ns)'
refused 'an unknown clock' clock_unknown 'found sundial'
refused 'a point in the unit of another clock' point_of_another_clock ":$bench: expected the unit of its target's clock, \"ns\", found \"insn\""
refused 'a latency in the unit of another clock' latency_of_another ':2: expected "latency" in ns like its point, found insn'
refused 'a latency below 0' latency_negative ':2: expected "p50" of "latency" not below 0, found -1'
refused 'a target with two clocks' target_twice 'target_twice:2: expected each name once, found this run'
refused 'two runs in one file' two_runs 'two_runs:2: expected run id'
refused 'NaN' nan "nan:$bench: damaged" NaN
refused 'a number beyond double' infinite "infinite:$bench: damaged" overflow
refused 'NaN as text' nan_text "nan_text:$bench: expected sample 0 to be a number, found a string"
refused 'a cost beyond reason' enormous "enormous:$bench: expected sample 0 to be a number up to 1e+18, found 1e+300"
refused 'a whole number beyond 64 bits' whole_enormous "whole_enormous:$bench: damaged"
refused 'a sample that is null' null_sample 'expected sample 0 to be a number, found null'
refused 'NaN as text in the journal' journal_nan ':4: expected "value" to be a number, found a string'
refused 'a round twice' round_twice ":$bench: expected each round once, found round 1 twice"
refused 'fewer rounds than samples' rounds_short 'expected "rounds" for each of 6 samples, found 5'
refused 'a sample twice in the journal' sample_twice ':3: expected each round once, found round 3 twice'
refused 'a sample of a finished point' sample_late ':3: expected no sample of a point that line 2 finished'
refused 'a point twice' point_twice 'point_twice:3: expected each name once' 'line 2'
refused 'an unknown verdict' verdict_unknown 'expected a status PASS, FAIL, SKIP or BROKEN, found "FINE"'
refused 'a name without parts' nameless 'expected a name subject/comparison/contender, found "x"'
refused 'a target without a run line' target_unknown 'expected a target that a run line above names, found "moon"'
refused 'a name with escape sequences' escape 'found "?[2J"'
refused 'a name that is too long' long_name 'expected a name below 256 bytes'
refused 'a target that is too long' long_target 'expected a target of 1 to 127 bytes'
refused 'too many targets' many_targets ':65: expected at most 64 targets'
refused 'too many samples' many_samples 'expected an array of at most 10000 samples'
refused 'a key twice' key_twice "key_twice:$bench: damaged" 'duplicate'
refused 'a NUL in a text' nul "nul:$bench: damaged"
refused 'text that is not UTF-8' latin1 "latin1:$bench: damaged"
refused 'a line that is no object' array 'array:2: expected a record: one JSON object a line'
refused 'a torn line in the middle' torn 'torn:2: damaged'

for name in zero negative; do
	status "a $name cost breaks its point" 2 "$pagemark" show "$work/$name"
	says 'and says why' "$work/out" 'BROKEN' 'a sample is not above 0'
	status 'an export without verdicts leaves it out' 4 "$pagemark" export --to gbench "$work/$name"
	says 'and says so' "$work/err" '1 points with the verdict BROKEN'
	status 'an export with verdicts has it' 0 "$pagemark" export --to tap13 "$work/$name"
	says 'as no pass' "$work/out" 'not ok 1 - host/'
done
status 'half a file is shown as far as it goes' 0 "$pagemark" show "$work/half"
says 'and is told to be half' "$work/err" 'the run is incomplete: its last line (3) is cut off'
status 'half a file is exported as far as it goes' 0 "$pagemark" export --to csv "$work/half"
says 'and is told to be half too' "$work/err" 'the run is incomplete: its last line (3) is cut off'
status 'a run without results shows nothing' 4 "$pagemark" show "$work/empty_run"
says 'and says so' "$work/err" 'no points and no claims'
status 'a run without results exports nothing' 4 "$pagemark" export --to csv -o "$work/exported" "$work/empty_run"
says 'and says why' "$work/err" 'no points and no claims'
check 'and makes no file' test ! -e "$work/exported"

# Our own: a guest that never came has verdicts, so it has a run line too, or nobody could read the record.
mkdir "$work/alone"
cp "$pagemark" "$work/alone/pagemark"
status 'a guest that is not built is what this machine cannot do' 4 "$work/alone/pagemark" run --accept-hazards --target x86_64-6.1 \
	-o "$work/absent.jsonl" kmap/claims
check 'its record fits the schema' python3 tests/data/validate.py "$work/absent.jsonl"
status 'its record can be shown' 0 "$pagemark" show "$work/absent.jsonl"
says 'with what was missing' "$work/out" 'SKIP' "guest 'x86_64-6.1' is not built" "run 'pagemark guest fetch x86_64-6.1'"
status 'its record can be exported' 0 "$pagemark" export --to tap13 "$work/absent.jsonl"
says 'with its verdicts' "$work/out" '# SKIP guest'

check 'a record comes through a pipe' sh -c "cat '$work/good' | '$pagemark' export --to csv /dev/stdin >'$work/out' && test -s '$work/out'"
status 'an export overwrites nothing' 2 "$pagemark" export --to csv -o "$work/kept" "$work/good"
says 'and says what to do' "$work/err" 'exists already; choose another name or remove it'
check 'what was there is there' grep -qx kept "$work/kept"
status 'an export into nowhere is told' 2 "$pagemark" export --to csv -o "$work/no/such" "$work/good"
says 'with its name' "$work/err" "cannot write $work/no/such: No such file"
status 'a full output is told' 2 sh -c "'$pagemark' export --to csv '$work/good' >/dev/full"
says 'with the reason' "$work/err" 'No space left'
check 'a file that could not be whole is removed' sh -c "ulimit -f 1; trap '' XFSZ; ! '$pagemark' export --to csv \
	-o '$work/half_written' '$work/good' 2>/dev/null && test ! -e '$work/half_written'"
for arguments in '' '--to' '--to xml x' '--to csv' '--origin A --to csv x' '--bogus'; do
	# shellcheck disable=SC2086 # the list is meant to be split
	status "bad usage: export $arguments" 2 "$pagemark" export $arguments
	says 'is explained' "$work/err" 'usage: pagemark export --to FORMAT' 'gbench'
done
done_
