#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The unit tests and a few commands of a sanitised build in $B: nothing may be found. `make test-sanitized` calls it.
cd "$(dirname "$0")/.." || exit 2
. tests/lib.sh
selftest=$B/pagemark-selftest
[ -s "$B/sanitizers" ] || {
	echo "not ok - $B is no sanitised build: make B=$B SAN=address,undefined"
	exit 1
}
log=$work/log

# clean WHAT WANTED COMMAND...: the status must be WANTED, and no sanitizer may have said anything
clean() {
	what=$1 wanted=$2
	shift 2
	timeout 900 "$@" >"$work/out" 2>"$log"
	got=$?
	if [ "$got" -ne "$wanted" ] || grep -qE 'Sanitizer|runtime error:' "$log" "$work/out"; then
		not_ok "$what: status $got, wanted $wanted"
		tail -n 40 "$log" "$work/out" >&2
	else
		ok "$what"
	fi
}

# In every test a process of its own, so looking for leaks would take minutes; the commands below are looked through.
CK_TIMEOUT_MULTIPLIER=10 ASAN_OPTIONS=detect_leaks=0 clean 'the unit tests' 0 "$B/unit"
grep '^unit: ' "$work/out" | sed 's/^/    /'

status 'a build directory keeps its sanitizers' 2 make -n "B=$B" SAN=leak
says 'and says so' "$work/err" "is built without SAN=leak"

# Would it be seen?
"$selftest" run --accept-hazards --rounds 1 -o "$work/b.jsonl" selftest/sanitized/beyond >"$log" 2>&1
check 'a read behind a buffer is noticed' grep -q 'AddressSanitizer: heap-buffer-overflow' "$log"

r=$work/r.jsonl
clean 'list' 0 "$pagemark" list --json
clean 'doctor' 0 "$pagemark" doctor --json
clean 'bad usage' 2 "$pagemark" run --rounds none
clean 'contenders that work' 0 "$pagemark" run --accept-hazards --target host --rounds 2 --counters default -o "$r" \
	'access/file_*/size:65536' pin/first_touch/*/pages:8 fault/concurrent fault/user_handler 'share/move/*/size:65536' \
	'access/claims/map*'
clean 'its record is shown' 0 "$pagemark" show "$r"
clean 'and as JSON' 0 "$pagemark" show --format json "$r"
clean 'and reported' 0 "$pagemark" report -o "$work/report" "$r"
for format in gbench csv json ktap junit github-action-benchmark bmf kcidb lava rules otava openmetrics; do
	clean "and exported as $format" 0 "$pagemark" export --to "$format" "$r"
done
python3 tests/data/fabricate.py 12 >"$work/good"
python3 tests/data/vary.py "$work/good" id=BAD noise=0.02 'slow=*/size:64:1.3' 'status=pin/claims/*:FAIL' >"$work/bad"
for format in pretty json markdown; do
	clean "two runs are compared as $format" 1 "$pagemark" compare --format "$format" "$work/good" "$work/bad"
done
clean 'two contenders too' 1 "$pagemark" compare --paired "$work/good" access/file_read/map access/file_read/pread
clean 'and bisected' 1 "$pagemark" bisect --good "$work/good" --bad "$work/bad" "$work/bad"
python3 tests/data/fabricate_history.py "$work/runs" 40 3 --guest --step 1:30:1.1
clean 'and kept in a history' 2 "$pagemark" history add --db "$work/h.db" "$r" "$work"/runs/*.jsonl "$0"
clean 'which is tracked' 1 "$pagemark" history track --db "$work/h.db" -o "$work/plots"
clean 'as JSON, too' 1 "$pagemark" history track --db "$work/h.db" --format json
clean 'and listed' 0 "$pagemark" history list --db "$work/h.db" --format otava --circumstances 2
clean 'threads, and threads that fail' 2 "$selftest" run --accept-hazards --rounds 1 -o "$work/t.jsonl" selftest/threads
clean 'contenders that fail, skip and break' 2 "$selftest" run --accept-hazards --rounds 1 --limit 5 -o "$work/p.jsonl" \
	'selftest/points/w*' 'selftest/points/s*' 'selftest/points/b*'
clean 'state that is wished' 0 "$selftest" run --accept-hazards --rounds 1 -o "$work/s.jsonl" 'selftest/state/hugetlb' selftest/points/steady
clean 'claims' 0 "$pagemark" check --target host --format tap13 'access/claims/*' 'pin/claims/*' 'fault/claims/*' 'share/claims/*'
done_
