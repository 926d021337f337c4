#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# For own.mk: whether the kernel in the bzImage $KERNEL and the build tree $KDIR fit together and make a guest. Prints facts for the record and
# leaves a link to the kernel's modules, or says why not.
set -eu

die()
{
	echo "pagemark: $*" >&2
	exit 2
}

# Documentation/arch/x86/boot.rst: "HdrS" at 0x202, and at 0x20e where the version lies, counted from 0x200.
image_release()
{
	[ "$(od -An -t x1 -j 514 -N 4 "$KERNEL" | tr -d ' ')" = 48647253 ] || return 0
	at=$(od -An -t u2 -j 526 -N 2 "$KERNEL")
	tail -c "+$((at + 513))" "$KERNEL" | head -c 127 | tr '\0' '\n' | sed 's/ .*//; q'
}

# Not include/config/kernel.release: in Debian's headers that is the version without the package's suffix.
tree_release()
{
	sed -n 's/^#define UTS_RELEASE "\(.*\)"/\1/p' "$KDIR/include/generated/utsrelease.h" 2>/dev/null || true
}

release=$(image_release) tree=$(tree_release)
[ -n "$release" ] || die "--kernel $KERNEL is no bzImage of an x86 kernel; in a build tree it is arch/x86/boot/bzImage," \
	"installed /boot/vmlinuz-RELEASE"
[ -n "$tree" ] || die "--kdir $KDIR is no built kernel tree: there is no include/generated/utsrelease.h in it; run 'make' there"
[ "$tree" = "$release" ] || die "--kernel $KERNEL is release $release, but --kdir $KDIR is release $tree: a module of one does not" \
	"load into the other; give image and tree of one build"
if [ ! -e "$KDIR/Module.symvers" ]; then
	[ -e "$KDIR/vmlinux.symvers" ] ||
		die "--kdir $KDIR has neither Module.symvers nor vmlinux.symvers, so no module can be linked against it; run 'make bzImage modules_prepare' there"
elif [ -n "$(find "$KDIR/vmlinux.symvers" -newer "$KDIR/Module.symvers" 2>/dev/null)" ] &&
	grep -q '^CONFIG_MODVERSIONS=y' "$KDIR/.config"; then
	die "Module.symvers in --kdir $KDIR is older than the kernel, whose symbols have versions; run 'make modules' there"
fi
[ -r "$KDIR/.config" ] || die "--kdir $KDIR has no .config"

# What init.c works with; the last two may be modules.
for option in 64BIT BINFMT_ELF PRINTK MODULES BLK_DEV_INITRD DEVTMPFS PROC_FS SYSFS TMPFS FUTEX POSIX_TIMERS SERIAL_8250_CONSOLE VIRTIO_PCI VIRTIO_CONSOLE; do
	case $option in
	VIRTIO_*) values='[ym]' ;;
	*) values=y ;;
	esac
	grep -q "^CONFIG_$option=$values" "$KDIR/.config" ||
		die "the kernel of $KDIR cannot be a guest: it needs CONFIG_$option=y; enable it and build the kernel again"
done

# The folder that has both, where they are modules: the tree, installed, or beside a package's headers that was only unpacked.
for modules in "$KDIR" "/lib/modules/$release/kernel" "$KDIR/../../../lib/modules/$release/kernel"; do
	missing=
	for file in virtio/virtio_pci char/virtio_console; do
		option=CONFIG_$(basename $file | tr '[:lower:]' '[:upper:]')
		if grep -q "^$option=m" "$KDIR/.config" && [ ! -r "$modules/drivers/$file.ko" ]; then
			missing="$option=m, but its drivers/$file.ko"
			break
		fi
	done
	[ -n "$missing" ] || break
done
[ -z "$missing" ] || die "$missing is neither in $KDIR nor in /lib/modules/$release; run 'make modules' in the tree"

ln -sf "$modules" modules
printf 'release=%s\npackages=%s\n' "$release" "$KERNEL"
