#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# own_module.sh OUT: for own.mk: pagemark.ko for the kernel of the tree $KDIR, as the file OUT, out of the sources in $PARTS.
#
# It is kept in the cache, in own/KEY. KEY is a digest of the tree's path, configuration and symbols and of our sources; `sums` there
# are of every header and makefile that it was built with, and `compiler` is what the compiler says of itself. While all that is as it
# was, the kept one is taken; a tree that another commit was checked out in builds it anew.
set -eu

out=$1
kept=${PAGEMARK_CACHE:-${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/pagemark}/own
most=16 # modules that stay in the cache
new=
trap '[ -z "$new" ] || rm -rf "$new"' EXIT
trap 'exit 2' INT TERM HUP

# Symbols of the kernel: all of them, or where no module was built those of the image.
symbols=$KDIR/Module.symvers extra=
if [ ! -e "$symbols" ]; then
	symbols=$KDIR/vmlinux.symvers extra=KBUILD_EXTRA_SYMBOLS=$KDIR/vmlinux.symvers
fi
key=$({
	echo "$KDIR ${LLVM:-}"
	cat "$KDIR/.config" "$symbols" "$PARTS"/kmod-helper/Kbuild "$PARTS"/kmod-helper/*.[ch] "$PARTS/module.sh"
} | sha256sum | cut -c 1-32)

# What the compiler of the .cmd files in the folder $1 says of itself.
compiler()
{
	cc=$(sed -n 's/^[a-z]*cmd_[^ ]* := *\(ccache  *\)\{0,1\}\([^ ]*\).*/\2/p' "$1"/.*.o.cmd | head -n 1)
	echo "$cc"
	"$cc" --version
}

fresh()
{
	[ -e "$kept/$key/pagemark.ko" ] && cc=$(head -n 1 "$kept/$key/compiler") &&
		[ "$(echo "$cc" && "$cc" --version)" = "$(cat "$kept/$key/compiler")" ] &&
		(cd "$KDIR" && sha256sum --status -c "$kept/$key/sums" 2> /dev/null)
}

# Sums of the headers that the .cmd files in the folder $1 name, and of the makefiles beside them. Paths are as seen from the tree; our own
# headers, which are not summed, lie below $1, and since Linux 6.13 are named without a folder.
sums()
{
	headers=$(sed -n 's/^  \([^ $][^ ]*\.h\) \\$/\1/p' "$1"/.*.o.cmd | grep / | grep -v "^$(cd "$1" && pwd -P)/" | sort -u)
	cd "$KDIR"
	source=$(echo "$headers" | sed -n 's|include/linux/kconfig\.h$||p' | head -n 1)
	echo "$headers" | tr '\n' '\0' | xargs -0 sha256sum
	find -H "${source:-.}/Makefile" "${source:-.}/arch/x86" "${source:-.}/scripts" -maxdepth 1 -name 'Makefile*' -exec sha256sum {} +
}

# Only to save time: who cannot write to the cache builds each time.
keep()
{
	mkdir -p "$kept" 2> /dev/null && new=$(mktemp -d "$kept/.new.XXXXXX" 2> /dev/null) || return 0
	(sums "$1") > "$new/sums"
	compiler "$1" > "$new/compiler"
	cp "$out" "$new/pagemark.ko"
	rm -rf "${kept:?}/$key"
	mv -T "$new" "$kept/$key" 2> /dev/null || rm -rf "$new" # somebody else was faster
	new=
	find "$kept" -mindepth 1 -maxdepth 1 -printf '%T@ %p\n' | sort -rn | tail -n "+$((most + 1))" | cut -d ' ' -f 2- |
		tr '\n' '\0' | xargs -0r rm -rf
}

# What went wrong first. That a make ended with "Error 2" is no cause.
cause()
{
	grep -vE '^make(\[[0-9]+\])?: .*Error [0-9]+' "$1" | grep -m 1 -E 'error:|ERROR|FATAL|undefined!|No such file|not found|\*\*\*' ||
		grep -m 1 . "$1" || echo "make said nothing"
}

mkdir -p "$(dirname "$out")"
if fresh && cp "$kept/$key/pagemark.ko" "$out" 2> /dev/null; then
	touch "$kept/$key"
	exit 0
fi
build=$(dirname "$out")/build
mkdir -p "$build"
# Without a Module.symvers an unknown symbol is only a warning, and the module would not load.
if ! sh "$PARTS/module.sh" "$build" "$KDIR" "$PARTS/kmod-helper" -- -s -j"$(nproc)" ${extra:+"$extra"} > "$build.log" 2>&1 ||
	grep -q 'undefined!$' "$build.log"; then
	log=$kept/$key.log
	if ! { mkdir -p "$kept" && cp "$build.log" "$log"; } 2> /dev/null; then
		log=$(mktemp "${TMPDIR:-/tmp}/pagemark-own-log-XXXXXX")
		cp "$build.log" "$log"
	fi
	echo "pagemark: pagemark.ko does not build against $KDIR: $(cause "$log"); the whole log is $log" >&2
	exit 2
fi
"${STRIP:-strip}" --strip-debug -o "$out" "$build/pagemark.ko"
keep "$build"
