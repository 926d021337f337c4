#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# pagemark compare: each answer and its exit status, what is left out and why, pairs, and the formats.
set -u
. tests/lib.sh

vary() {
	python3 tests/data/vary.py "$@"
}
# The point that is BROKEN in both and the claim that fails in both are no news.
python3 tests/data/fabricate.py 12 >"$work/base"
vary "$work/base" id=NEW noise=0.02 >"$work/same"
vary "$work/base" id=NEW noise=0.02 'slow=access/file_read/pread/size:4096:3' >"$work/slower"
vary "$work/base" id=NEW noise=0.02 'slow=access/file_read/pread/size:4096:0.3' >"$work/faster"
vary "$work/base" id=NEW 'slow=kmap/page/kmap/*:1.1' >"$work/insn"
vary "$work/base" id=NEW 'slow=kmap/page/kmap/*:1.015' >"$work/insn_noise"
vary "$work/base" id=NEW 'status=pin/claims/mlock_resident:FAIL' >"$work/claim"
vary "$work/base" id=NEW 'status=access/file_write/map/size:64:FAIL' >"$work/point_fails"
vary "$work/base" id=NEW 'status=access/file_write/map/size:64:BROKEN' >"$work/point_broken"
vary "$work/base" id=NEW 'status=access/claims/*:PASS' >"$work/fixed"
vary "$work/base" id=NEW 'drop=access/file_write/map/*' 'drop=pin/claims/*' >"$work/fewer"
vary "$work/base" id=NEW rounds=3 >"$work/three"

# field FILTER: of the object that was printed
field() {
	jq -r "$1" "$work/out"
}

status "a run against another of the same is status 0" 0 "$pagemark" compare "$work/base" "$work/same"
says "and nothing regressed" "$work/out" " 0 regressed, 0 improved" "EQUIVALENT" "could have been seen"
status "three times as much is a regression: status 1" 1 "$pagemark" compare "$work/base" "$work/slower"
says "with its medians, ratio, interval and p" "$work/out" "REGRESSED: 1 point" \
	"access/file_read/pread/size:4096 [host]" "3.0" "Holm" "runs=1 and 1" " 1 regressed, 0 improved"
says "and what one run a side cannot show, and what helps, in the first lines" "$work/out" \
	"time: 1 run against 1; how much runs differ on this machine is not known" "is neither called regressed nor equivalent" \
	"'pagemark aa -k 10 PATTERN' learns this machine" "could have been seen"
check "in the third line" sh -c "sed -n 3p '$work/out' | grep -q '^time: '"
vary "$work/base" id=NEW noise=0.005 'slow=access/*:1.05' >"$work/bit"
status "5 % more on all points may be the luck of the run" 0 "$pagemark" compare "$work/base" "$work/bit" 'access/*'
says "so it is called nothing" "$work/out" ": 0 regressed, 0 improved, 0 equivalent" "not to be told from the luck of a run"
vary "$work/base" id=NEW noise=0.005 'slow=access/*:1.6' >"$work/all"
status "nor is it 60 % on all of them" 0 "$pagemark" compare "$work/base" "$work/all" 'access/*'
says "and it says why" "$work/out" "most points moved together, by +60 %"
status "a third is none: status 0" 0 "$pagemark" compare "$work/base" "$work/faster"
says "but an improvement" "$work/out" "IMPROVED: 1 point" " 0 regressed, 1 improved"
status "more where more is better is an improvement" 0 sh -c "
	for f in base slower; do
		python3 tests/data/vary.py '$work'/\$f 'bench=access/*|direction|\"higher\"' >'$work'/\$f.higher
	done
	'$pagemark' compare '$work/base.higher' '$work/slower.higher'"
says "and is called so" "$work/out" "IMPROVED: 1 point"
status "with a larger margin three times as much is nothing" 0 "$pagemark" compare --min-effect 500% "$work/base" "$work/slower"
says "and everything is equivalent" "$work/out" "105 equivalent, 0 inconclusive"
status "a whole instruction more is a regression" 1 "$pagemark" compare "$work/base" "$work/insn"
says "exact, without a test" "$work/out" "REGRESSED: 3 points" "[i386-pae-6.1]" "+1.5 insn, exact, n=12 and 12"
status "less than a whole one is none" 0 "$pagemark" compare "$work/base" "$work/insn_noise"
for f in base insn; do
	vary "$work/$f" 'bench=kmap/page/kmap/*|overhead|{"by":"module","samples":[11.002,11.001]}' >"$work/$f.loop"
done
status "where the loop is most of it as well" 1 "$pagemark" compare "$work/base.loop" "$work/insn.loop"
says "differences are told, not ratios of totals" "$work/out" "15 insn -> 16.5 insn, of which loop 11 insn  +1.5 insn" "whole instructions decide"
status "json has both" 1 "$pagemark" compare --format json "$work/base.loop" "$work/insn.loop"
check "the difference, the loop and the tolerance" test "$(field '.points[] | select(.name == "kmap/page/kmap/memory:low" and
	.target == "x86_64-6.1") | "\(.difference * 100 | round) \(.loop_base) \(.loop_new) \(.tolerance)"')" = "150 11.0015 11.0015 0.95"
status "a claim from PASS to FAIL is a regression" 1 "$pagemark" compare "$work/base" "$work/claim"
says "and is listed" "$work/out" "FAIL, and not so in BASE: 1" "claim pin/claims/mlock_resident [host]: PASS in BASE, FAIL in NEW"
status "a point from PASS to FAIL is one too" 1 "$pagemark" compare "$work/base" "$work/point_fails"
says "with its reason" "$work/out" "point access/file_write/map/size:64 [host]: PASS in BASE, FAIL in NEW: fabricated FAIL"
status "a point from PASS to BROKEN is status 2" 2 "$pagemark" compare "$work/base" "$work/point_broken"
says "and is listed so" "$work/out" "BROKEN, and not so in BASE: 1"
status "a claim from FAIL to PASS is fine" 0 "$pagemark" compare "$work/base" "$work/fixed"
says "and told" "$work/out" "FAIL became PASS: 1" "access/claims/load_beyond_eof"
status "what is only in BASE is lost coverage: status 1" 1 "$pagemark" compare "$work/base" "$work/fewer"
says "points and claims alike" "$work/out" "Coverage lost: 12" "point access/file_write/map/size:64 [host]: only in BASE" \
	"claim pin/claims/mlock_resident [host]: only in BASE"
status "what is only in NEW is not: status 0" 0 "$pagemark" compare "$work/fewer" "$work/base"
says "but named" "$work/out" "Checked in NEW only: 12" "point access/file_write/map/size:64 [host]: only in NEW"
says "what did not pass in both is named with its reason" "$work/out" \
	"pin/first_touch/mlock_onfault/size:4096 [host]: SKIP in BASE, SKIP in NEW: mlock2(2) is refused"

status "too few samples in a run are status 4" 4 "$pagemark" compare "$work/three" "$work/three" 'access/*'
says "and say how many are needed" "$work/out" \
	"inconclusive: n=3 samples in a run cannot show anything over 55 points at alpha 0.05; at least 4 are needed"
says "on stderr too" "$work/err" "nothing could be said: inconclusive: n=3 samples in a run"
status "a pattern that selects nothing is status 4" 4 "$pagemark" compare "$work/base" "$work/same" 'no/such'
says "and says so" "$work/err" "the patterns select no point or claim"

status "json" 1 "$pagemark" compare --format json "$work/base" "$work/slower"
check "it holds to its schema" python3 tests/data/validate.py --schema report/compare/compare.schema.json "$work/out"
check "it names the point" test "$(field '[.points[] | select(.answer == "regressed") | .name] | join(" ")')" = \
	access/file_read/pread/size:4096
check "and its status" test "$(field .status)" -eq 1
check "by what it judged, and what decides" test "$(field '[.unit.by, .unit.runs_base, .unit.common > 0.9,
	(.points[] | select(.answer == "regressed") | .u == null and .p_family == .p_holm and .runs_new == 1)] | tostring')" = \
	'["stated",1,true,true]'
check "Holm's is that by the number of tests" \
	test "$(field '[.tests, (.points[] | select(.answer == "regressed") | .p_holm / .p)] | (.[0] - .[1] | fabs) < 1e-9')" = true
check "every point of the base is in it, judged or named" test "$(field '(.points | length) + ([.notices[] | select(.type == "bench")] | length)')" \
	-eq "$(grep -c '"type":"bench"' "$work/base")"
check "insn has no p" test "$(field '[.points[] | select(.unit == "insn") | .p] | unique | tostring')" = '[null]'
status "for a mail" 1 "$pagemark" compare --format mail -o "$work/c.mail" "$work/base" "$work/slower"
says "what changed, before and after" "$work/c.mail" "REGRESSED: " " -> " "x ("
check "in 72 columns, but for names" test -z "$(awk 'length > 72 && NF > 1' "$work/c.mail")"
check "and nothing that did not change" sh -c "! grep -qE '^(EQUIVALENT|INCONCLUSIVE)' '$work/c.mail'"
status "a mail of two like runs" 0 "$pagemark" compare --format mail -o "$work/same.mail" "$work/base" "$work/base"
check "is the sum alone" test "$(grep -c ' -> ' "$work/same.mail")" -eq 0
status "markdown" 1 "$pagemark" compare --format markdown -o "$work/c.md" "$work/base" "$work/slower"
says "goes to its file" "$work/c.md" "## pagemark: 1 regressed" "### Regressed: 1" \
	"| access/file\\_read/pread/size:4096 | host | " "<details><summary>Inconclusive"
check "and not to standard output" test ! -s "$work/out"
check "no text of a record becomes markup" sh -c "! grep -q '<script' '$work/c.md' && grep -q '&lt;script>' '$work/c.md'"
cp "$work/base" "$work/kept"
status "a record is never overwritten" 2 "$pagemark" compare -o "$work/base" "$work/base" "$work/same"
check "it is as before" cmp "$work/base" "$work/kept"
umlauts=$(printf 'x%0100d' 0 | sed 's/0/\xc3\xa4/g')
vary "$work/base" 'bench=access/file_write/map/size:64|status|"FAIL"' \
	"bench=access/file_write/map/size:64|reason|\"$umlauts\"" >"$work/umlauts"
status "a reason that is cut inside a character" 1 "$pagemark" compare --format json "$work/base" "$work/umlauts"
check "is still JSON" test "$(field '[.notices[] | select(.kind == "failed") | .name] | join(" ")')" = access/file_write/map/size:64
status "a place that cannot be written is told" 2 "$pagemark" compare -o "$work/none/x" "$work/base" "$work/same"
says "with its name" "$work/err" "$work/none/x: No such file"
status "a full disk is told" 2 sh -c "'$pagemark' compare '$work/base' '$work/same' >/dev/full"

status "two contenders of one run" 0 "$pagemark" compare --paired "$work/base" access/file_read/pread access/file_read/map
says "meet by parameters and round" "$work/out" "11 points: 0 regressed, 11 improved" "contenders, by round"
status "the other way round it costs more: status 1" 1 "$pagemark" compare --paired "$work/base" access/file_read/map \
	access/file_read/pread
python3 tests/data/fabricate.py 6 >"$work/six"
status "six rounds show nothing over many points" 4 "$pagemark" compare --paired "$work/six" access/file_read/pread access/file_read/map
says "and what a report calls clear is named as that" "$work/out" "by itself it differs clearly, which is what 'report' tells; over 11 points"
status "of one point they do" 0 "$pagemark" compare --paired "$work/six" access/file_read/pread access/file_read/map 'access/*/size:64'
for seen in FAIL BROKEN SKIP; do
	vary "$work/base" "status=access/file_read/map/size:64:$seen" >"$work/paired.$seen"
done
status "a pair of which one is FAIL is status 1" 1 "$pagemark" compare --paired "$work/paired.FAIL" access/file_read/pread access/file_read/map
says "and is named" "$work/out" "point access/file_read/pread/size:64 [host]: PASS, and FAIL of the other contender"
status "BROKEN is status 2" 2 "$pagemark" compare --paired "$work/paired.BROKEN" access/file_read/pread access/file_read/map
status "SKIP leaves a pair out" 0 "$pagemark" compare --paired "$work/paired.SKIP" access/file_read/pread access/file_read/map
says "and says so" "$work/out" "Left out: 1"
status "json of pairs holds to the schema too" 0 sh -c "
	'$pagemark' compare --paired --format json '$work/base' access/file_read/pread access/file_read/map 'access/*/size:64' |
	jq -e '.paired and (.points | length) == 1 and .points[0].base_name == \"access/file_read/pread/size:64\" and .points[0].u == null and .points[0].p == 2 / 4096'"
# Five runs of each of two programs, in which one of six copies and three of six lie badly; docs/verdicts.md, "Where code lies".
# placed DIR PROGRAM COPIES
placed() {
	mkdir "$work/$1"
	for i in 1 2 3 4 5; do
		vary "$work/base" "id=$1-$i" "seed=$i$3" noise=0.01 "dear=access/file_read/*:$3:1.75" "run=tool.program:\"$2\"" \
			run=tool.copies:6 >"$work/$1/$i.jsonl"
	done
}
placed few_dear aa01 1
placed many_dear aa02 3
placed same_program aa01 3
point=access/file_read/pread/size:4096
status "what the places of code in two programs explain is no regression" 0 "$pagemark" compare "$work/few_dear" "$work/many_dear" $point
says "and named so" "$work/out" \
	"  BASE and NEW are of two programs: at 1 of the points a change has to be larger by what the places of code explain, up to " \
	"INCONCLUSIVE: 1 point" "it differs, but not by more than the" "that the places of its code in two programs explain"
status "in one program they explain nothing" 1 "$pagemark" compare "$work/few_dear" "$work/same_program" $point
says "so it is one" "$work/out" "REGRESSED: 1 point"
check "records with programs and copies fit the schema" python3 tests/data/validate.py "$work/few_dear/1.jsonl"

status "contenders of different comparisons do not do the same work" 2 "$pagemark" compare --paired "$work/base" \
	access/file_read/pread access/file_write/map
says "and are refused" "$work/err" "different comparisons" "--across"
status "a contender that is not there is refused" 2 "$pagemark" compare --paired "$work/base" access/file_read/map \
	access/file_read/none
says "by its name" "$work/err" "found 'access/file_read/none'"
status "half a name is refused" 2 "$pagemark" compare --paired "$work/base" access/file_read access/file_read/map
status "instructions pair too" 1 "$pagemark" compare --paired "$work/base" kmap/page/kmap_local kmap/page/kmap
done_
