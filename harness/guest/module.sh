#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# module.sh OUT KDIR SOURCES... -- VARIABLES...: build pagemark.ko from folders of sources against a kernel's headers, with these
# variables of make.
#
# The kernel's build system writes beside the sources, so it gets a tree of links to them; and it takes no path with a blank or a colon,
# so where there is one it works in a folder of its own in /tmp.
set -eu

out=$1 kdir=$2
shift 2
rm -rf "$out"
mkdir -p "$out"
out=$(cd "$out" && pwd -P) kdir=$(cd "$kdir" && pwd -P)
tmp=
trap '[ -z "$tmp" ] || rm -rf "$tmp"' EXIT
trap 'exit 2' INT TERM HUP

odd()
{
	case $1 in
	*[[:space:]:]*) [ -n "$tmp" ] || tmp=$(mktemp -d /tmp/pagemark-module-XXXXXX) ;;
	*) return 1 ;;
	esac
}

# Debian's headers of one flavour need the common ones and the build programs; each refers to the others from where it lies.
copy_headers()
{
	usr=$(cd "$kdir/../.." && pwd -P)
	mkdir -p "$tmp/usr/src" "$tmp/usr/lib"
	common=$(sed -n 's|^include .*/\(linux-headers-[^/]*\)/Makefile$|\1|p' "$kdir/Makefile")
	cp -a "$kdir" ${common:+"$usr/src/$common"} "$tmp/usr/src"
	for programs in "$usr"/lib/linux-kbuild-*; do
		[ ! -e "$programs" ] || cp -a "$programs" "$tmp/usr/lib"
	done
	kdir=$tmp/usr/src/$(basename "$kdir")
}

# What built the kernel: clang where its configuration says so, else the compiler that Debian's headers name, if this machine has it.
compiler()
{
	cross=
	for variable; do
		case $variable in CROSS_COMPILE=*) cross=${variable#*=} ;; esac
	done
	if grep -qs '^CONFIG_CC_IS_CLANG=y' "$kdir/.config"; then
		! grep -q "^CONFIG_LD_IS_LLD=y" "$kdir/.config" || echo LLVM=1
		echo CC=clang
		return
	fi
	named=$(sed -n 's/^CC = .*\(gcc-[0-9.]*\)$/\1/p' "$kdir/.kernelvariables" 2> /dev/null || true)
	[ -z "$named" ] || command -v "$cross$named" > /dev/null || echo "CC=${cross}gcc"
}

tree=$out
if odd "$out"; then
	mkdir "$tmp/module"
	tree=$tmp/module
fi
while [ "$1" != -- ]; do
	cp -rs "$(cd "$1" && pwd -P)/." "$tree"
	shift
done
shift
if odd "$kdir"; then
	copy_headers
fi
# shellcheck disable=SC2046 # words are what is wanted
"${MAKE:-make}" -C "$kdir" M="$tree" W=1 CONFIG_DEBUG_INFO_BTF_MODULES= $(compiler "$@") "$@" modules
[ "$tree" = "$out" ] || cp "$tree/pagemark.ko" "$out"
