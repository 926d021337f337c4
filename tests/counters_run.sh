#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# --counters on this machine: states instead of zeros, refusals that name the event, and the build without libperf.
. tests/lib.sh

point='access/file_read/map_each/size:64'

# counted LIST OUT [COMMAND...]: one point with counters
counted() {
	list=$1 out=$2
	shift 2
	"$@" run --quick --rounds 2 --counters "$list" -o "$out" "$point" 2>"$work/err"
}

# bench FILTER: of the one bench line
bench() {
	jq -r --arg point "$point" 'select(.type == "bench" and .name == $point) | '"$1" "$2"
}

# Everybody may be refused counters here; then the record has to say just that.
if counted default "$work/all.jsonl" "$pagemark"; then
	ok 'a run with the default counters succeeds whatever this machine has'
else
	not_ok 'a run with the default counters succeeds whatever this machine has'
	cat "$work/err" >&2
fi
check 'its record fits the schema' python3 tests/data/validate.py "$work/all.jsonl"
check 'the run line names the events' test "$(jq -r 'select(.type == "run") | .counters.events | length' "$work/all.jsonl")" = 11
check 'flaw 10: each of them is in the result, with a state' test \
	"$(bench '[.counters[] | select(.covers) | .state | select(. != null)] | length' "$work/all.jsonl")" = 11
check 'flaw 10: what does not count has no number, what counts has one for each sample' test \
	"$(bench '[.counters[] | select((.state == "ok" or .state == "scaled") != (.samples | length == 2))] | length' \
		"$work/all.jsonl")" = 0
check 'flaw 6: no counter is NaN or infinite' test "$(grep -ciE '(nan|inf)(inity)?[,}]' "$work/all.jsonl")" = 0
if [ "$(bench '.counters["minor-faults"].state' "$work/all.jsonl")" = ok ]; then
	check 'minor faults agree with what getrusage(2) counted for the contender' test \
		"$(bench '(.counters["minor-faults"].samples | add / length | round) == (.counters.faults.samples | add / length | round)' \
			"$work/all.jsonl")" = true
else
	skip 'minor faults agree with getrusage(2)' "this user may not count them here"
fi
counted none "$work/none.jsonl" "$pagemark"
check 'none counts nothing and says so' test "$(jq -r 'select(.type == "run") | .counters' "$work/none.jsonl")" = null
check 'and leaves only what the contender itself counts' test "$(bench '.counters | keys | join(" ")' "$work/none.jsonl")" = faults

status 'an event that is none is refused' 2 "$pagemark" run --counters cycles,no-such-event -o "$work/x.jsonl" "$point"
says 'by its name' "$work/err" "no event is named 'no-such-event'"
check 'before any record is begun' test ! -e "$work/x.jsonl"
status 'a list with a hole is refused' 2 "$pagemark" run --counters cycles, -o "$work/x.jsonl" "$point"
says 'with what is expected' "$work/err" 'event names with commas between them'

status 'doctor works' 0 "$pagemark" doctor --json
check 'doctor has a state for each default event, and a remedy for each that does not count' test \
	"$(jq -r '[.counters.events[] | select(.state == "ok" or .state == "scaled" or (.reason != "" and .remedy != ""))] | length' \
		"$work/out")" = 11

# Flaw 10 from the other side: a user who may not.
paranoid=$(cat /proc/sys/kernel/perf_event_paranoid 2>/dev/null || echo none)
if [ "$(id -u)" -ne 0 ]; then
	skip 'a user who may not count is told so' 'only root can become nobody'
elif [ "$paranoid" = none ] || [ "$paranoid" -lt 2 ]; then
	skip 'a user who may not count is told so' "kernel.perf_event_paranoid is $paranoid, so everybody may"
else
	nobody=$(mktemp -d)
	chmod 777 "$nobody"
	cp "$pagemark" "$nobody/pagemark"
	(cd "$nobody" && TMPDIR=$nobody counted minor-faults,minor-faults:u "$nobody/denied.jsonl" \
		setpriv --reuid=65534 --regid=65534 --clear-groups ./pagemark)
	check 'flaw 10: denied is neither a zero nor the end of the run' test \
		"$(bench '.status + " " + .counters["minor-faults"].state' "$nobody/denied.jsonl")" = 'PASS denied'
	if [ "$paranoid" -eq 2 ]; then
		check 'and what this user may count is counted' test \
			"$(bench '.counters["minor-faults:u"].state' "$nobody/denied.jsonl")" = ok
	fi
	(cd "$nobody" && setpriv --reuid=65534 --regid=65534 --clear-groups ./pagemark doctor) >"$work/out"
	says 'doctor tells such a user what to do' "$work/out" 'denied: ' "perf_event_paranoid is $paranoid" 'sysctl kernel.perf_event_paranoid=1'
	rm -rf "$nobody"
fi

# No libperf to be had: the cache cannot even be made.
make -s "B=$work/b" PAGEMARK_CACHE=/dev/null/cache "$work/b/obj/harness/counters/perf_libperf.o" 2>"$work/err"
check 'without libperf the build goes on' test -e "$work/b/obj/harness/counters/perf_libperf.o"
says 'and says so' "$work/err" 'building without libperf'
check 'and the program then links nothing of it' test ! -s "$work/b/libperf/libs"
check 'the record says which it was' test "$(jq -r 'select(.type == "run") |
	(.tool.features.libperf == (.counters.by == "libperf"))' "$work/all.jsonl")" = true
done_
