#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# pagemark history track: the right run is named, exactly on the exact clock, and only what is new is a regression.
set -u
. tests/lib.sh
db=$work/history.db

# shellcheck disable=SC2317 # check() calls it
quiet() {
	"$@" >"$work/quiet"
}
# shellcheck disable=SC2317 # status() calls it
track() {
	"$pagemark" history track --db "$db" "$@"
}

# Point 1 regresses at run 30, with another kernel; 2 improves at 20; 3 regresses at 10 and is mended at 34; 4 is
# slower in the last two runs only; 5 never changes; of 6 and 7 more is better, and 6 gets more, 7 less of it; run 15 does not trust itself and is ten times as slow.
python3 tests/data/fabricate_history.py "$work/r" 40 8 --guest --kernel-at 30 --untrusted 15 --step 1:30:1.05 \
	--step 2:20:0.9 --step 3:10:1.06 --step 3:34:0.94339622641509435 --step 4:38:1.5 \
	--busy-at 30 --more 6 --more 7 --step 6:25:1.1 --step 7:12:0.9
"$pagemark" history add --db "$db" "$work"/r/*.jsonl >"$work/added" 2>&1

status "a regression among the newest runs is status 1" 1 track
cp "$work/out" "$work/first"
says "the first run after it, and what is new there" "$work/out" "NEW: regressed to 1.05x" \
	"first run after it: FABRICATED-00030 (2026-01-01T00:30:00Z, kernel 6.1.0-2-fabricated, pagemark fab00000001e)" \
	"new there: kernel 6.1.0-1-fabricated -> 6.1.0-2-fabricated" "new there: load idle -> busy" "last run before it: FABRICATED-00029"
says "the untrusted run is left out, and it says so" "$work/out" "1 runs that say they are untrusted left out"
says "the counts" "$work/out" "16 series" "2 regressions within the last 10 runs"
status "the same seed says the same" 1 track
check "to the last letter" cmp -s "$work/out" "$work/first"

status "as JSON" 1 track --format json
cp "$work/out" "$work/json"
# changes NAME TARGET FILTER: what jq makes of that series' changes
changes() {
	jq -c ".series[] | select(.name == \"fabricated/group_0/$1/size:64\" and .target == \"$2\") | .changes | $3" "$work/json"
}
for target in host x86_64-6.1; do
	check "$target: point 1 has one change, at run 30" test \
		"$(changes way_1 $target '[length, .[0].first_after.id, .[0].answer, .[0].new, .[0].sure]')" = \
		'[1,"FABRICATED-00030","regressed",true,true]'
	check "$target: point 2 improved at run 20, which is no regression" test \
		"$(changes way_2 $target '[length, .[0].first_after.id, .[0].answer, .[0].new]')" = \
		'[1,"FABRICATED-00020","improved",false]'
	check "$target: point 3 regressed and was mended, which is no regression any more" test \
		"$(changes way_3 $target '[length, .[0].first_after.id, .[1].first_after.id, .[0].new, .[1].new]')" = \
		'[2,"FABRICATED-00010","FABRICATED-00034",false,false]'
	check "$target: two slow runs have not persisted" test "$(changes way_4 $target length)" = 0
	check "$target: more is better of points 6 and 7" test "$(changes way_6 $target '.[].answer')$(changes way_7 $target '.[].answer')" = \
		'"improved""regressed"'
	check "$target: point 5 never changed" test "$(changes way_5 $target length)" = 0
done
check "instructions: the change lies between two neighbours, and its size is exact" test \
	"$(changes way_1 x86_64-6.1 '[.[0].after.id, .[0].up_to.id, .[0].p, .[0].lo == .[0].hi]')" = \
	'["FABRICATED-00029","FABRICATED-00030",0,true]'
check "wall time: the interval of the size holds it" quiet jq -e '[.series[].changes[] | select(.first_after.id == "FABRICATED-00030")]
	| all(.lo <= 1.05001 and .hi >= 1.04999 and .coverage >= 0.95)' "$work/json"
check "wall time: the change lies between the runs that are named" quiet jq -e '[.series[].changes[] |
	select(.first_after.id == "FABRICATED-00030")] | all(.after.id < "FABRICATED-00030" and .up_to.id >= "FABRICATED-00030")' "$work/json"

status "Markdown for a pull request" 1 track --format markdown
says "with a table" "$work/out" "2 regressions within the last 10 runs" "| series | change | p | first run after it | after | up to |" \
	"**new** regressed to 1.05x"
status "a regression that is not among the newest runs is status 0" 0 track --last 5
status "a least effect above it, too" 0 track --min-effect 8% --circumstances 1
status "an untrusted run can be taken in" 1 track --untrusted
check "one slow run among them is an outlier" sh -c "! grep -q 'untrusted left out' '$work/out'"
status "two runs persist if that is asked for" 1 track --persist 2 --circumstances 2 '*/way_4/*'
status "a series too short says so" 0 sh -c "python3 tests/data/fabricate_history.py '$work/s' 4 2 &&
	'$pagemark' history add --db '$work/s.db' '$work'/s/*.jsonl >'$work/sadd' && '$pagemark' history track --db '$work/s.db'"
says "with how many it takes" "$work/out" "2 series with fewer than 6 runs"
status "nothing selected is status 4" 4 track 'nothing/*'

status "plots are drawn" 1 track -o "$work/plots" --circumstances 1
check "as SVG and PNG, with the script that draws them again" sh -c \
	"ls '$work'/plots/*way_1*host.svg '$work'/plots/*way_1*host.png '$work'/plots/*way_1*host.gp >'$work/ls'"
for svg in "$work"/plots/*.svg; do
	xmllint --noout "$svg" || not_ok "$svg is no XML"
done
check "Markdown and plots say wall time" grep -q 'wall time' "$work"/plots/*way_1*host.svg

for wrong in '--last 0' '--last x' '--persist 1' '--persist 26' '--min-effect 5' '--rate 100%' '--format csv' \
	'--circumstances 0' '--nonsense' '--db'; do
	# shellcheck disable=SC2086 # an option and its value
	status "track $wrong is bad usage" 2 track $wrong
done
status "a subcommand that is none" 2 "$pagemark" history forget
says "says what there is" "$work/err" "expected add, list, track, outliers or export, found forget"
done_
