#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A million nearly right requests to /dev/pagemark by three threads in a guest, some more behind an IOMMU, in the i386 guest
# with high memory and on the debug kernel: no complaint, no leak, and it unloads. `make fuzz-module` has a million of each. FUZZ_CALLS makes it longer, FUZZ_SEED=$(date +%s) looks elsewhere, so that a
# change fails by what it changed and not by luck; FUZZ_GUEST names another guest, which may need another FUZZ_LIMIT_S.
. tests/lib.sh
guest=${FUZZ_GUEST:-x86_64-6.1} calls=${FUZZ_CALLS:-1000000} seed=${FUZZ_SEED:-1} limit_s=${FUZZ_LIMIT_S:-850}

if ! [ -e "$B/kmod/$guest/pagemark.ko" ] || ! [ -e "$B/guest/$guest/vmlinux" ]; then
	skip "the fuzzer in $guest" "it is not built: make guests"
	done_
fi
mkdir -p "$work/root/dev"

# fuzzer COMPILER: init of the guests from here on
fuzzer() {
	"$1" -std=gnu11 -O2 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -Ikmod-helper -Iharness -static -o "$work/root/init" \
		tests/kmod/fuzz/*.c harness/guest/test_device.c harness/system/kernel_log.c harness/system/sysfile.c \
		-lpthread || {
		not_ok "the fuzzer builds with $1"
		done_
	}
}

case $guest in
i386*) fuzzer i686-linux-gnu-gcc ;;
*) fuzzer gcc ;;
esac

# fuzz MODULE CALLS GUEST APPEND [QEMU_OPTION...]: boots it; what it says is in $work/log
fuzz() {
	cp "$1" "$work/root/pagemark.ko"
	case $3 in
	i386*) memory=2048 ;;
	*) memory=1024 ;;
	esac
	vmlinuz=$(dirname "$(readlink "$B/guest/$3/vmlinux")")/vmlinuz
	append="console=ttyS0 panic=-1 oops=panic quiet fuzz_calls=$2 fuzz_seed=$seed $4"
	shift 4
	(cd "$work/root" && find . | cpio -o -H newc -R 0:0 --quiet) >"$work/fuzz.cpio"
	# No edu: whoever can write its registers has it store into any memory, and a fuzzer writes anything.
	timeout "$limit_s" qemu-system-x86_64 -machine q35,kernel-irqchip=split -cpu max -accel tcg,thread=multi -smp 2 \
		-m "$memory" -nic none -display none "$@" -device pci-testdev -no-reboot -serial stdio -monitor none \
		-kernel "$vmlinuz" -initrd "$work/fuzz.cpio" -append "$append" </dev/null >"$work/log" 2>&1
	[ $? -ne 124 ] || echo "not over after $limit_s s (FUZZ_LIMIT_S)" >&2
	grep -aE '^not ok|^# ' "$work/log" | tail -n 20 >&2
}

# clean WHERE CALLS
clean() {
	check "the fuzzer $1 came to its end (FUZZ_SEED=$seed)" grep -qa '^# fuzz: ' "$work/log"
	check "$2 calls: no complaint of the kernel, no leak, nothing written that should not be" \
		grep -qa '^# fuzz: 0 failed' "$work/log"
	check 'many of them did something' \
		test "0$(sed -n 's/.* calls, \([0-9]*\) did something.*/\1/p' "$work/log")" -gt $(($2 / 20))
}

fuzz "$B/kmod/$guest/pagemark.ko" "$calls" "$guest" ''
clean "in $guest" "$calls"
# Of one guest only, as `make fuzz-module` asks.
[ -z "${FUZZ_GUEST:-}" ] || done_
fuzz "$B/kmod/$guest/pagemark.ko" $((calls / 5)) "$guest" 'intel_iommu=on iommu.strict=1' -device intel-iommu
clean "behind an IOMMU" $((calls / 5))

high=i386-pae-6.1
if [ -e "$B/kmod/$high/pagemark.ko" ] && [ -e "$B/guest/$high/vmlinux" ]; then
	fuzzer i686-linux-gnu-gcc
	fuzz "$B/kmod/$high/pagemark.ko" $((calls / 10)) $high ''
	clean "in $high" $((calls / 10))
	fuzzer gcc
else
	skip "the fuzzer in $high" "it is not built: make guests"
fi

debug=x86_64-debug
if [ -e "$B/guest/$debug/initramfs.cpio" ]; then
	fuzz "$B/kmod/$debug/pagemark.ko" $((calls / 20)) $debug ''
	clean "in $debug" $((calls / 20))
else
	skip "the fuzzer in $debug" "guest $debug is not built: 'make guest-$debug' builds its kernel in about 10 minutes"
fi

# A fuzzer that finds nothing proves nothing until it has found something.
broken=${B#"$PWD"/}/kmod/$guest-break/pagemark.ko
if [ -e "$broken" ]; then
	fuzz "$broken" 100000 "$guest" fuzz_break=pin_leak 2>/dev/null
	check 'a module that leaks pins is found out' grep -qaE '^not ok - [0-9]+ pages stay pinned' "$work/log"
else
	skip 'a module that leaks pins is found out' "$broken is not built: tests/kmod_claims.sh builds it"
fi
done_
