#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# pagemark history export --sql: the same history in another SQLite and in PostgreSQL, whole, once, and from many machines at once.
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/lib.sh
. tests/fleet/server.sh

status 'without the form there is no export' 2 "$pagemark" history export --db "$work/none.db"
says 'and what is expected is told' "$work/err" '--sql'
status 'without a history, too' 2 "$pagemark" history export --sql --db "$work/none.db"
says 'and how one is made' "$work/err" 'history add'

# Two clocks, a point that failed, texts with what ends a text in SQL.
python3 tests/data/fabricate_history.py --guest "$work/a" 6 12 --untrusted 3
# shellcheck disable=SC1003 # the backslashes are meant
sed 's/"cpu":"FABRICATED CPU"/"cpu":"O'"'"'Hara\\\\'"'"'; DROP TABLE runs; --"/; s/FABRICATED-/ODD-/g' "$work/a/00001.jsonl" >"$work/a/odd.jsonl"
python3 tests/data/vary.py "$work/a/00002.jsonl" id=FAILED 'status=*way_1/*:FAIL' >"$work/a/failed.jsonl"
"$pagemark" history add --db "$work/a.db" "$work/a" >"$work/out" 2>&1
says 'a history' "$work/out" '8 runs added'
status 'is exported' 0 "$pagemark" history export --sql --db "$work/a.db"
cp "$work/out" "$work/a.sql"

# What a history says without the numbers of its rows.
cat >"$work/all.sql" <<'END'
SELECT r.run_id, r.started, r.tool_commit, COALESCE(r.untrusted, '-'), r.accepted_hazards, c.identity, c.cpu, c.cpus, t.hazards,
	COALESCE(t.kernel_release, '-'), s.name, s.direction, m.status, m.n, m.median, m.lo, m.hi, m.coverage
FROM measurements m JOIN series s ON s.id = m.series JOIN runs r ON r.id = m.run JOIN circumstances c ON c.id = s.circumstances
JOIN run_targets t ON t.run = r.id AND t.circumstances = c.id
END
cat >"$work/facts.sql" <<'END'
SELECT c.identity, '', what, text FROM circumstance_facts f JOIN circumstances c ON c.id = f.circumstances
UNION ALL SELECT c.identity, r.run_id, what, text FROM run_facts f JOIN circumstances c ON c.id = f.circumstances JOIN runs r ON r.id = f.run
END
cat >"$work/sqlite.py" <<'END'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
for path in sys.argv[2:]:
    text = open(path).read()
    if text.startswith("SELECT"):
        for row in sorted(map(repr, db.execute(text))):
            print(row)
    else:
        db.executescript(text)
END
python3 "$work/sqlite.py" "$work/a.db" "$work/all.sql" "$work/facts.sql" >"$work/a.all"
check 'it has rows' test "$(wc -l <"$work/a.all")" -gt 300
check 'another SQLite takes it' python3 "$work/sqlite.py" "$work/b.db" results/history/history.sql "$work/a.sql"
check 'with every row of it' sh -c "python3 '$work/sqlite.py' '$work/b.db' '$work/all.sql' '$work/facts.sql' | cmp - '$work/a.all'"
check 'twice is as once' sh -c "python3 '$work/sqlite.py' '$work/b.db' '$work/a.sql' '$work/all.sql' '$work/facts.sql' | cmp - '$work/a.all'"
"$pagemark" history list --db "$work/a.db" --format csv 'fabricated/*' | cut -d, -f1-2,4- | LC_ALL=C sort >"$work/a.csv"
status 'and it is a history' 0 "$pagemark" history list --db "$work/b.db" --format csv 'fabricated/*'
check 'that says the same, but for the numbers of circumstances' sh -c "cut -d, -f1-2,4- '$work/out' | LC_ALL=C sort | cmp - '$work/a.csv'"
python3 -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript("DELETE FROM pagemark_schema WHERE version = 2")' "$work/b.db"
status 'an older schema is refused' 2 "$pagemark" history export --sql --db "$work/b.db"
says 'with what to do' "$work/err" "expected schema 2, found 1; 'pagemark history add' of a run"

if ! server_start; then
	skip 'a history in PostgreSQL' "$why"
	done_
fi
status 'PostgreSQL takes the tables' 0 psql -X -q -v ON_ERROR_STOP=1 -f fleet/postgresql/history.sql
status 'and the export' 0 psql -X -q -v ON_ERROR_STOP=1 -f "$work/a.sql"
# As Python writes rows, and numbers to the last digit.
cat >"$work/rows.py" <<'END'
import json, sys
for line in sys.stdin:
    row = json.loads(line)
    print(tuple(row[:14] + [value if value is None else float(value) for value in row[14:]]))
END
# whole FILE LETTERS: what the server says, as Python does of SQLite, with a letter for each column
whole() {
	ask "SELECT json_build_array($2) FROM ($(cat "$1")) AS x ($2)" | python3 "$work/rows.py"
}
{
	whole "$work/all.sql" a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r
	whole "$work/facts.sql" a,b,c,d
} | LC_ALL=C sort >"$work/pg.all"
check 'with every row of it, to the last digit' sh -c "LC_ALL=C sort '$work/a.all' | cmp - '$work/pg.all'"
check 'and the view for Otava' test "$(ask 'SELECT count(*) FROM otava')" = \
	"$(python3 -c 'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("SELECT count(*) FROM otava").fetchone()[0])' "$work/a.db")"

# 40 machines send their histories of five runs at once; those in instructions are of the same series.
python3 tests/data/fabricate_history.py --guest --fleet BOARD "$work/fleet" 200 4 --samples 3
for writer in $(seq 40); do
	# shellcheck disable=SC2046 # names without blanks
	"$pagemark" history add --db "$work/$writer.db" $(printf "$work/fleet/%05d.jsonl " $(seq $((5 * writer - 5)) $((5 * writer - 1)))) >/dev/null &&
		"$pagemark" history export --sql --db "$work/$writer.db" >"$work/$writer.sql"
done
# send TIMES: all of them at once; how many fail is in $failed
send() {
	writers='' failed=0
	for writer in $(seq 40); do
		psql -X -q -v ON_ERROR_STOP=1 -f "$work/$writer.sql" 2>>"$work/said" &
		writers="$writers $!"
	done
	for writer in $writers; do
		wait "$writer" || failed=$((failed + 1))
	done
}
send
check '40 writers at once: none fails' test "$failed" = 0
cat "$work/said" >&2
# shellcheck disable=SC2016 # no variable
counts='SELECT count(DISTINCT r.run_id), count(*), count(DISTINCT s.id) FROM measurements m JOIN runs r ON r.id = m.run
	JOIN series s ON s.id = m.series'
check 'no run and no point is lost, and who counts instructions shares series' test "$(ask "$counts WHERE r.run_id LIKE '%BOARD%'")" = \
	"200|1600|$((200 * 4 + 4))"
send
check 'all again: nothing changes' test "$failed $(ask "$counts WHERE r.run_id LIKE '%BOARD%'")" = "0 200|1600|804"

# With numbers that the writers choose, as MAX(id) + 1, most would fail: this is what the test would find.
cat >"$work/max.sql" <<'END'
BEGIN;
INSERT INTO runs (id, run_id, started, accepted_hazards) SELECT MAX(id) + 1, :'id', '2026-01-01T00:00:00Z', 0 FROM runs;
SELECT pg_sleep(0.2);
COMMIT;
END
writers='' failed=0
for writer in $(seq 8); do
	psql -X -q -v ON_ERROR_STOP=1 -v "id=MAX-$writer" -f "$work/max.sql" >/dev/null 2>&1 &
	writers="$writers $!"
done
for writer in $writers; do
	wait "$writer" || failed=$((failed + 1))
done
check 'writers that choose MAX(id) + 1 fail' test "$failed" -gt 0
done_
