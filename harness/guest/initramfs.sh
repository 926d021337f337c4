#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# initramfs.sh OUT PAGEMARK MODULES [PAGEMARK_KO [CONFIG]]: pack a guest's first file system, the same bytes each time.
#
# MODULES is the kernel's folder of modules; what is not in it is built into the kernel. The archive's modules.list names the
# modules in loading order, pagemark.ko last. CONFIG is the kernel's configuration; as /config it tells the guest of hazards.
# PAGEMARK.symbols, where there is one, is kept beside OUT: the names of the code of the program that is packed.
set -eu

out=$1 pagemark=$2 modules=$3 ko=${4:-} config=${5:-}

tmp=$(mktemp -d "$out.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
mkdir "$tmp/root"
list=$tmp/root/modules.list
: > "$list"

# A module, behind those that it needs.
add()
{
	for file in "$modules"/drivers/*/"$1.ko" "$modules"/kernel/drivers/*/"$1.ko"; do
		if [ -e "$file" ] && [ ! -e "$tmp/root/$1.ko" ]; then
			cp "$file" "$tmp/root"
			for needed in $(modinfo -F depends "$file" | tr , ' '); do
				add "$needed"
			done
			echo "/$1.ko" >> "$list"
		fi
	done
}

add virtio_pci
add virtio-iommu # before what it translates; init.c leaves it out where the guest has none
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
find "$tmp/root" -exec touch -h -d @0 {} +
(cd "$tmp/root" && find . | LC_ALL=C sort | cpio -o -H newc --reproducible -R 0:0 --quiet) > "$tmp/cpio"
[ ! -e "$pagemark.symbols" ] || cp "$pagemark.symbols" "$(dirname "$out")/pagemark.symbols"
mv "$tmp/cpio" "$out"
