#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The threads axis: several threads at once, each on its own processor, one verdict; and contenders with six axes.
. tests/lib.sh
selftest=$B/pagemark-selftest
points=selftest/threads
pus=$(nproc)

# field NAME FILTER: of a bench line of $r
field() {
	jq -r --arg name "$1" 'select(.type == "bench" and .name == $name) | '"$2" "$r"
}

# run OUT ARGUMENTS...: two rounds of what is asked for
run() {
	r=$work/$1.jsonl
	shift
	"$selftest" run --accept-hazards --rounds 2 --limit 10 -o "$r" "$@" 2>"$work/err"
}

run all --counters minor-faults "$points"
check 'the record fits its schema' python3 tests/data/validate.py "$r"
check 'the record says in which order threads take processors' test \
	"$(jq -r 'select(.type == "run") | .threads_on | test("^[0-9]+(,[0-9]+)*$")' "$r")" = true
check 'one thread is measured like many' test "$(field $points/together/threads:1 .status)" = PASS
check 'threads that fail together have one verdict' test "$(field $points/all_fail/threads:1 .status)" = FAIL
check 'a thread that left its processor breaks the point' test "$(field $points/strays/threads:1 .status)" = BROKEN
check 'and is named' test "$(field $points/strays/threads:1 '.reason | test("^thread 0 was bound to PU [0-9]+ alone; ")')" = true

if [ "$pus" -ge 2 ]; then
	check 'two threads are two, bound apart before setup, and run at once' test "$(field $points/together/threads:2 .status)" = PASS
	check 'bytes and items count both' test \
		"$(field $points/together/threads:2 '"\(.bytes_per_op) \(.items_per_op)"')" = '2000 2'
	check 'counters are per operation of one thread' test \
		"$(field $points/together/threads:2 '.counters.operations.samples | unique | tostring')" = '[1]'
	if [ "$(field $points/together/threads:1 '.counters["minor-faults"].state')" = ok ]; then
		check 'events are counted in every thread' test \
			"$(field $points/together/threads:2 '.counters["minor-faults"].samples | map(round) | unique | tostring')" = '[8]'
	else
		skip 'events are counted in every thread' 'this user may not count them here'
	fi
	check 'of threads that time themselves the slowest is the time' test \
		"$(field $points/self_timed/threads:2 '.samples | unique | tostring')" = '[2000]'
	check 'and their figures are the mean' test \
		"$(field $points/self_timed/threads:2 '.counters.thread.samples | unique | tostring')" = '[0.5]'
	check 'no latency is made of threads that wait for each other' test "$(field $points/together/threads:2 .latency)" = null
	check 'two threads that fail at once have one verdict' test "$(field $points/all_fail/threads:2 .status)" = FAIL
	check 'and it is whole' test "$(field $points/all_fail/threads:2 '.reason | endswith("all_fail.c:7: n == 0")')" = true
	check 'any thread may skip' test "$(field $points/last_skips/threads:2 .reason)" = 'the last thread has no moon'
else
	skip 'two threads at once' 'this machine has one processor'
fi
if [ "$pus" -lt 4 ]; then
	check 'more threads than processors are skipped' test "$(field $points/together/threads:4 .status)" = SKIP
	check 'with both numbers' test "$(field $points/together/threads:4 .reason)" = \
		"needs 4 processing units, one for each thread, and this run may use $pus"
fi

# Never more threads than processors, wherever the bound comes from.
first=$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')
r=$work/narrow.jsonl
taskset -c "$first" "$selftest" run --accept-hazards --rounds 1 -o "$r" "$points/self_timed" 2>"$work/err"
check 'taskset(1) bounds threads too' test "$(field $points/self_timed/threads:2 .status)" = SKIP
check 'a remedy says what would help' test "$(field $points/self_timed/threads:2 '.remedy | contains("taskset")')" = true
check 'one thread still runs there' test "$(field $points/self_timed/threads:1 .status)" = PASS
run core --place core:0 "$points/self_timed"
check 'so does --place with one core' test "$(field $points/self_timed/threads:2 .status)" = SKIP

# The real ones
r=$work/fault.jsonl
status 'threads fault pages in beside each other' 0 "$pagemark" run --accept-hazards --rounds 1 -o "$r" fault/concurrent
check 'every measured fault is counted' test "$(jq -s '[.[] | select(.type == "bench" and .status == "PASS" and
	(.name | test("concurrent/(own|shared)_map/"))) | .counters.faults.samples[]] | unique | tostring' "$r")" = '"[64]"'
check 'and a populated mapping has none' test "$(field fault/concurrent/own_map_populate/threads:1 \
	'.status != "PASS" or (.counters.faults.samples | unique) == [0]')" = true

# Six axes
axes=selftest/axes/six
check 'six axes are listed as their product' test "$("$selftest" list "$axes" | grep -c "$axes")" = 128
name=$axes/memory:hugetlb/access:write/share:private/pages:512/present:no/threads:1
run axes "$name"
check 'the point with that name is measured' test "$(field "$name" .status)" = PASS
check 'with those parameters' test "$(field "$name" '.params | [.memory, .access, .share, .pages, .present, .threads] | join(" ")')" = \
	'hugetlb write private 512 no 1'
check 'as it saw them itself' test "$(field "$name" '.counters |
	[.memory, .access, .share, .pages, .present, .threads] | map(.samples[0]) | join(" ")')" = '3 1 0 512 1 1'
done_
