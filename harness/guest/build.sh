#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# build.sh GUEST PACKAGE ARCHITECTURE [CROSS]: build the kernel of a guest such as x86_64-debug from Debian's source package, into the
# cache, with the compiler whose prefix is CROSS; fetch.sh calls it.
#
# Its configuration is the file with the last word of the guest's name, debug.config, and all that is not in there is off. It takes about
# 10 minutes on 2 processors and 1.5 GB of disk while it lasts; what stays is 70 MB, in the places where fetch.sh leaves a packaged kernel
# and its headers. It is built anew when the configuration has changed.
set -eu

# shellcheck source=harness/guest/cache.sh
. "$(dirname "$0")/cache.sh"
guest=$1 linux=$2 architecture=$3 cross=${4:-} thing="the source of guest $1's kernel" again="make guest-$1"
options=$here/${guest##*-}.config
case $architecture in
arm64) sources=arm64 image=arch/arm64/boot/Image objtool='' others='[!a]*' ;;
*) sources=x86 image=arch/x86/boot/bzImage objtool=tools/objtool/objtool others='[a-tv-w]*' ;;
esac
config_sum=$(sha256sum < "$options" | cut -d ' ' -f 1)

cached()
{
	grep -qx "config=$config_sum" "$cache/$guest/stamp" 2> /dev/null && is_whole
}

# Out of 1.3 GB what this configuration can need: other architectures' and big drivers' code stays packed.
unpack_source()
{
	mkdir "$src"
	dpkg-deb --fsys-tarfile "$deb" | tar -xO "./usr/src/$linux.tar.xz" | xz -dc -T2 |
		tar -x -C "$src" --no-same-owner --strip-components=1 --wildcards \
			--exclude="*/arch/$others/*.[chS]" --exclude='*/arch/*/boot/dts' \
			--exclude='*/drivers/gpu/*.[ch]' --exclude='*/drivers/media/*.[ch]' \
			--exclude='*/drivers/net/*/*.[ch]' --exclude='*/drivers/staging/*.[ch]' \
			--exclude='*/sound/*.[ch]' --exclude='*/Documentation/*/*' \
			--exclude='*/tools/perf' --exclude='*/tools/testing' && rm -f "$deb"
}

# The kernel's makefiles would take our O, B and V for theirs.
kernel_make()
{
	env -i PATH="$PATH" KBUILD_BUILD_USER=pagemark KBUILD_BUILD_HOST=pagemark KBUILD_BUILD_TIMESTAMP=@0 \
		make -s -C "$src" ARCH="$architecture" CROSS_COMPILE="$cross" "$@" > "$log" 2>&1 || {
		tail -n 10 "$log" >&2
		die "the kernel of guest $guest does not build here; the lines above say why, all are in $log"
	}
}

# An option that depends on something missing vanishes without a word.
configure()
{
	kernel_make KCONFIG_ALLCONFIG="$options" allnoconfig
	missing=$(grep '^CONFIG_' "$options" | grep -vxFf "$src/.config" || true)
	[ -z "$missing" ] || die "this kernel's configuration lacks, of $options:" "$missing"
}

# What an external module is built with, as in Debian's headers.
install_build_tree()
{
	rm -rf "$1"
	mkdir -p "$1"
	(
		cd "$src"
		find . "arch/$sources" -maxdepth 1 -name 'Makefile*'
		find include scripts "arch/$sources/include" -type f -o -type l
		printf '%s\n' .config Kbuild Module.symvers $objtool
	) | tar -c -C "$src" --exclude='*.o' --exclude='*.cmd' -T - | tar -x -C "$1"
}

install_kernel()
{
	release=$(cat "$src/include/config/kernel.release")
	mkdir -p "$root/boot" "$root/lib/modules/$release" # where no module lies, everything being built in
	cp "$src/$image" "$root/boot/vmlinuz-$release"
	cp "$src/.config" "$root/boot/config-$release"
	cp "$src/System.map" "$root/boot/System.map-$release"
	# No ELF kernel of x86: by its PVH entry a KASAN kernel dies, since memcmp() asks for a shadow that is not there yet.
	ln -sf "vmlinuz-$release" "$root/boot/vmlinux-$release"
	install_build_tree "$root/usr/src/linux-headers-$release"
}

if cached; then
	exit 0
fi
lock_cache
if cached; then
	exit 0
fi
log=$cache/$guest.log tools=$here/packages-$architecture
[ -e "$tools" ] || tools=
sh "$here/../setup.sh" "$here/../packages" "$here/packages-kernel" ${tools:+"$tools"}
printf 'pagemark: building the kernel of guest %s, once: about 10 minutes on 2 processors\n' "$guest" >&2
update "$native" "$linux"
download "$native" "$linux"
package=$(basename "$deb" .deb) src=$tmp/linux
unpack_source || die "cannot unpack $package in $cache; is the disk full?"
configure
kernel_make -j"$(nproc)" "${image##*/}" modules
install_kernel
new=$(mktemp -d "$cache/.fetch.XXXXXX")
chmod 755 "$new"
link_kernel
printf 'release=%s\npackages=%s\nconfig=%s\n' "$release" "$package" "$config_sum" > "$new/stamp"
rm -rf "${cache:?}/$guest"
mv "$new" "$cache/$guest"
