#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# initramfs.sh OUT PAGEMARK MODULES [PAGEMARK_KO [CONFIG]]: pack a guest's first file system, the same bytes each time.
#
# MODULES is the kernel's folder of modules; what is not in it is built into the kernel. The archive's modules.list names the
# modules in loading order, pagemark.ko last. CONFIG is the kernel's configuration; as /config it tells the guest of hazards.
# PAGEMARK.symbols, where there is one, is kept beside OUT: the names of the code of the program that is packed.
# Modules that few boots need lie beside OUT: ext4.cpio has those of ext4, and ext4.list, which a boot that wants them gets behind OUT.
set -eu
PATH=$PATH:/usr/sbin:/sbin # where an ordinary user of Debian does not look, is modinfo

out=$1 pagemark=$2 modules=$3 ko=${4:-} config=${5:-}

tmp=$(mktemp -d "$out.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
find "$modules/" -name '*.ko' > "$tmp/modules"

# Modules, each behind those that it needs.
add()
{
	for module; do
		file=$(grep -m 1 "/$module\.ko$" "$tmp/modules" || true)
		if [ -n "$file" ] && [ ! -e "$tmp/root/$module.ko" ]; then
			cp "$file" "$tmp/root"
			needed=$(modinfo -F depends "$file")
			# shellcheck disable=SC2046,SC2086 # words are what is wanted
			(add $(echo "$needed" | tr , ' '))
			echo "/$module.ko" >> "$list"
		fi
	done
}

begin()
{
	rm -rf "$tmp/root"
	mkdir "$tmp/root"
	list=$tmp/root/$1.list
	: > "$list"
}

pack()
{
	find "$tmp/root" -exec touch -h -d @0 {} +
	(cd "$tmp/root" && find . | LC_ALL=C sort | cpio -o -H newc --reproducible -R 0:0 --quiet) > "$tmp/cpio"
	mv "$tmp/cpio" "$1"
}

# optional NAME MODULE...: no archive where the kernel has none of them.
optional()
{
	name=$1
	shift
	begin "$name"
	add "$@"
	rm -f "$(dirname "$out")/$name.cpio"
	[ ! -s "$list" ] || pack "$(dirname "$out")/$name.cpio"
}

# The sums that jbd2 and xfs ask for by the name of the algorithm.
sums='crc32c-intel crc32c_generic'
# shellcheck disable=SC2086 # words are what is wanted
{
	optional ext4 $sums ext4
	optional xfs $sums xfs
	optional btrfs $sums btrfs
}
optional brd brd
optional zram zram
optional null_blk null_blk
optional nvme nvme
optional pmem nd_pmem nd_e820
# What cases name among the options that they need.
optional loop loop
optional veth veth
optional vfio vfio-pci vfio_iommu_type1
optional uio uio_pci_generic

begin modules
add virtio_pci
add virtio-iommu # before what it translates; init leaves it out where the guest has none
add virtio_console
if [ -n "$ko" ]; then
	"${STRIP:-strip}" --strip-debug -o "$tmp/root/pagemark.ko" "$ko"
	echo /pagemark.ko >> "$list"
fi
if [ -n "$config" ]; then
	cp "$config" "$tmp/root/config"
fi
cp "$pagemark" "$tmp/root/init"
mkdir "$tmp/root/dev" "$tmp/root/proc" "$tmp/root/sys" "$tmp/root/tmp"
chmod 755 "$tmp/root/init"
[ ! -e "$pagemark.symbols" ] || cp "$pagemark.symbols" "$(dirname "$out")/pagemark.symbols"
pack "$out"
