#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A million nearly right requests to /dev/pagemark by two threads in a guest: no complaint, no leak, and it unloads.
# FUZZ_CALLS makes it longer, FUZZ_SEED=$(date +%s) looks elsewhere, so that a change fails by what it changed and not by
# luck; FUZZ_GUEST names another guest, such as a debug kernel, which needs fewer calls or another FUZZ_LIMIT_S.
. tests/lib.sh
guest=${FUZZ_GUEST:-x86_64-6.1} calls=${FUZZ_CALLS:-1000000} seed=${FUZZ_SEED:-1} limit_s=${FUZZ_LIMIT_S:-850}

if ! [ -e "$B/kmod/$guest/pagemark.ko" ] || ! [ -e "$B/guest/$guest/vmlinux" ]; then
	skip "the fuzzer in $guest" "it is not built: make guests"
	done_
fi
mkdir -p "$work/root/dev"
gcc -std=gnu11 -O2 -D_GNU_SOURCE -Ikmod-helper -Iharness -static -o "$work/root/init" tests/kmod/fuzz/*.c \
	harness/kernel_log.c -lpthread || {
	not_ok 'the fuzzer builds'
	done_
}

# fuzz MODULE CALLS MORE: boots it; what it says is in $work/log
fuzz() {
	cp "$1" "$work/root/pagemark.ko"
	(cd "$work/root" && find . | cpio -o -H newc -R 0:0 --quiet) >"$work/fuzz.cpio"
	# No edu: a transfer takes it 200 ms, in which ten thousand other requests are refused or served.
	timeout "$limit_s" qemu-system-x86_64 -machine q35 -cpu max -accel tcg,thread=multi -smp 2 -m 1024 -nic none \
		-display none -device pci-testdev -no-reboot -serial stdio -monitor none \
		-kernel "$(dirname "$(readlink "$B/guest/$guest/vmlinux")")/vmlinuz" -initrd "$work/fuzz.cpio" \
		-append "console=ttyS0 panic=-1 oops=panic quiet fuzz_calls=$2 fuzz_seed=$seed $3" </dev/null >"$work/log" 2>&1
	[ $? -ne 124 ] || echo "not over after $limit_s s (FUZZ_LIMIT_S)" >&2
	grep -aE '^not ok|^# ' "$work/log" | tail -n 20 >&2
}

fuzz "$B/kmod/$guest/pagemark.ko" "$calls"
check "the fuzzer in $guest came to its end (FUZZ_SEED=$seed)" grep -qa '^# fuzz: ' "$work/log"
check "$calls calls: no complaint of the kernel, no leak, nothing written that should not be" \
	grep -qa '^# fuzz: 0 failed' "$work/log"
check 'many of them did something' \
	test "0$(sed -n 's/.* calls, \([0-9]*\) did something.*/\1/p' "$work/log")" -gt $((calls / 20))

# A fuzzer that finds nothing proves nothing until it has found something.
broken=${B#"$PWD"/}/kmod/$guest-break/pagemark.ko
if [ -e "$broken" ]; then
	fuzz "$broken" 100000 fuzz_break=pin_leak 2>/dev/null
	check 'a module that leaks pins is found out' grep -qaE '^not ok - [0-9]+ pages stay pinned' "$work/log"
else
	skip 'a module that leaks pins is found out' "$broken is not built: tests/kmod_claims.sh builds it"
fi
done_
