#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# links.sh BUILD CACHE GUEST...: the names by which the makefile reaches the cache, free of blanks whatever the cache's own path is:
# BUILD/cache, and for each guest BUILD/guest/GUEST/cached, the folder of its kernel. What was built through a link goes when the link
# comes to point elsewhere: the age of a kernel does not say which one it is.
set -eu

# shellcheck source=harness/guest/pins.sh
. "$(dirname "$0")/pins.sh"

build=$1 cache=$2
shift 2
case $cache in
/*) ;;
*) cache=$PWD/$cache ;;
esac

# relink TARGET LINK: true if the link was there and pointed elsewhere
relink()
{
	was=$(readlink "$2" || true)
	[ "$was" = "$1" ] || ln -sfn "$1" "$2"
	[ -n "$was" ] && [ "$was" != "$1" ]
}

mkdir -p "$build/guest"
elsewhere=
if relink "$cache" "$build/cache"; then
	elsewhere=yes
	rm -rf "$build/libperf"
fi
for guest; do
	mkdir -p "$build/guest/$guest"
	if relink "../../cache/$(folder_of "$guest")" "$build/guest/$guest/cached" || [ -n "$elsewhere" ]; then
		(cd "$build/guest/$guest" && rm -f gone kernel config ./*.cpio vmlinux)
		rm -rf "$build/kmod/$guest" "$build/kmod/$guest-break"
	fi
	# A kernel from before the headers in a cache referred to each other by where they lie.
	headers=$build/guest/$guest/cached/kdir/Makefile
	if grep -qs '^include /.*/linux-headers-[^/]*-common/Makefile$' "$headers"; then
		# shellcheck disable=SC2016 # for make
		sed -i 's|^include /.*/\(linux-headers-[^/]*/Makefile\)$|include $(dir $(lastword $(MAKEFILE_LIST)))../\1|' "$headers" || true
	fi
done
