#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# tests/kmod as init of a guest: every op of /dev/pagemark, bad requests, the buffer, unloading.
. tests/lib.sh

# boots GUEST COMPILER MEMORY_MIB [APPEND EMULATOR...]: the test's lines on the serial console, in $work/GUEST.log
boots() {
	guest=$1 compiler=$2 memory=$3 append=${4:-console=ttyS0}
	shift $(($# < 4 ? 3 : 4))
	[ $# -gt 0 ] || set -- qemu-system-x86_64 -machine q35 -cpu max -device edu
	if ! [ -e "$B/kmod/$guest/pagemark.ko" ] || ! [ -e "$B/guest/$guest/vmlinux" ]; then
		skip "the module in $guest" "it is not built: make guest-$guest"
		return
	fi
	root=$work/$guest log=$work/$guest.log
	mkdir -p "$root/dev"
	"$compiler" -std=gnu11 -O2 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -Ikmod-helper -static \
		-o "$root/init" tests/kmod/*.c || {
		not_ok "the module's test builds for $guest"
		return
	}
	cp "$B/kmod/$guest/pagemark.ko" "$root"
	(cd "$root" && find . | cpio -o -H newc -R 0:0 --quiet) >"$work/$guest.cpio"
	timeout 300 "$@" -accel tcg -icount shift=0,sleep=off \
		-m "$memory" -nic none -display none -no-reboot -serial stdio -monitor none \
		-kernel "$(dirname "$(readlink "$B/guest/$guest/vmlinux")")/vmlinuz" \
		-initrd "$work/$guest.cpio" -append "$append panic=-1 quiet" </dev/null >"$log" 2>&1
	grep -E '^not ok|^# \[|^# .*(BUG|WARNING)' "$log" >&2
	check "the module in $guest: its test came to its end" grep -qE '^1\.\.[0-9]{3}' "$log"
	check "the module in $guest: $(grep -c '^ok' "$log") checks, none failed" grep -q '^# 0 failed' "$log"
}

boots x86_64-6.1 gcc 512
boots x86_64-5.10 gcc 512
boots x86_64-6.12 gcc 512
boots i386-pae-6.1 i686-linux-gnu-gcc 2048
# Its memory lies beyond the 28 bits of address that edu has of itself.
boots arm64-6.1 aarch64-linux-gnu-gcc 512 'console=ttyAMA0 module_options=edu_bits=32' qemu-system-aarch64 -machine virt \
	-cpu max,pauth-impdef=on -device edu,dma_mask=0xffffffff
done_
