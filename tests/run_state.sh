#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# State outside of processes: set for each sample, put back after it, also when the run is killed.
. tests/lib.sh
cp "$B/pagemark-selftest" "$work/selftest"
selftest=$work/selftest
points=selftest/state
pool=/proc/sys/vm/nr_hugepages thp=/sys/kernel/mm/transparent_hugepage/enabled around=/sys/kernel/debug/fault_around_bytes

# tree: a machine as it boots, below $root
root=$work/root
tree() {
	for file in $pool $thp $around; do
		mkdir -p "$root${file%/*}"
	done
	echo 0 >"$root$pool"
	echo 'always [madvise] never' >"$root$thp"
	echo 32768 >"$root$around"
}
# is POOL THP AROUND: what the tree says now
# shellcheck disable=SC2317 # check() calls it
is() {
	test "$(cat "$root$pool") $(cat "$root$thp") $(cat "$root$around")" = "$1 $2 $3"
}
# becomes POOL THP AROUND: what the tree says soon
# shellcheck disable=SC2317 # check() calls it
becomes() {
	for _ in $(seq 100); do
		is "$@" && return
		sleep 0.1
	done
	is "$@"
}
# field FILE NAME FILTER: of a bench line
field() {
	jq -r --arg name "$2" 'select(.type == "bench" and .name == $name) | '"$3" "$1"
}
# shellcheck disable=SC2317 # check() calls it
nothing_runs() {
	for exe in /proc/[0-9]*/exe; do
		[ "$(readlink "$exe" 2>/dev/null)" != "$selftest" ] || return 1
	done
}

tree
r=$work/r.jsonl
status 'wishes are granted' 0 env PAGEMARK_ROOT="$root" "$selftest" run --accept-hazards --rounds 2 -o "$r" "$points/wishes"
check 'at every point' test "$(jq -s '[.[] | select(.type == "bench" and (.name | test("wishes")) and .status == "PASS")] | length' "$r")" = 4
check 'and everything is put back' is 0 madvise 32768
check 'the record says what was set' test "$(field "$r" "$points/wishes/memory:hugetlb/fault_around:65536" \
	'.state | tojson')" = '{"hugepages":"8","thp":"never","fault_around":"65536"}'
check 'at each point its own' test "$(field "$r" "$points/wishes/memory:base/fault_around:4096" \
	'.state | tojson')" = '{"thp":"never","fault_around":"4096"}'
check 'the record fits its schema' python3 tests/data/validate.py "$r"
check 'nobody is left to keep watch' nothing_runs
"$selftest" list "$points/hugetlb" >"$work/out"
says 'wishes are listed' "$work/out" 'hugepages=2'

status 'doctor looks at state' 0 env PAGEMARK_ROOT="$root" "$selftest" doctor
says 'it can be set' "$work/out" 'has         hugepages (settable)' 'has         fault_around (settable)'

rm "$root$around"
status 'doctor works without' 0 env PAGEMARK_ROOT="$root" "$selftest" doctor
says 'it says what cannot be set, and what to do' "$work/out" 'lacks       fault_around (settable)' 'mount -t debugfs'
r=$work/missing.jsonl
PAGEMARK_ROOT=$root "$selftest" run --accept-hazards --rounds 1 -o "$r" "$points/wishes" 2>"$work/err"
check 'a file that is not there is a skip' test "$(field "$r" "$points/wishes/memory:base/fault_around:4096" .status)" = SKIP
check 'with its name' test "$(field "$r" "$points/wishes/memory:base/fault_around:4096" .reason)" = \
	"$around cannot be set: No such file or directory"
check 'and what to do' test "$(field "$r" "$points/wishes/memory:base/fault_around:4096" '.remedy | contains("mount -t debugfs")')" = true
tree

# Killed in the middle of a sample, by each signal that ends the run or its whole process group
for how in 'KILL the run' 'KILL the group' 'INT the group' 'TERM the run' 'SEGV the run'; do
	rm -f "$work/k.jsonl"
	# A shell lets what it starts behind "&" ignore SIGINT, and what is ignored stays ignored.
	PAGEMARK_ROOT=$root setsid env --default-signal=INT "$selftest" run --accept-hazards --rounds 1 -o "$work/k.jsonl" \
		"$points/takes_long" 2>"$work/err" &
	pid=$!
	check "state is set, then $how" becomes 3 always 32768
	case $how in
	*group) kill -s "${how%% *}" -- "-$pid" ;;
	*) kill -s "${how%% *}" "$pid" ;;
	esac
	check 'and put back after it' becomes 0 madvise 32768
	wait $pid 2>/dev/null
done
sleep 1
check 'and nothing runs on' nothing_runs

# Two runs at once take turns
tree
for i in 1 2; do
	PAGEMARK_ROOT=$root "$selftest" run --accept-hazards --rounds 3 -o "$work/two$i.jsonl" "$points/wishes" 2>"$work/err$i" &
done
wait
check 'two runs at once do not set the state under each other' test \
	"$(jq -s '[.[] | select(.type == "bench" and (.name | test("wishes")) and .status == "PASS")] | length' "$work"/two?.jsonl)" = 8
check 'and the second does not take the first one'"'"'s for the machine'"'"'s' is 0 madvise 32768

# The machine itself
before=$(cat $pool 2>/dev/null)
r=$work/real.jsonl
"$selftest" run --accept-hazards --rounds 1 -o "$r" "$points/hugetlb" 2>"$work/err"
if [ "$(id -u)" -ne 0 ] || [ ! -w $pool ]; then
	check 'huge pages without root are a skip' test "$(field "$r" "$points/hugetlb" .status)" = SKIP
	check 'that says what to do' test "$(field "$r" "$points/hugetlb" '.remedy | length > 0')" = true
else
	check 'huge pages are there when they were wished, or it is said why not' test "$(field "$r" "$points/hugetlb" \
		'.status == "PASS" or (.status == "SKIP" and (.reason | startswith("'$pool' was asked for")))')" = true
	check 'and the pool is as it was' test "$(cat $pool)" = "$before"
	mkdir "$work/nobody"
	chmod 755 "$work" "$work/nobody"
	chmod 777 "$work/nobody"
	(cd "$work/nobody" && TMPDIR=$work/nobody setpriv --reuid=65534 --regid=65534 --clear-groups "$selftest" run \
		--accept-hazards --rounds 1 -o "$work/nobody/r.jsonl" "$points/hugetlb" 2>"$work/err")
	check 'who is not root is told so' test "$(field "$work/nobody/r.jsonl" "$points/hugetlb" \
		'.status == "SKIP" and (.remedy | startswith("run it as root"))')" = true
fi

# A control group for a sample alone
# group PID: whether that run has one now
# shellcheck disable=SC2317 # check() calls it
group() {
	find /sys/fs/cgroup -maxdepth 6 -name "pagemark-$1" 2>/dev/null | grep -q .
}
# shellcheck disable=SC2317 # check() calls it
group_gone() {
	for _ in $(seq 150); do
		group "$1" || return 0
		sleep 0.1
	done
	return 1
}
r=$work/limit.jsonl
"$selftest" run --accept-hazards --rounds 1 --dir "$PWD" -o "$r" selftest/limit/met selftest/limit/unmet 2>"$work/err"
why=$(field "$r" selftest/limit/unmet .reason)
case $why in
'the memory limit of this point was never met'*)
	check 'a limit that is met has a number' test "$(field "$r" selftest/limit/met .status)" = PASS
	check 'and is in the record' test "$(field "$r" selftest/limit/met .state.memory_limit)" = 8388608
	check 'one that is not met has none' test "$(field "$r" selftest/limit/unmet .status)" = SKIP
	for how in KILL INT; do
		rm -f "$work/k.jsonl"
		setsid env --default-signal=INT "$selftest" run --accept-hazards --rounds 1 -o "$work/k.jsonl" \
			selftest/limit/hangs 2>"$work/err" &
		pid=$!
		# setsid(1) forks where it leads a group already.
		for _ in $(seq 100); do
			! group "$pid" || break
			sleep 0.1
		done
		check "a group is there, then $how" group "$pid"
		kill -s "$how" "$pid"
		check 'and removed after it' group_gone "$pid"
		wait "$pid" 2>/dev/null
	done
	;;
*)
	check 'a limit that cannot be had is a SKIP' test "$(field "$r" selftest/limit/unmet .status)" = SKIP
	check 'with the remedy' test "$(field "$r" selftest/limit/unmet '.remedy | length > 0')" = true
	skip 'a memory limit is set, met, and removed' "$why"
	;;
esac
done_
