#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# get.sh GUEST OUT: `pagemark guest fetch` runs this where pagemark is installed: the kernel comes from Debian as in a checkout, the module is
# built for it, and both are packed with the static program that lies beside this script. The folder OUT is the guest, whole or not there.
set -eu
unset MAKEFLAGS MFLAGS MAKELEVEL O B V W ARCH KBUILD_OUTPUT

guest=$1 out=$2
parts=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=harness/guest/pins.sh
. "$parts/pins.sh"

die()
{
	printf 'pagemark guest fetch: guest %s: %s\n' "$guest" "$*" >&2
	exit 2
}

PATH=$PATH:/usr/sbin:/sbin # where an ordinary user of Debian does not look, is modinfo

# need COMMAND PACKAGE
need()
{
	command -v "$1" > /dev/null || die "making it takes $1, which is not here; install Debian's package $2"
}

architecture='' cross='' kernel=''
eval "$(awk -v as=sh -v name="$guest" -f "$parts/guests.awk" "$parts/guests.conf")"
case $kernel in
linux-source-*) die "its kernel is built from source, which takes a checkout: 'make guest-$guest' there" ;;
esac
program=$parts/pagemark-$architecture
[ "$architecture" != x86_64 ] || program=$parts/pagemark
[ -x "$program" ] || die "the static program for $architecture is missing: expected $program;" \
	"'make static ARCH=$architecture' in pagemark's source makes it as build/static/$architecture/pagemark; copy it there"
need apt-get apt
need make make
need "${cross}gcc" "gcc${cross:+-${cross%-}}"
need cpio cpio
need modinfo kmod
need xz xz-utils
need zstd zstd
need lz4 lz4
need readelf binutils

cache=${PAGEMARK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pagemark}
sh "$parts/fetch.sh" "$guest" "busybox-$architecture"
kernel=$cache/$(folder_of "$guest")
mkdir -p "$(dirname "$out")" || die "cannot write to the cache $cache; name another with PAGEMARK_CACHE=DIR"
new=$(mktemp -d "$out.XXXXXX")
trap 'rm -rf "$new"' EXIT
trap 'exit 2' INT TERM HUP
chmod 755 "$new"
sh "$parts/module.sh" "$new/kmod" "$kernel/kdir" "$parts/kmod-helper" -- -s "ARCH=$architecture" "CROSS_COMPILE=$cross" > "$new/log" 2>&1 ||
	die "pagemark.ko does not build for its kernel: $(grep -m 1 -i error "$new/log" || head -n 1 "$new/log")"
release=$(sed -n 's/^release=//p' "$kernel/stamp")
cp "$kernel/stamp" "$new/kernel"
cp "$cache/root/boot/config-$release" "$new/config"
ln -s "$(readlink -f "$kernel/vmlinux")" "$new/vmlinux"
ln -s "$cache/busybox-$architecture/busybox" "$new/busybox"
STRIP=${cross}strip sh "$parts/initramfs.sh" "$new/initramfs.cpio" "$program" "$kernel/modules" "$new/kmod/pagemark.ko" "$new/config"
rm -rf "$new/kmod" "$new/log" "$out"
mv -T "$new" "$out"
echo "guest $guest, Linux $release: $out" >&2
