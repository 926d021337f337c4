#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Six processes use /dev/pagemark, fork, map and are killed, while its devices and the module itself come and go: nothing is
# left behind. STRESS_S=600 makes it longer (`make stress`), STRESS_GUESTS="NAME..." takes other guests.
. tests/lib.sh
seconds=${STRESS_S:-20} seed=${STRESS_SEED:-1}

# stress GUEST COMPILER QEMU CONSOLE MEMORY_MIB QEMU_OPTION...
stress() {
	guest=$1 compiler=$2 qemu=$3 console=$4 memory=$5
	shift 5
	case " ${STRESS_GUESTS:-$guest} " in
	*" $guest "*) ;;
	*) return ;;
	esac
	if ! [ -e "$B/kmod/$guest/pagemark.ko" ] || ! [ -e "$B/guest/$guest/vmlinux" ]; then
		skip "stress in $guest" "it is not built: make guest-$guest"
		return
	fi
	root=$work/$guest
	mkdir -p "$root/dev"
	"$compiler" -std=gnu11 -O2 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -Ikmod-helper -Iharness -static -o "$root/init" \
		tests/kmod/stress/*.c tests/kmod/fuzz/guest.c harness/guest/test_device.c harness/system/kernel_log.c \
		harness/system/sysfile.c || {
		not_ok "the stress builds for $guest"
		return
	}
	cp "$B/kmod/$guest/pagemark.ko" "$root"
	(cd "$root" && find . | cpio -o -H newc -R 0:0 --quiet) >"$work/$guest.cpio"
	timeout $((seconds + 300)) "$qemu" "$@" -cpu max -accel tcg,thread=multi -smp 2 -m "$memory" -nic none -display none \
		-no-reboot -serial stdio -monitor none -device edu,dma_mask=0xffffffff \
		-kernel "$(dirname "$(readlink "$B/guest/$guest/vmlinux")")/vmlinuz" -initrd "$work/$guest.cpio" \
		-append "console=$console panic=-1 oops=panic quiet edu_bits=32 stress_s=$seconds stress_seed=$seed" \
		</dev/null >"$work/log" 2>&1
	grep -aE '^not ok|^# ' "$work/log" | tail -n 20 >&2
	check "stress in $guest came to its end: $(sed -n 's/^# stress: \(.* unloads\).*/\1/p' "$work/log")" \
		grep -qa '^# stress: .* failed' "$work/log"
	check '  nothing hangs, complains or is left behind' grep -qa '^# stress: 0 failed' "$work/log"
	check '  much of it did something' \
		test "0$(sed -n 's/.* requests, \([0-9]*\) did something.*/\1/p' "$work/log")" -gt $((seconds * 10))
	check '  and devices and module came and went' grep -qaE '[1-9][0-9]* unbinds, [1-9][0-9]* unloads' "$work/log"
}

stress x86_64-6.1 gcc qemu-system-x86_64 ttyS0 1024 -machine q35 -device pci-testdev
stress i386-pae-6.1 i686-linux-gnu-gcc qemu-system-x86_64 ttyS0 2048 -machine q35 -device pci-testdev
stress arm64-6.1 aarch64-linux-gnu-gcc qemu-system-aarch64 ttyAMA0 1024 -machine virt
done_
