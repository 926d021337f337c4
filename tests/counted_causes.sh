#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What costs are put down to is counted: page faults, handled pages, interrupts of other processors.
. tests/lib.sh

"$pagemark" run --accept-hazards --target host --quick --rounds 1 --counters none -o "$work/run" 'fault/anonymous/*/pages:64' fault/file_order \
	'fault/user_handler/*/threads:1' 'pin/lock/*/pages:16' 'pin/huge/*/size:2097152' tlb/shootdown >"$work/out" 2>"$work/err"
check 'page faults and what they cost are measured' test $? -eq 0

# counted NAME COUNTER LEAST MOST: each of these points that has a number counted so many for each operation, or is SKIP
counted() {
	jq -r --arg name "$1" --arg counter "$2" 'select(.type == "bench" and (.name | test("^" + $name))) | if .status == "SKIP" then "SKIP"
		else .counters[$counter].value // .counters[$counter].samples[0] // "none" end' "$work/run" | sort -u >"$work/found"
	if ! [ -s "$work/found" ] || ! grep -qvx SKIP "$work/found"; then
		skip "$1 counts $2" 'this machine has no such point'
		return
	fi
	# shellcheck disable=SC2016 # of awk
	check "$1 counts $3 to $4 $2: $(paste -sd' ' "$work/found")" awk -v least="$3" -v most="$4" \
		'$1 != "SKIP" && ($1 == "none" || $1 < least || $1 > most) { bad = 1 } END { exit bad }' "$work/found"
}
counted fault/anonymous/ faults 64 64
counted fault/file_order/touch faults 1 64
counted 'fault/file_order/(populate|pread)' faults 0 0
counted fault/user_handler/before handled 0 0
counted 'fault/user_handler/(sigsegv|userfaultfd)' handled 64 64
counted 'pin/lock/(mlock|mlock_present|map_locked|mlockall_.*)/' faults 0 0
counted pin/lock/mlock_onfault faults 16 16
# One page fault for each huge page; a page of the program may fault meanwhile.
counted 'pin/huge/(thp|hugetlb)' faults 1 2
base=$((2097152 / $(getconf PAGESIZE)))
counted pin/huge/base faults $base $((base + 1))
# Each call interrupts the one other thread's processor; a busy machine runs that thread less often.
counted 'tlb/shootdown/.*/threads:2' shootdowns 0.5 1.5
done_
