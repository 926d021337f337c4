#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What `pagemark check` prints for other programs can be read by them, and its bad usage is explained.
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/lib.sh
selftest=$B/pagemark-selftest

# ktap_check FILE: version, plan, numbering and nesting as Documentation/dev-tools/ktap.rst has them.
ktap_check() {
	awk '
	function complain(what) { printf "%d: %s: %s\n", NR, what, $0; bad = 1 }
	{ match($0, /^ */); level = RLENGTH / 2; line = substr($0, RLENGTH + 1) }
	line ~ /^#/ { next }
	line == "KTAP version 1" {
		if (NR > 1 && level != depth + 1) complain("nesting")
		depth = level; plan[level] = -1; n[level] = 0; next
	}
	NR == 1 { complain("no version line") }
	line ~ /^1\.\.[0-9]+$/ {
		if (level != depth || plan[level] != -1) complain("a plan that does not follow its version")
		plan[level] = substr(line, 4) + 0; next
	}
	line ~ /^(not )?ok [0-9]+ [^#]+( # SKIP .*)?$/ {
		if (level == depth - 1) {
			if (n[depth] != plan[depth]) complain("subtests differ from their plan")
			depth = level
		}
		if (level != depth) complain("nesting")
		n[level]++
		number = line; sub(/^(not )?ok /, "", number); sub(/ .*/, "", number)
		if (number + 0 != n[level]) complain("numbering")
		next
	}
	{ complain("no KTAP") }
	END {
		if (depth != 0 || n[0] != plan[0] || !n[0]) { print "results differ from the plan"; bad = 1 }
		exit bad
	}' "$1"
}

# The checker itself must be able to fail.
printf 'KTAP version 1\n1..2\nok 1 a\n' >"$work/short"
if ktap_check "$work/short" >/dev/null; then
	not_ok 'the KTAP checker sees a missing result'
else
	ok 'the KTAP checker sees a missing result'
fi

status 'KTAP of everything' 2 "$selftest" check --limit 1 --format ktap selftest access
cp "$work/out" "$work/ktap"
if ktap_check "$work/ktap" >&2; then ok 'KTAP can be read'; else not_ok 'KTAP can be read'; fi
says 'KTAP marks a skip' "$work/ktap" ' skip # SKIP the reason'
says 'KTAP marks a failed group' "$work/ktap" 'not ok 2 host/selftest'

if python=$(command -v python3) && [ -n "${KUNIT_DIR:-}" ]; then
	# Its status is that of the tests in it, of which some must fail.
	"$python" "$KUNIT_DIR/kunit.py" parse "$work/ktap" >"$work/kunit" 2>&1
	says 'kunit.py reads it' "$work/kunit" 'Testing complete.' '[SKIPPED] skip'
	check 'and has no complaint' sh -c "! grep -E 'ERROR|Traceback' '$work/kunit' >&2"
else
	skip 'kunit.py reads it' 'no kunit.py in the cache of the guests, and KUNIT_DIR names none of a kernel tree'
fi

status 'JUnit of everything' 2 "$selftest" check --limit 1 --format junit selftest access
if command -v xmllint >/dev/null; then
	check 'JUnit is well-formed XML' xmllint --noout "$work/out"
	check 'no test case has two outcomes' test "$(xmllint --xpath \
		'count(//testcase[count(failure|error|skipped) > 1])' "$work/out")" = 0
	check 'JUnit counts what it holds' test "$(xmllint --xpath \
		'/testsuites/@tests = count(//testcase) and /testsuites/@failures = count(//failure) and
		/testsuites/@errors = count(//error) and /testsuites/@skipped = count(//skipped)' \
		"$work/out")" = true
else
	skip 'JUnit is well-formed XML' 'no xmllint (libxml2-utils)'
fi

status 'TAP 13 of everything' 2 "$selftest" check --limit 1 --format tap13 selftest access
check 'TAP 13 has its version' test "$(head -n 1 "$work/out")" = 'TAP version 13'
check 'TAP 13 has as many results as planned' test "$(sed -n 's/^1\.\.//p' "$work/out")" = \
	"$(grep -cE '^(not )?ok [0-9]+ - ' "$work/out")"
check 'TAP 13 closes each block' test "$(grep -c '^  ---$' "$work/out")" = "$(grep -c '^  \.\.\.$' "$work/out")"

status 'an unknown pattern is bad usage' 2 "$pagemark" check access/no_such
says 'it is named' "$work/err" "no claim matches 'access/no_such'"
status 'a pattern that means points only is bad usage' 2 "$pagemark" check access/file_read
status 'one bad pattern of two runs nothing' 2 "$pagemark" check access no_such
check 'nothing was printed' test ! -s "$work/out"
status 'an unknown format is bad usage' 2 "$pagemark" check --format yaml
says 'the formats are listed' "$work/err" "no format 'yaml'" 'ktap'
status 'an unknown option is bad usage' 2 "$pagemark" check --bogus
status 'a limit of 0 is bad usage' 2 "$pagemark" check --limit 0
says 'the range is told' "$work/err" 'from 1 up to 3600'
status 'an output that takes nothing is BROKEN' 2 sh -c "'$pagemark' check access >/dev/full"
says 'it is told' "$work/err" 'could not write'

"$selftest" check --format ktap selftest/claims/broken_hang selftest/claims/pass >"$work/out" 2>"$work/err" &
pid=$!
sleep 0.5
kill -TERM "$pid"
wait "$pid"
check 'an interrupt ends it with status 130' test $? -eq 130
if ktap_check "$work/out" >&2; then ok 'interrupted, it is whole'; else not_ok 'interrupted, it is whole'; fi
says 'what did not run is a SKIP that says so' "$work/out" 'SKIP' 'not run: interrupted'
done_
