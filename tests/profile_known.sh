#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The profiling plugin on a kernel of which every instruction is known: calls, a tail call, a retpoline, a return thunk, a page fault in the
# middle of a function, an interrupt in the middle of another. To the instruction; what is attributed wrongly is seen.
. tests/lib.sh
plugin=$B/pagemark-profile.so
command -v qemu-system-i386 >/dev/null || {
	skip 'instructions by function' 'qemu-system-i386 is not installed: apt-get install qemu-system-x86'
	done_
}

gcc -m32 -Ikmod-helper -Iharness/system -c -o "$work/known.o" tests/profile/known.S &&
	ld -m elf_i386 --no-warn-rwx-segments -T tests/profile/known.ld -o "$work/known" "$work/known.o" || exit 2
nm -n "$work/known" | grep -i ' t ' >"$work/symbols"

# boot NAME [OPTIONS [QEMU]]: runs it to its end; what the plugin says goes to NAME.raw
boot() {
	timeout 60 "${3:-qemu-system-i386}" -nodefaults -display none -accel tcg -icount shift=0,sleep=off -machine pc -m 64 -no-reboot \
		-kernel "$work/known" -plugin "$plugin,out=$work/$1.raw,round=0${2:-}" >"$work/$1.log" 2>&1
}

# by_function NAME
by_function() {
	awk -f tests/profile/known.awk "$work/symbols" "$work/$1.raw" | sort >"$work/$1.functions"
}

# Two batches of ten rounds each, as known.S counts them; round each the clock is read: rdtsc, call, mark; mark, ret, rdtsc. What iret pops: three words.
cat >"$work/expected" <<'END'
batch 148 0 0 82
batch 400406 0 6
batch 400411 0 5
caller 80 20 0 40
faults 140 20 40 20
indirect 20
leaf 160 40 40 0
loops 800004 2 2 0
page_fault 60 20 60 20
return_thunk 20 20 20 0
returns 40 20 0 0
tail 60 20 20 0
target 40 20 20 0
thunk 60 20 20 40
timer 5 1 4 1
tree call batch<caller 140
tree call batch<caller<leaf 160
tree call batch<faults 140
tree call batch<loops 800004
tree call batch<returns 60
tree call batch<thunk 60
tree call batch<thunk<thunk 40
tree root batch 148
tree trap batch<faults<page_fault 60
tree trap batch<loops<timer 5
END
boot first
by_function first
check 'every function has the instructions, calls, loads and stores that it executes' diff "$work/expected" "$work/first.functions"
boot second
check 'two boots are equal to the bit' cmp "$work/first.raw" "$work/second.raw"
boot wide ,arch=i386 qemu-system-x86_64
check 'so is one on the machine of x86_64' cmp "$work/first.raw" "$work/wide.raw"
boot no ,arch=aarch64
check 'no kernel of another architecture runs there' grep -q 'expected a kernel of i386, found arch=aarch64' "$work/no.log"

# What is modelled comes in addition: all accesses reach L1d but what calls push and returns pop (2 * 142 and 63 by iret), and only a line's first one in a large cache misses; so with pages.
printf 'L1d size=16KiB ways=256 line=64\nDTLB entries=64 ways=64 page=4KiB\n' >"$work/caches"
boot modelled ",caches=$work/caches"
grep -v '^model ' "$work/modelled.raw" >"$work/unmodelled"
check 'a model changes nothing else' cmp "$work/first.raw" "$work/unmodelled"
awk '$1 == "memory" { n += $4 + $6 } $1 == "touched" { lines += $3; pages += $4 }
	END { n -= 2 * 142 + 63; print "model L1d", n, lines; print "model DTLB", n, pages }' "$work/first.raw" >"$work/wanted"
check "modelled misses are those of lines and pages touched: $(tail -n 2 "$work/wanted" | tr '\n' ' ')" \
	test "$(grep '^model ' "$work/modelled.raw")" = "$(cat "$work/wanted")"
# Two lines at most fit: functions that take turns miss.
printf 'L1d size=128 ways=1 line=64\n' >"$work/small"
boot small ",caches=$work/small"
check 'a small cache misses more' test "$(awk '$1 == "model" { print $4 }' "$work/small.raw")" -gt \
	"$(awk '$2 == "L1d" { print $4 + 10 }' "$work/wanted")"

# changed SCRIPT: the file, changed by sed, must not look like the expected one
# shellcheck disable=SC2317 # check calls it
changed() {
	sed "$1" "$work/first.raw" >"$work/changed.raw"
	by_function changed
	! cmp -s "$work/first.raw" "$work/changed.raw" && ! cmp -s "$work/expected" "$work/changed.functions"
}
# address_of FUNCTION
address_of() {
	sed -n "s/^\([0-9a-f]*\) . $1\$/\1/p" "$work/symbols"
}
check 'a call that is attributed to another function is seen' changed \
	"s/^\(node [0-9]* [0-9]* call \)$(address_of thunk)/\1$(address_of returns)/"
check 'an interrupt that is taken for a call is seen' changed 's/ trap / call /'
check 'one execution too many is seen' changed 's/^\(count 2 .*\) 20$/\1 21/'

# refused WHY ARGUMENT...: QEMU does not load the plugin, which says why
# shellcheck disable=SC2317 # check calls it
refused() {
	want=$1
	shift
	timeout 60 qemu-system-i386 -nodefaults -display none -accel tcg "$@" >"$work/out" 2>&1
	test $? -ne 124 && grep -q "^pagemark: no profile: $want" "$work/out"
}
check 'more processors than one are refused' refused 'expected a whole machine with one processor' -smp 2 -plugin "$plugin,out=$work/x"
check 'no file is refused' refused 'expected out=FILE' -plugin "$plugin,round=1"
check 'an unknown argument is refused' refused 'expected out=FILE, round=NUMBER, caches=FILE, trace=FILE, arch=NAME, tally=FILE, found what=x' -plugin "$plugin,what=x"
printf 'L1d size=100 ways=1 line=64\n' >"$work/wrong"
check 'caches that cannot be are refused' refused "$work/wrong:1: expected of L1d whole lines" \
	-plugin "$plugin,out=$work/x,caches=$work/wrong"
check 'a folder that is not there is refused' refused "cannot write $work/none/x" -plugin "$plugin,out=$work/none/x"
done_
