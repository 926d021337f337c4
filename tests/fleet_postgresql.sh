#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# fleet/postgresql: records go in whole and once, from many writers at once, and the views say what the records say.
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/lib.sh
. tests/fleet/server.sh
load=fleet/postgresql/load.sh

if ! server_start; then
	skip 'records in PostgreSQL' "$why"
	done_
fi
status 'the schema is taken' 0 psql -X -q -v ON_ERROR_STOP=1 -f fleet/postgresql/schema.sql
check 'without a notice' test ! -s "$work/err"

# One record of each kind of line, and what is said of it.
python3 tests/data/fabricate.py >"$work/r.jsonl"
status 'a record is added' 0 sh $load "$work/r.jsonl"
says 'and counted' "$work/out" '1 records added, 0 there already, 0 refused'
# shellcheck disable=SC2016 # jq's variable
check 'every line is there as it was' sh -c "psql -X -qAt -c 'SELECT line FROM fleet.record ORDER BY number' | jq -cS . >'$work/there' &&
	jq -cS . '$work/r.jsonl' | cmp - '$work/there'"
check 'of the machine that the record names' test "$(ask 'SELECT DISTINCT node FROM fleet.record')" = lab1
"$pagemark" export --to csv "$work/r.jsonl" >"$work/csv"
cat >"$work/same.py" <<'END'
import csv, sys
wanted = {(r["target"], r["name"]): r for r in csv.DictReader(open(sys.argv[1], newline=""))}
found = [line.rstrip("\n").split("|") for line in open(sys.argv[2])]
assert len(found) == len(wanted), (len(found), len(wanted))
for kind, target, name, status, n, median in found:
    row = wanted[target, name]
    assert (row["kind"], row["status"]) == (kind, status), (row, status)
    assert kind == "claim" or int(row["n"]) == int(n), (row, n)
    assert bool(row["median"]) == bool(median) and (not median or abs(float(median) / float(row["median"]) - 1) < 1e-9), (row, median)
END
ask "SELECT 'point', target, name, status, n, median FROM fleet.points
	UNION ALL SELECT 'claim', target, name, status, NULL, NULL FROM fleet.claims" >"$work/views"
check 'the views of points and claims say what export says' python3 "$work/same.py" "$work/csv" "$work/views"
sed -i '1s/PASS/FAIL/' "$work/views"
check 'and a wrong verdict would be found' sh -c "! python3 '$work/same.py' '$work/csv' '$work/views' 2>/dev/null"

# Grafana's queries, its macros and variables replaced as it does, for the record that has one line of each kind.
dashboard=fleet/grafana/pagemark.json
filled() {
	sed -e "s/\\\$__timeFilter(\([a-z_.]*\))/\1 BETWEEN '2000-01-01T00:00:00Z' AND '2100-01-01T00:00:00Z'/g" -e "s/\${target:sqlstring}/'host'/g" \
		-e "s/\${machine:sqlstring}/'lab1','lab2'/g" -e "s|\${point:sqlstring}|'access/file_read/pread/size:64'|g"
}
jq -r '(.panels[] | [.title, .targets[].rawSql]), (.templating.list[] | select(.type == "query") | [.name, .query]) | @tsv' $dashboard |
	filled >"$work/queries"
cut -f 2 "$work/queries" >"$work/sql"
# shellcheck disable=SC2016 # a dollar sign
check 'no variable or macro of the dashboard is unknown' test "$(grep -cF '$' "$work/sql")" = 0
while IFS="$(printf '\t')" read -r title query; do
	status "the dashboard's query works: $title" 0 ask "$query"
	case $title in
	'Which machine is different' | 'Runs that'* | 'Hazards'*) ;; # one machine, trusted, in order
	*) check "and finds something: $title" test -s "$work/out" ;;
	esac
done <"$work/queries"

# What is there stays, and what is no record is no part of it.
status 'the same record again changes nothing' 0 sh $load "$work/r.jsonl"
says 'and says so' "$work/out" '0 records added, 1 there already, 0 refused'
sed 's/"value":/"value":1/' "$work/r.jsonl" >"$work/other.jsonl"
status 'another record of that id is refused' 2 sh $load "$work/other.jsonl"
says 'and why' "$work/err" 'other.jsonl: not added: another run of the same id is there already; change the id'
sed '$d' "$work/r.jsonl" >"$work/cut.jsonl"
status 'a record without an end is refused' 2 sh $load "$work/cut.jsonl"
says 'and why' "$work/err" 'cut.jsonl: not added: expected a record whose last line is an "end", found none'
sed 's/FABRICATED-0001/TORN/; 40s/.$//' "$work/r.jsonl" >"$work/torn.jsonl"
status 'a torn line is refused' 2 sh $load "$work/torn.jsonl" "$work/r.jsonl"
says 'with its place, and the others are added' "$work/err" 'torn.jsonl: not added: ' 'line 40 of the record'
says 'or there' "$work/out" '0 records added, 1 there already, 1 refused'
status 'a file that is not there' 2 sh $load "$work/none.jsonl"
says 'is named' "$work/err" "none.jsonl: not added: " 'No such file'
check 'nothing of these is in it' test "$(ask 'SELECT count(DISTINCT run) FROM fleet.record')" = 1
status 'without a server' 2 env PGHOST="$work" sh $load "$work/r.jsonl"
says 'nothing is added, and it says why' "$work/err" 'r.jsonl: not added: ' 'No such file or directory'
{
	cat "$work/r.jsonl"
	printf '%s\n' '\.' 'DROP TABLE fleet.record;'
	tail -n 1 "$work/r.jsonl"
} | sed 's/FABRICATED-0001/EVIL/' >"$work/evil.jsonl"
status 'a record with what psql takes for the end of its input is refused' 2 sh $load "$work/evil.jsonl"
check 'and is no program' test "$(ask 'SELECT count(DISTINCT run) FROM fleet.record')" = 1
ask 'TRUNCATE fleet.record'

# 40 writers at once, with 200 records: five each, of which the last is given to the next one too.
python3 tests/data/fabricate_history.py --fleet BOARD "$work/fleet" 200 20 --samples 3 --noise 0.03 --slow 77:1.08
writers=
for writer in $(seq 40); do
	# shellcheck disable=SC2046 # names without blanks
	sh $load $(printf "$work/fleet/%05d.jsonl " $(seq $((5 * writer - 5)) $((5 * writer - 1))) $((5 * writer % 200))) \
		>"$work/writer-$writer" 2>&1 &
	writers="$writers $!"
done
failed=0
for writer in $writers; do
	wait "$writer" || failed=$((failed + 1))
done
check "of 40 writers at once none fails" test $failed = 0
cat "$work"/writer-* >"$work/out"
check 'each says what became of its records' test "$(awk '{ added += $1; known += $4; refused += $7 }
	END { print added, known, refused }' "$work/out")" = '200 40 0'
check 'none of 200 records is lost, none is there twice' test \
	"$(ask "SELECT count(*), sum(lines) FROM (SELECT run, count(*) AS lines FROM fleet.record GROUP BY 1) AS runs")" = \
	"200|$(cat "$work"/fleet/*.jsonl | wc -l)"

# Series and Otava's shape.
check 'a series for each point of each machine' test "$(ask 'SELECT count(*), sum(runs) FROM fleet.series')" = '4000|4000'
name=fabricated/group_0/way_3/size:64
check 'the value in it is the one of the record' test "$(ask "SELECT to_char(run_time AT TIME ZONE 'UTC', 'HH24:MI'), round(value::numeric, 6)
	FROM fleet.otava WHERE machine = 'node-00005' AND series_name = '$name'")" = "00:05|$("$pagemark" export --to json "$work/fleet/00005.jsonl" |
	jq -r ".points[] | select(.name == \"$name\").median" | xargs printf '%.6f')"
check 'a machine that is 8 % slow under 3 % noise is the only one that is different' test \
	"$(ask 'SELECT machine, peers, points, round(slower::numeric, 2) FROM fleet.outliers WHERE different')" = 'node-00077|200|20|0.08'
cat >"$work/points.sql" <<'END'
WITH middle AS (
	SELECT name, percentile_cont(0.5) WITHIN GROUP (ORDER BY log_cost) AS log_cost FROM fleet.newest GROUP BY 1
), spread AS (
	SELECT name, middle.log_cost, 1.4826 * percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(newest.log_cost - middle.log_cost)) AS mad
	FROM fleet.newest JOIN middle USING (name) GROUP BY 1, 2
)
SELECT count(*) FROM fleet.newest JOIN spread USING (name) WHERE machine = 'node-00077' AND newest.log_cost - spread.log_cost > 6 * mad
END
check 'though no single point of it is beyond the same limit' test "$(ask "$(cat "$work/points.sql")")" = 0
done_
