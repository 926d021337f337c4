#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# pagemark history add and list: runs go in once, series of different circumstances stay apart, formats, Otava.
set -u
. tests/lib.sh
db=$work/history.db

# shellcheck disable=SC2317 # check() calls it
quiet() {
	"$@" >"$work/quiet"
}
fabricate() {
	python3 tests/data/fabricate_history.py "$@"
}
# shellcheck disable=SC2317 # status() calls it
history() {
	command=$1
	shift
	"$pagemark" history "$command" --db "$db" "$@"
}

fabricate "$work/a" 8 3 --guest --kernel-at 5 --untrusted 6
fabricate "$work/b" 3 3 --cpu 'ANOTHER CPU B'

status "runs are added" 0 history add "$work"/a/*.jsonl
says "and counted" "$work/out" "8 runs added, 0 there already, 0 refused"
says "a run that does not trust itself is marked" "$work/err" "00006.jsonl: added, but marked: the run is untrusted"
cp "$db" "$work/before.db"
status "the same runs again are fine" 0 history add "$work"/a/*.jsonl
says "and it says so" "$work/out" "run FABRICATED-00003 is there already" "0 runs added, 8 there already"
check "and nothing changed" cmp -s "$db" "$work/before.db"
status "another machine's too" 0 history add "$work"/b/*.jsonl "$work/a/00000.jsonl"
says "new and known ones together" "$work/out" "3 runs added, 1 there already"

status "the runs are listed" 0 history list
says "with what a run is" "$work/out" "FABRICATED-00004" "host (6.1.0-1-fabricated), x86_64-6.1 (6.1.0-1-fabricated)" \
	"UNTRUSTED" "circumstances 2: x86_64-6.1, clock insn (instructions, not time)" "ANOTHER CPU B" "11 runs, 9 series"
status "the series that a pattern selects" 0 history list '*/way_1/*'
check "of each machine and clock one" test "$(grep -c '^fabricated/group_0/way_1/size:64' "$work/out")" -eq 3
status "as JSON" 0 history list --format json
check "that holds all runs" test "$(jq '.runs | length' "$work/out")" -eq 11
fabricate "$work/flags" 1 2
sed 's/"flags":"-O2"/"flags":"-O0"/; s/FABRICATED-00000/FLAGS/g' "$work"/flags/*.jsonl >"$work/O0.jsonl"
status "a program built without optimisation" 0 "$pagemark" history add --db "$work/flags.db" "$work"/flags/*.jsonl "$work/O0.jsonl"
"$pagemark" history list --db "$work/flags.db" >"$work/out"
says "makes series of its own, and says why" "$work/out" "circumstances 2: host" "    compiler's flags: -O0" "4 series"
"$pagemark" history list --db "$work/flags.db" --format json '*' >"$work/out"
check "as JSON too" quiet jq -e '[.series[].facts["compiler'"'"'s flags"]] | unique == ["-O0", "-O2"]' "$work/out"
status "a series as JSON" 0 history list --format json --circumstances 1 '*/way_1/*'
check "that never mixes circumstances" quiet jq -e '.series | length == 1 and .[0].unit == "ns" and
	(.[0].points | length) == 8 and all(.[0].points[]; .n == 6 and .lo <= .median and .median <= .hi)' "$work/out"
status "runs as CSV" 0 history list --format csv
check "a line for each target" test "$(wc -l <"$work/out")" -eq 20
status "series as CSV" 0 history list --format csv '*'
check "a line for each point of each run" test "$(wc -l <"$work/out")" -eq 58
status "a pattern that selects nothing is told" 4 history list 'nothing/*'
says "with what to do" "$work/err" "expected a series that the patterns select" "history list --db"

status "Otava: circumstances do not mix" 2 history list --format otava '*'
says "and it says how to choose" "$work/err" "under several circumstances" "--circumstances N"
check "and writes nothing" test ! -s "$work/out"
status "Otava: one of them" 0 history list --format otava --circumstances 1 '*'
says "Otava: time and commit come first" "$work/out" \
	"time,commit,kernel,run,fabricated/group_0/way_0/size:64 (ns),fabricated/group_0/way_1/size:64 (ns)" \
	"2026-01-01T00:03:00Z,fab000000003,6.1.0-1-fabricated,FABRICATED-00003,"
says "Otava: the untrusted run is left out, and it says so" "$work/err" "1 runs left out"
cat >"$work/otava.py" <<'E2'
import csv, datetime, sys
# What Otava's CsvImporter does with a file: every row as long as the header, a time, and numbers only.
with open(sys.argv[1], newline="") as file:
    rows = list(csv.reader(file, delimiter=",", quotechar='"'))
assert rows[0][:4] == ["time", "commit", "kernel", "run"] and len(rows) == 8, rows
times = [datetime.datetime.strptime(row[0], "%Y-%m-%dT%H:%M:%SZ") for row in rows[1:]]
assert times == sorted(times)
for row in rows[1:]:
    assert len(row) == len(rows[0]) and all(float(cell) > 0 for cell in row[4:]), row
E2
check "Otava: a file as its importer takes it" python3 "$work/otava.py" "$work/out"
cp "$work/out" "$work/otava"
"$pagemark" export --to otava --target host "$work/a/00003.jsonl" >"$work/export"
head -n 1 "$work/export" >"$work/export.head"
sed -n 2p "$work/export" >"$work/export.row"
check "Otava: the row of a run is what export says of it" sh -c "head -n 1 '$work/otava' | cmp -s - '$work/export.head' &&
	grep -F FABRICATED-00003 '$work/otava' | cmp -s - '$work/export.row'"
cat >"$work/view.py" <<'E2'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
rows = db.execute("SELECT run_time, commit_id, value FROM otava WHERE circumstances = 1 AND "
                  "series_name = 'fabricated/group_0/way_1/size:64' ORDER BY run_time").fetchall()
assert len(rows) == 7 and rows[0][0] == "2026-01-01T00:00:00Z" and 150 < rows[0][2] < 250, rows
assert db.execute("PRAGMA foreign_key_check").fetchall() == []
assert db.execute("SELECT version FROM pagemark_schema").fetchall() == [(1,), (2,)]
E2
check "the view has what Otava asks a database for" python3 "$work/view.py" "$db"

(cd "$work" && status "the first run makes the folder of the default database" 0 "$pagemark" history add a/00000.jsonl)
check "which is the user's" test -s "$XDG_DATA_HOME/pagemark/history.db"
mkdir -p "$work/checkout/harness/options"
cp harness/options/commands.h "$work/checkout/harness/options"
(cd "$work/checkout" && status "in a checkout it is there" 0 "$pagemark" history add ../a/00000.jsonl)
check "at results/local/history.db" test -s "$work/checkout/results/local/history.db"
status "help is no mistake" 0 "$pagemark" history --help
says "and names the three" "$work/out" "history add" "history list" "history track"

# A folder of records is added run by run.
db=$work/folder.db
status "a folder is added" 0 history add "$work/a" "$work/b/00000.jsonl"
says "every record of it" "$work/out" "9 runs added, 0 there already, 0 refused"
mkdir "$work/none"
status "a folder without records is refused" 2 history add "$work/none"
says "and named" "$work/err" "$work/none: expected a folder with records"
done_
