#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# pagemark export: each format is read by its consumer's own parser, where Debian or a kernel tree has one, and says what the
# record says; what a format cannot hold is told.
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/lib.sh
python=/usr/bin/python3 # Debian's: its packages are what reads the exports

"$python" tests/data/fabricate.py 10 >"$work/r.jsonl"

# exported FORMAT [ARGUMENT...]: writes $work/FORMAT, and says on stderr what it leaves out
exported() {
	format=$1
	shift
	status "$format: it is written" 0 "$pagemark" export --to "$format" -o "$work/$format" "$@" "$work/r.jsonl"
	cp "$work/err" "$work/$format.err"
}

# agrees FORMAT [MODULE]: the export says what the record says, read with a module of Debian's
agrees() {
	if [ -n "${2:-}" ] && ! "$python" -c "import $2" 2>/dev/null; then
		skip "$1: it says what the record says" "no python3 module $2 (tests/packages)"
	else
		check "$1: it says what the record says" "$python" tests/data/export_check.py "$1" "$work/$1" "$work/r.jsonl"
	fi
}

exported gbench
agrees gbench
says 'gbench: what it cannot hold is told' "$work/gbench.err" '6 points with the verdict SKIP' \
	'1 points with the verdict BROKEN' '3 claims' '35 points in instructions'
compare=/usr/share/benchmark/compare.py
if [ -e "$compare" ] && "$python" -c 'import scipy' 2>/dev/null; then
	check 'gbench: compare.py reads it' sh -c "'$python' '$compare' -d '$work/diff.json' benchmarks '$work/gbench' \
		'$work/gbench' >'$work/compare'"
	says 'gbench: and tests it' "$work/compare" '/real_time_pvalue' 'Repetitions: 10 vs 10' 'OVERALL_GEOMEAN'
	check 'gbench: it compares two contenders' sh -c "'$python' '$compare' filters '$work/gbench' \
		file_read/map/ file_read/pread/ >'$work/compare'"
	says 'gbench: and tests them' "$work/compare" 'vs. file_read/pread/]size:64/real_time_pvalue'
else
	skip 'gbench: compare.py reads it' 'no libbenchmark-tools with python3-scipy (tests/packages)'
fi
status 'gbench: nothing but instructions is nothing' 4 "$pagemark" export --to gbench -o "$work/none" \
	--target x86_64-6.1 "$work/r.jsonl"
says 'gbench: and that is explained' "$work/err" 'would call them time'
check 'gbench: and no file is made' test ! -e "$work/none"

for format in csv json; do
	exported "$format"
	agrees "$format"
done

exported ktap
if [ -n "${KUNIT_DIR:-}" ]; then
	# Its status is that of the tests in it, of which some must fail.
	"$python" "$KUNIT_DIR/kunit.py" parse "$work/ktap" >"$work/kunit" 2>&1
	says 'ktap: kunit.py reads it' "$work/kunit" 'Ran 115 tests: passed: 106, failed: 2, skipped: 7' \
		'[PASSED] page/kmap/memory:low'
	check 'ktap: and has no complaint' sh -c "! grep -qE 'ERROR|Traceback|error' '$work/kunit'"
else
	skip 'ktap: kunit.py reads it' 'no kunit.py in the cache of the guests, and KUNIT_DIR names none of a kernel tree'
fi
says 'ktap: a measurement is a diagnostic line' "$work/ktap" '  # page/kmap/memory:low: 15 insn (' '97.9 %, n=10)'

exported tap13
# shellcheck disable=SC2016 # perl's variables
check 'tap13: TAP::Parser finds no mistake and the same verdicts' perl -MTAP::Parser -e '
	my $p = TAP::Parser->new({ exec => [ "cat", $ARGV[0] ] });
	my $measured = 0;
	while (my $r = $p->next) { $measured++ if $r->is_yaml && $r->data->{measured} }
	exit !(!$p->parse_errors && $p->tests_planned == 115 && $p->failed == 2 && $p->skipped == 7 && $measured == 105)' \
	"$work/tap13"

exported junit
agrees junit junitparser
check 'junit: it is well-formed XML' xmllint --noout "$work/junit"

for format in github-action-benchmark bmf kcidb; do
	exported "$format"
	agrees "$format" jsonschema
done
says 'kcidb: the origin is pagemark unless another is named' "$work/kcidb" '"origin": "pagemark"'
status 'kcidb: another origin is named' 0 "$pagemark" export --to kcidb --origin my_lab "$work/r.jsonl"
says 'kcidb: and is in every id' "$work/out" '"build_id": "my_lab:FABRICATED-0001:host"'
status 'kcidb: of a build that is known' 0 "$pagemark" export --to kcidb --build-id my_ci:build-1 --target host -o "$work/kcidb_known" "$work/r.jsonl"
agrees kcidb_known jsonschema
status 'kcidb: two kernels are not of one build' 2 "$pagemark" export --to kcidb --build-id my_ci:build-1 "$work/r.jsonl"
says 'kcidb: and what to do' "$work/err" 'choose one with --target'
status 'kcidb: a build has an origin' 2 "$pagemark" export --to kcidb --build-id build-1 "$work/r.jsonl"
says 'kcidb: which is said' "$work/err" 'expected --build-id as ORIGIN:ID, found build-1'
for format in lava otava rules squad lkp; do
	exported "$format"
	agrees "$format"
done
exported openmetrics
agrees openmetrics prometheus_client

# node_exporter serves all files of its folder as one page: no sample may be there twice.
if command -v promtool >/dev/null; then
	python3 tests/data/vary.py "$work/r.jsonl" id=ANOTHER 'run=host.machine:"lab2"' >"$work/r2.jsonl"
	"$pagemark" export --to openmetrics "$work/r2.jsonl" >"$work/openmetrics.2"
	# A page has the description of a metric once, and its samples below it.
	page() {
		cat "$@" | grep -v '^# EOF' | awk '/^# (TYPE|HELP)/ { if (!seen[$0]++) text[$3] = text[$3] $0 "\n"; next }
			/^#/ { next } { name = $1; sub("[{].*", "", name); text[name] = text[name] $0 "\n" }
			END { for (name in text) printf "%s", text[name] }'
	}
	page "$work/openmetrics" "$work/openmetrics.2" >"$work/page"
	status 'openmetrics: promtool takes two records in one folder' 0 promtool check metrics --extended <"$work/page"
	grep -v '^#' "$work/page" | sed 's/ [^ ]*$//' | sort | uniq -d >"$work/twice"
	check 'openmetrics: and no sample of them is there twice' test ! -s "$work/twice"
else
	skip 'openmetrics: promtool takes two records in one folder' 'no promtool: apt-get install prometheus'
fi

# The checks themselves must be able to fail.
wrong() {
	sed "$2" "$work/$1" >"$work/wrong"
	if "$python" tests/data/export_check.py "$1" "$work/wrong" "$work/r.jsonl" >"$work/out" 2>&1; then
		not_ok "$1: a mistake ($2) is found"
	else
		ok "$1: a mistake ($2) is found"
	fi
}
wrong gbench '0,/"real_time": [0-9]/s//&1/'
wrong gbench '0,/"real_time": [0-9.]*/s//"real_time": NaN/'
wrong json '0,/"PASS"/s//"FAIL"/'
wrong csv '0,/,PASS,/s//,FAIL,/'
wrong kcidb '0,/"DONE"/s//"MADE"/'
wrong kcidb 's/"unit": "insn"/"unit": "s"/'
wrong kcidb_known '0,/my_ci/s//my_lab/'
wrong squad '0,/"fail"/s//"skip"/'
wrong squad '0,/"unit": "insn"/s//"unit": "ns"/'
wrong lkp '0,/[.]ns: /s//.insn: /'
wrong lkp '0,/[.]fail: /s//.skip: /'
wrong bmf 's/"instructions"/"latency"/'
wrong lava '0,/RESULT=pass/s//RESULT=a b/'
wrong rules '0,/  PASS/s//  FAIL/'
wrong otava '1s/^time,/time,time,/'
wrong openmetrics '/^# EOF/d'

# What a record from elsewhere may hold breaks no format.
"$python" - "$work/r.jsonl" "$work/foreign" <<'EOF'
import json
import sys

lines = [json.loads(line) for line in open(sys.argv[1])]
odd = 'a b="c"<d>&,\\\n#e\x1b[2J\uffff\u00e9'
for line in lines:
    if line["type"] in ("bench", "sample", "claim") and "kmap/page/kmap/" in line["name"]:
        line["name"] += odd + "//x/"
    if line["type"] == "bench":
        line["what"] = line["reason"] = line["remedy"] = odd
        line["params"]["odd axis"] = odd
    if line["type"] == "claim":
        line.update(claim=odd, source=odd, detail=odd, remedy=odd)
    if line["type"] == "run":
        line["kernel"].update(release=odd, arch="X 86")
        line["machine"]["cpu"] = odd
open(sys.argv[2], "w").writelines(json.dumps(line) + "\n" for line in lines)
EOF
cp "$work/foreign" "$work/r.jsonl"
for format in gbench json csv junit:junitparser github-action-benchmark:jsonschema bmf:jsonschema kcidb:jsonschema lava rules otava \
	squad lkp openmetrics:prometheus_client; do
	module=${format#*:} format=${format%%:*}
	[ "$module" != "$format" ] || module=
	rm -f "$work/$format"
	exported "$format"
	agrees "$format" "$module"
done
check 'junit: it is well-formed XML with odd texts' xmllint --noout "$work/junit"
for format in ktap tap13; do
	status "$format: odd texts are written" 0 "$pagemark" export --to "$format" "$work/foreign"
	groups=0
	[ "$format" = tap13 ] || groups=5
	check "$format: and every result has one line" test "$(grep -cE '^ *(not )?ok [0-9]+ (- )?[^#]+( # SKIP .*)?$' "$work/out")" = \
		$((115 + groups))
	check "$format: without control characters" sh -c "! grep -q '$(printf '\033')' '$work/out'"
done

# A folder of records is one document, in which the run is the unit.
python3 tests/data/fabricate.py >"$work/f.jsonl"
mkdir "$work/set"
for run in 1 2 3; do
	python3 tests/data/vary.py "$work/f.jsonl" "id=RUN-$run" "run=started:\"2026-01-0${run}T00:00:00Z\"" "slow=*:$run" \
		>"$work/set/run-00$run.jsonl"
done
medians='
import csv, statistics, sys
rows = {row["name"]: row for row in csv.DictReader(open(sys.argv[1], newline="")) if row["target"] == "host"}
row = rows["access/file_read/pread/size:64"]
samples = [float(sample) for sample in row["samples"].split(";")]
sys.exit(not (row["run"] == "RUN-1..RUN-3" and row["n"] == "3" and float(row["median"]) == round(samples[1], 6) and
              all(abs(samples[i] / samples[0] - i - 1) < 1e-9 for i in range(3))))'
status 'a set of runs: csv' 0 "$pagemark" export --to csv "$work/set"
check 'csv has the median of each run' "$python" -c "$medians" "$work/out"
status 'a set of runs: gbench' 0 "$pagemark" export --to gbench "$work/set" access/file_read/pread/size:64
check 'gbench has a repetition for each run, so that compare.py tests runs' test "$(jq '[.benchmarks[] |
	select(.run_type == "iteration")] | length' "$work/out")" = 3
status 'a set of runs: otava' 0 "$pagemark" export --to otava "$work/set" access/file_read/pread/size:64
check 'otava has a row for each run' test "$(cut -d, -f1,4 "$work/out" | tr '\n' ' ')" = \
	'time,run 2026-01-01T00:00:00Z,RUN-1 2026-01-02T00:00:00Z,RUN-2 2026-01-03T00:00:00Z,RUN-3 '
for format in junit ktap tap13 bmf kcidb lava rules openmetrics github-action-benchmark; do
	status "a set of runs: $format" 0 "$pagemark" export --to $format "$work/set"
done
done_
