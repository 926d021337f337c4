#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What edu, with 28 bits of address, can have mapped: beside memory beyond them, with bounce buffers near and far, on a bus whose
# addresses are not those of the memory. And registers: beyond 4 GiB, and of a device whose ports the kernel cannot map. tests/kmod is the
# guest's init; a warning in the kernel's log fails.
. tests/lib.sh

# boots WHAT GUEST COMPILER EMULATOR...: its lines on the serial console go to $work/log; false if there is no such guest
boots() {
	what=$1 guest=$2 compiler=$3
	shift 3
	if ! [ -e "$B/kmod/$guest/pagemark.ko" ] || ! [ -e "$B/guest/$guest/vmlinux" ]; then
		skip "$what" "guest $guest is not built: make guest-$guest"
		return 1
	fi
	root=$work/root-$guest
	if ! [ -e "$root" ]; then
		mkdir -p "$root/dev"
		"$compiler" -std=gnu11 -O2 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -Ikmod-helper -static \
			-o "$root/init" tests/kmod/*.c
		cp "$B/kmod/$guest/pagemark.ko" "$root"
		(cd "$root" && find . | cpio -o -H newc -R 0:0 --quiet) >"$work/$guest.cpio"
	fi
	timeout 120 "$@" -device edu -nic none -display none -no-reboot -serial stdio -monitor none \
		-kernel "$(dirname "$(readlink "$B/guest/$guest/vmlinux")")/vmlinuz" -initrd "$work/$guest.cpio" \
		</dev/null >"$work/log" 2>&1
	grep -E '^not ok|^# .*(BUG|WARNING)' "$work/log" >&2
	check "$what: $(sed -n 's/^# \(device 1: .*mapped.*\)/\1/p; s/^# \(bars: .*\)/\1/p' "$work/log" | tr -d '\r')" grep -q '^# 0 failed' "$work/log"
}

x86() {
	memory=$1 append=$2
	boots "$3" "$4" gcc qemu-system-x86_64 -machine q35 -cpu max -accel tcg -icount shift=0,sleep=off -m "$memory" \
		-append "console=ttyS0 panic=-1 quiet $append -- reach"
}
for guest in x86_64-6.1 x86_64-5.10; do
	x86 512 '' "$guest, memory beyond edu's reach" "$guest"
	x86 512 swiotlb=force "$guest, all bounces, to buffers beyond edu's reach" "$guest"
	x86 4608 '' "$guest, bounce buffers for others beyond edu's reach" "$guest"
done

# RAM begins at 1 GiB there, and at 0 on this PCI bus.
if command -v fdtput >/dev/null; then
	qemu-system-aarch64 -machine "virt,dumpdtb=$work/virt.dtb" -cpu max,pauth-impdef=on -m 256 -device edu -nic none \
		-display none >/dev/null 2>&1
	fdtput -t x "$work/virt.dtb" /pcie@10000000 dma-ranges 3000000 0 0 0 40000000 0 10000000
	boots 'arm64-6.1, a bus with addresses of its own' arm64-6.1 aarch64-linux-gnu-gcc qemu-system-aarch64 -machine virt \
		-cpu max,pauth-impdef=on -m 256 -dtb "$work/virt.dtb" -append 'console=ttyAMA0 panic=-1 quiet -- reach'
else
	skip 'arm64-6.1, a bus with addresses of its own' 'fdtput is missing: apt-get install device-tree-compiler'
fi

# Memory of 4 GiB has the firmware put all such BARs beyond 4 GiB.
boots 'i386-pae-6.1, a BAR beyond 4 GiB' i386-pae-6.1 i686-linux-gnu-gcc qemu-system-x86_64 -machine q35 -cpu max -accel tcg -m 1024 \
	-device pci-testdev,membar=4G -object memory-backend-ram,id=bar,size=1M,share=on -device ivshmem-plain,memdev=bar -append 'console=ttyS0 panic=-1 quiet -- bars' &&
	check 'there is one' grep -qE '^# bars: .* [1-9][0-9]* BARs beyond' "$work/log"
boots 'armhf-lpae-6.1, a device with ports' armhf-lpae-6.1 arm-linux-gnueabihf-gcc qemu-system-arm -machine virt -cpu max -m 1024 \
	-device rtl8139,romfile= -append 'console=ttyAMA0 panic=-1 quiet -- bars' &&
	check 'has its registers in memory' grep -q ', BAR 1 at' "$work/log"
done_
