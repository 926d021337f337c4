#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Who measured: the machine, its labels, what was asked for, how busy it was, and what compiled the program.
set -u
. tests/lib.sh
selftest=$B/pagemark-selftest
point=selftest/points/steady/turn:1

# put PATH TEXT: one file of a tree that stands for another machine
put() {
	mkdir -p "$(dirname "$root$1")"
	printf '%b\n' "$2" >"$root$1"
}
# of FILE FILTER: of the run line
of() {
	jq -r "select(.type == \"run\") | $2" "$1"
}
# measure FILE OPTION...: in a tree of our own, whose hazards are none of this test's business
measure() {
	file=$1
	shift
	status "measured: $*" 0 env PAGEMARK_ROOT="$root" "$selftest" run --accept-hazards --rounds 6 -o "$file" "$@" $point
	check 'the record fits its schema' python3 tests/data/validate.py "$file"
}

root=$work/one
put /etc/machine-id 0123456789abcdef0123456789abcdef
put /proc/sys/kernel/hostname lab1
put /proc/cmdline 'ro caf\0351 quiet'
put /sys/class/dmi/id/sys_vendor 'Fabricated Works'
put /sys/class/dmi/id/product_serial SECRET-9
put /proc/cpuinfo 'model name\t: Fabricated CPU\nmicrocode\t: 0x2b'
measure "$work/a"
check 'the machine is its hashed id' test "$(of "$work/a" .host.machine)" = "$(of "$work/a" .host.machine_id)"
check 'which is a digest' sh -c "jq -r .host.machine_id '$work/a' | grep -qxE '[0-9a-f]{32}'"
check 'the id itself is nowhere' sh -c "! grep -q 0123456789abcdef0123456789abcdef '$work/a'"
check 'nor is a serial number' sh -c "! grep -q SECRET-9 '$work/a'"
check 'name, product and microcode are there' test \
	"$(of "$work/a" '[.host.hostname, .host.product, .host.microcode] | join(",")')" = 'lab1,Fabricated Works,0x2b'
check 'a command line of the kernel in Latin-1 is text' test "$(of "$work/a" .kernel.cmdline)" = "$(printf 'ro caf\357\277\275 quiet')"
measure "$work/serial" --serial
check 'a serial number is there if it was asked for' test "$(of "$work/serial" .host.serial.product)" = SECRET-9

root=$work/two
put /etc/machine-id fedcba9876543210fedcba9876543210
put /proc/sys/kernel/hostname lab2
put /proc/cmdline 'ro caf\0351 quiet'
put /proc/cpuinfo 'model name\t: Fabricated CPU'
measure "$work/b"
status 'two machines are not compared' 2 "$pagemark" compare "$work/a" "$work/b"
says 'and are named' "$work/err" 'machine (!): lab1 (' '-> lab2 ('
measure "$work/b.pool" --label machine=pool --label rack=7
root=$work/one
measure "$work/a.pool" --label machine=pool --label rack=3
check 'a label stands for the machine' test "$(of "$work/a.pool" '[.host.machine, .host.labels.rack] | join(",")')" = pool,3
"$pagemark" compare "$work/a.pool" "$work/b.pool" >"$work/out" 2>&1
check 'and then they are one' sh -c "! grep -q 'machine (!)' '$work/out'"
status 'they go into a history' 0 "$pagemark" history add --db "$work/h.db" "$work/a" "$work/b" "$work/a.pool" "$work/b.pool"
"$pagemark" history list --db "$work/h.db" >"$work/out"
says 'with a series for each machine and one for the pool' "$work/out" 'circumstances 3:' '    machine: pool'
check 'and no more' sh -c "! grep -q 'circumstances 4:' '$work/out'"
for label in rack =7 rack= 'ra ck=7' machine=a; do
	status "--label $label is bad usage" 2 "$pagemark" run --label machine=b --label "$label" -o "$work/none" access
done
says 'and it says why' "$work/err" 'given twice'

root=$work/empty
put /nothing ''
measure "$work/nobody"
check 'a machine that tells nothing is null' test "$(of "$work/nobody" .host.machine)" = null

status 'the machine itself' 0 "$selftest" run --accept-hazards --rounds 1 -o "$work/here" $point
check 'by default no place was asked for' test "$(of "$work/here" .place)" = null
for type in run end; do
	check "its load is in the $type line" sh -c "jq -r 'select(.type == \"$type\") | .load.class' '$work/here' | grep -qxE 'idle|busy|overloaded'"
done
status 'a place that is asked for' 0 "$selftest" run --accept-hazards --rounds 1 --place core:0 -o "$work/core" $point
check 'is recorded as it was asked for' test "$(of "$work/core" .place)" = core:0

# What a compiler calls itself, and what the record calls it: clang says that it is gcc too.
printf '#include <stdio.h>\n#include "system/compiler.h"\nint main(void)\n{\n\treturn puts(PMK_COMPILER) < 0;\n}\n' >"$work/name.c"
for compiler in gcc clang; do
	if ! command -v $compiler >"$work/which"; then
		skip "the name of $compiler" "no $compiler here"
		continue
	fi
	$compiler -Iharness -o "$work/name" "$work/name.c"
	version=$($compiler --version | sed -n '1s/.*[^0-9.]\([0-9][0-9]*\.[0-9][0-9]*\.[0-9][0-9]*\).*/\1/p')
	check "$compiler is named truly" test "$("$work/name")" = "$compiler $version"
done
done_
