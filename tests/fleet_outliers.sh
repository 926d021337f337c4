#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Which machine is different: pagemark history outliers and the view fleet.outliers name the same one, by the same figures.
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/lib.sh
. tests/fleet/server.sh

# Twelve machines with 8 % slow among them under 3 % noise, of another board nine equal ones; one of the twelve
# was slow the day before.
python3 tests/data/fabricate_history.py --fleet BOARD-A "$work/a" 12 40 --samples 3 --noise 0.03 --slow 7:1.08
python3 tests/data/fabricate_history.py --fleet BOARD-B "$work/b" 9 40 --samples 3 --noise 0.03 --slow 3:1.5
sed -i 's/"node-/"other-/g' "$work"/b/*.jsonl
sed 's/2026-01-01T/2025-12-31T/; s/FABRICATED-BOARD/OLD-BOARD/; s/"value":/"value":9/; s/"samples":\[/&9/' "$work/a/00002.jsonl" >"$work/a/old.jsonl"
status 'the runs of a fleet' 0 "$pagemark" history add --db "$work/db" "$work/a" "$work/b"
status 'a machine is different, which is status 1' 1 "$pagemark" history outliers --db "$work/db"
says 'it is named, with what that rests on' "$work/out" 'DIFFERENT: node-00007 is ' '% slower than the middle of 12 peers' '40 points' \
	'1 machines are different'
says 'nine machines are no class' "$work/out" 'board BOARD-B' '9 machines, 40 points, too few to judge'
check 'nobody else is' test "$(grep -c DIFFERENT "$work/out")" = 1
status 'as JSON' 1 "$pagemark" history outliers --db "$work/db" --format json
jq -r '.classes[] | select(.peers > 0) | .machines[] | [.machine, .points, .slower, .z, .different] | @tsv' "$work/out" | sort >"$work/ours"
status 'a least effect that is larger' 0 "$pagemark" history outliers --db "$work/db" --min-effect 10%
"$pagemark" history add --db "$work/nine" "$work/b" >/dev/null
status 'without ten peers nothing is judged' 4 "$pagemark" history outliers --db "$work/nine"
says 'and it says so' "$work/err" 'expected 10 machines or more of one processor'

if ! server_start; then
	skip 'the same in PostgreSQL' "$why"
	done_
fi
psql -X -q -v ON_ERROR_STOP=1 -f fleet/postgresql/schema.sql
status 'the same runs in PostgreSQL' 0 sh fleet/postgresql/load.sh "$work/a" "$work/b"
ask "SELECT machine, points, slower, z, different FROM fleet.outliers" >"$work/theirs"
cat >"$work/same.py" <<'END'
import sys
ours = {m: rest for m, *rest in (line.split() for line in open(sys.argv[1]))}
theirs = {m: rest for m, *rest in (line.strip().split("|") for line in open(sys.argv[2]))}
assert set(ours) == set(theirs) and len(ours) == 12, (ours, theirs)
for machine, (points, slower, z, different) in ours.items():
    other = theirs[machine]
    assert points == other[0] and different[0] == other[3], (machine, points, different, other)
    assert abs(float(slower) - float(other[1])) < 1e-9 and abs(float(z) - float(other[2])) < 1e-6, (machine, slower, z, other)
END
check 'the view says the same of every machine' python3 "$work/same.py" "$work/ours" "$work/theirs"
sed -i '1s/\t40\t/\t39\t/' "$work/ours"
check 'and a difference would be found' sh -c "! python3 '$work/same.py' '$work/ours' '$work/theirs' 2>/dev/null"
done_
