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
	check 'gbench: and compares two contenders in it' sh -c "'$python' '$compare' filters '$work/gbench' \
		file_read/map/ file_read/pread/ | grep -q 'vs. file_read/pread/.size:64/real_time_pvalue'"
else
	skip 'gbench: compare.py reads it' 'no libbenchmark-tools with python3-scipy (tests/packages)'
fi
status 'gbench: nothing but instructions is nothing' 4 "$pagemark" export --to gbench -o "$work/none" \
	--target x86_64-6.1 "$work/r.jsonl"
says 'gbench: and that is explained' "$work/err" 'would call them time'
check 'gbench: and no file is made' test ! -e "$work/none"

exported csv
agrees csv

exported ktap
if [ -n "${KUNIT_DIR:-}" ]; then
	# Its status is that of the tests in it, of which some must fail.
	"$python" "$KUNIT_DIR/kunit.py" parse "$work/ktap" >"$work/kunit" 2>&1
	says 'ktap: kunit.py reads it' "$work/kunit" 'Ran 115 tests: passed: 106, failed: 2, skipped: 7' \
		'[PASSED] page/kmap/memory:low'
	check 'ktap: and has no complaint' sh -c "! grep -qE 'ERROR|Traceback|error' '$work/kunit'"
else
	skip 'ktap: kunit.py reads it' 'KUNIT_DIR names no tools/testing/kunit of a kernel tree'
fi
says 'ktap: a measurement is a diagnostic line' "$work/ktap" '  # page/kmap/memory:low: 15.0 insn (' '97.9 %, n=10)'

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
done_
