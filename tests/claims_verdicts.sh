#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Every claim holds here and fails under its break; claims that misbehave get the verdict that they name.
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/lib.sh
selftest=$B/pagemark-selftest

# verdicts FILE: "VERDICT NAME" per line, from JSON Lines
verdicts() {
	sed -n 's/.*"name":"\([^"]*\)".*"status":"\([A-Z]*\)".*/\2 \1/p' "$1"
}

# The claims of the user side, all subjects: nothing in them needs a guest.
user_claims='--target host access pin fault share'

# shellcheck disable=SC2086 # an option and two patterns
status 'every user-side claim holds on this host' 0 "$pagemark" check --format jsonl $user_claims
verdicts "$work/out" >"$work/held"
check 'there are at least 14 of them' test "$(grep -c '^PASS ' "$work/held")" -ge 14
check 'none fails or breaks' sh -c "! grep -E '^(FAIL|BROKEN) ' '$work/held'"

# shellcheck disable=SC2086
status 'every user-side claim fails under its break' 0 "$pagemark" check --break --format jsonl $user_claims
verdicts "$work/out" >"$work/broke"
check 'with --break as many are judged as without' cmp -s "$work/held" "$work/broke"

mkdir "$work/tmpfs"
if mount -t tmpfs tmpfs "$work/tmpfs" 2>/dev/null; then
	# shellcheck disable=SC2086
	status 'every user-side claim holds on tmpfs, or says why not' 0 \
		env TMPDIR="$work/tmpfs" "$pagemark" check --format jsonl $user_claims
	umount "$work/tmpfs"
else
	skip 'every user-side claim holds on tmpfs, or says why not' 'mount(2) needs root'
fi

if [ "$(id -u)" -eq 0 ]; then
	chmod 755 "$work"
	# shellcheck disable=SC2086
	status 'every user-side claim holds unprivileged, too' 0 \
		setpriv --reuid 65534 --regid 65534 --clear-groups "$pagemark" check $user_claims
else
	skip 'every user-side claim holds unprivileged, too' 'the checks above were'
fi

# Each misbehaving claim begins its sentence with the verdict that must come out.
status 'misbehaving claims make the status BROKEN' 2 "$selftest" check --limit 1 --format jsonl selftest
wrong=$(sed -n 's/.*"name":"\([^"]*\)","claim":"\([A-Z]*\).*"status":"\([A-Z]*\)".*/\2 \3 \1/p' "$work/out" |
	awk '{ n++ } $1 != $2 { print } END { if (n < 20) print "only " n " claims" }')
check "each misbehaving claim gets its verdict$wrong" test -z "$wrong"
check 'what a claim prints is not in the results' sh -c "! grep -q 'belongs on' '$work/out'"
says 'it is on standard error' "$work/err" 'this belongs on standard error'
# A killed process takes a moment to leave the table.
sleep 0.2
check 'no process of a claim outlives it' sh -c "! ps ax | grep -q '[s]leep 98765'"

says 'a crash is named' "$work/out" 'ended by SIGSEGV, which it does not expect'
says 'a hang is named' "$work/out" 'the test hung and was killed after 1 s'
says 'an exit(0) is no PASS' "$work/out" 'left before its end: Early exit with return value 0'
says 'a wrong signal is named' "$work/out" 'expected SIGBUS, got SIGSEGV'
says 'a missing signal is named' "$work/out" 'expected SIGBUS, got no signal'
says 'a failed assertion before the signal has its place' "$work/out" 'got a failed assertion at tests/cases/'
says 'a failed assertion has its place and words' "$work/out" 'verdicts.c:45: Assertion'
says 'a skip has reason and remedy' "$work/out" 'the reason # of a skip' 'the remedy of a skip'
says 'a failed preparation has condition and errno' "$work/out" 'a preparation failed: open' 'No such file'
says 'a killed runner is named' "$work/out" 'its runner gave no verdict: killed by SIGKILL'
if [ -w /dev/kmsg ] && [ -r /dev/kmsg ]; then
	says 'a warning in the kernel log is named' "$work/out" 'the kernel log gained: WARNING: a test of pagemark'
else
	skip 'a warning in the kernel log is named' 'reading and writing /dev/kmsg needs root'
fi

status 'a FAIL alone is status 1' 1 "$selftest" check selftest/claims/fail selftest/claims/pass
says 'and is told again at the end, before how much was checked' "$work/out" 'FAIL selftest/claims/fail [host]: FAIL: an assertion' \
	'2 of 2 checked'
status 'most of it SKIP is status 0' 0 "$selftest" check selftest/claims/pass selftest/claims/skip selftest/claims/skip_for_signal
says 'but the figure says it' "$work/out" '1 of 3 checked; 2 not: ' ' SKIP (the reason # of a skip)'
status 'a claim that is required and SKIP is status 1' 1 \
	"$selftest" check --require selftest/claims/skip --require selftest/claims/pass selftest/claims/pass selftest/claims/skip
says 'and is named with reason and remedy' "$work/err" \
	'required, but not checked: SKIP selftest/claims/skip [host]' 'the reason # of a skip; remedy: the remedy of a skip'
status 'so is one that is BROKEN' 1 "$selftest" check --require selftest/claims/broken_crash selftest/claims/pass selftest/claims/broken_crash
says 'and is named' "$work/err" 'required, but not checked: BROKEN selftest/claims/broken_crash'
status 'and one that was not asked for' 1 "$selftest" check --require 'selftest/claims/pass*' selftest/claims/pass
says 'and is named' "$work/err" 'required, but not among what was asked for: ' 'selftest/claims/pass_print [host]'
status 'what is required and FAIL was checked: the FAIL is the status' 1 "$selftest" check --require selftest/claims/fail selftest/claims/fail
check 'and nothing is missed' sh -c "! grep -q required '$work/err'"
status 'what is required and PASS is fine' 0 "$selftest" check --format ktap --require selftest/claims/pass selftest/claims/pass
says 'and formats for programs have the figure on standard error' "$work/err" '1 of 1 checked'
status 'a --require that means no claim is bad usage' 2 "$selftest" check --require selftest/points selftest/claims/pass
says 'and is named' "$work/err" "no claim matches 'selftest/points'"
status 'nothing but a SKIP is status 4' 4 "$selftest" check selftest/claims/skip
status 'a break that changes nothing is status 1' 1 \
	"$selftest" check --break selftest/claims/pass selftest/claims/pass_useless_break
says 'and is named' "$work/out" 'FAIL    selftest/claims/pass_useless_break' 'so it proves nothing'
status 'a break may be another datum: the test that held fails, and the other way round' 1 \
	"$selftest" check --break selftest/claims/pass_datum selftest/claims/fail_datum
says 'and each is told' "$work/out" 'PASS    selftest/claims/pass_datum' 'FAIL    selftest/claims/fail_datum'
status 'a break that fails itself is status 2' 2 "$selftest" check --break selftest/claims/broken_break
says 'and is named' "$work/out" 'its deliberate break went wrong'
status 'a claim without a break is status 2' 2 "$selftest" check --break selftest/claims/pass_no_break
done_
