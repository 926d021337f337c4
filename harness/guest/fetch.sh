#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# fetch.sh GUEST...: bring a guest's stock kernel and headers from Debian into the cache; installs nothing.
# fetch.sh x86_64-debug: builds that kernel from Debian's source, see debug.sh.
# fetch.sh busybox-ARCHITECTURE: the shell of `pagemark guest shell`, for guests of that architecture.
# fetch.sh libperf: the same for the kernel's perf library, which no package holds, built from the kernel's source.
#
# The cache holds root/ (what the packages contain, by their own paths, shared by all guests) and one
# folder a guest that points into it: vmlinuz, vmlinux, kdir, modules, and last of all the file `stamp`; the same
# as GUEST@PACKAGE for every kernel that the guest ever had, which is what a pin names (pins.sh). No path in it
# is absolute, so it can be copied and moved; everybody can read it. A pinned kernel that is nowhere any more
# leaves its name in the file $PAGEMARK_GONE, and status 3.
# libperf/ has include/, libperf.a, libapi.a and a stamp.
set -eu

# shellcheck source=harness/guest/apt.sh
. "$(dirname "$0")/apt.sh"
# shellcheck source=harness/guest/pins.sh
. "$(dirname "$0")/pins.sh"

# Sets arch, image (a metapackage), series, libs (static libraries for its cross compiler).
describe()
{
	libs=
	case $1 in
	x86_64-6.1)
		arch=amd64 series=6.1 image=linux-image-amd64 ;;
	x86_64-6.12)
		arch=amd64 series=6.12 image=linux-image-6.12-amd64 ;;
	i386-pae-6.1)
		arch=i386 series=6.1 image=linux-image-686-pae
		libs="check libsubunit-dev libjansson-dev" ;;
	arm64-6.1)
		arch=arm64 series=6.1 image=linux-image-arm64
		libs="check libsubunit-dev libjansson-dev" ;;
	armhf-lpae-6.1)
		arch=armhf series=6.1 image=linux-image-armmp-lpae
		libs="check libsubunit-dev libjansson-dev" ;;
	*)
		die "no kernel is known for guest '$1'; 'pagemark guest list' shows those that there are" ;;
	esac
}

# The first dependency of package $2 (in architecture $1; a version may follow after "=") whose name begins with $3.
depends()
{
	apt-cache -c "$cache/apt/$1/apt.conf" show --no-all-versions "$2" |
		sed -n 's/^Depends: //p' | tr ',' '\n' | sed 's/^ *//; s/ .*//' | grep "^$3" | head -n 1
}

# Unpacks package $2 of architecture $1 into the root, only the paths that match the remaining arguments. A version may
# follow the name after "=".
unpack()
{
	pkg_arch=$1 pkg=$2
	shift 2
	tmp=$(mktemp -d "$cache/.fetch.XXXXXX")
	(cd "$tmp" && apt-get -c "$cache/apt/$pkg_arch/apt.conf" -q download "$pkg") > "$log" 2>&1 || {
		rm -rf "$tmp"
		case $pkg in
		*=*) gone ;;
		esac
		no_network "$pkg" "$pkg_arch"
	}
	deb=$(echo "$tmp"/*.deb)
	stamp=$root/.packages/$(basename "$deb" .deb)
	if [ ! -e "$stamp" ]; then
		dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$root" --no-same-owner --wildcards "$@" ||
			die "cannot unpack $pkg into $root; is the disk full?"
		: > "$stamp"
	fi
	fetched="$fetched $(basename "$deb" .deb)"
	rm -rf "$tmp"
}

# The mirror can be reached and has other kernels, but not the pinned one.
gone()
{
	message="kernel $pin, to which $PAGEMARK_PINS pins guest $guest, is neither in the cache nor on the mirror any more"
	[ -z "${PAGEMARK_GONE:-}" ] || echo "$message" > "$PAGEMARK_GONE"
	printf 'pagemark: %s\n' "$message" \
		"  to do:   copy a cache that has it and name it with PAGEMARK_CACHE=DIR, or pin another; 'apt-cache policy" \
		"           $image' shows what the mirror has" >&2
	exit 3
}

# Of the pinned package, else of the newest: its name, and "=VERSION" for it and its headers.
choose_kernel()
{
	kernel=$(depends "$arch" "$image" linux-image-) version=
	[ -n "$pin" ] || return 0
	kernel=${pin%%_*} version=${pin#*_}
	version="=${version%_*}"
	apt-cache -c "$conf" show "$kernel$version" > /dev/null 2>&1 || gone
}

fetch_image()
{
	update "$arch" "$image"
	choose_kernel
	case $kernel in
	linux-image-"$series".*) ;;
	*) die "$image is '$kernel' here, but guest $guest wants a $series kernel; Debian 12 has one" ;;
	esac
	release=${kernel#linux-image-}
	unpack "$arch" "$kernel$version" './boot/vmlinuz-*' './boot/config-*' './lib/modules/*/modules.*' \
		'./lib/modules/*/virtio*'
	find "$root/lib/modules/$release" -name "*.ko.xz" -exec xz -df {} +
	depmod -b "$root" "$release" 2> /dev/null || die "depmod failed for $root/lib/modules/$release"
	"$(dirname "$0")/vmlinux.sh" "$root/boot/vmlinuz-$release" "$root/boot/vmlinux-$release"
}

fetch_headers()
{
	kdir=$root/usr/src/linux-headers-$release
	common=$(depends "$arch" "linux-headers-$release$version" 'linux-headers-.*-common')
	kbuild=$(depends "$arch" "linux-headers-$release$version" linux-kbuild-)
	update "$native" "$kbuild"
	unpack "$arch" "linux-headers-$release$version" ./usr/src
	unpack "$arch" "$common$version" ./usr/src
	unpack "$native" "$kbuild" ./usr/lib
	# shellcheck disable=SC2016 # for make
	echo 'include $(dir $(lastword $(MAKEFILE_LIST)))'"../$common/Makefile" > "$kdir/Makefile"
	for lib in $libs; do
		unpack "$arch" "$lib" './usr/include/*' './usr/lib/*/*.a'
	done
}

# The folder $1 of the cache, as a copy in another place.
publish()
{
	rm -rf "${cache:?}/$2"
	cp -a "$1" "$cache/.fetch.$2"
	mv "$cache/.fetch.$2" "$cache/$2"
}

fetch()
{
	guest=$1 thing="the kernel of guest $1" again='make guests'
	describe "$guest"
	pin=$(pin_of "$guest") folder=$(folder_of "$guest")
	[ ! -e "$cache/$folder/stamp" ] || return 0
	lock_cache
	[ ! -e "$cache/$folder/stamp" ] || return 0
	if [ -n "$pin" ] && grep -q "^packages=$pin " "$cache/$guest/stamp" 2> /dev/null; then
		publish "$cache/$guest" "$folder"
		return
	fi
	log=$cache/apt.log fetched=
	printf 'pagemark: fetching the kernel and headers of guest %s\n' "$guest" >&2
	fetch_image
	fetch_headers
	new=$(mktemp -d "$cache/.fetch.XXXXXX")
	ln -s "../root/boot/vmlinuz-$release" "$new/vmlinuz"
	ln -s "../root/boot/vmlinux-$release" "$new/vmlinux"
	ln -s "../root/usr/src/linux-headers-$release" "$new/kdir"
	ln -s "../root/lib/modules/$release" "$new/modules"
	fetched=${fetched# }
	printf 'release=%s\npackages=%s\n' "$release" "$fetched" > "$new/stamp"
	chmod 755 "$new"
	publish "$new" "$guest@${fetched%% *}"
	[ -n "$pin" ] || publish "$new" "$guest"
	rm -rf "$new" "$cache/apt"/*/cache
}

# The program alone; its path is the same for all architectures, so it has a folder of its own.
fetch_busybox()
{
	guest=$1 thing="the shell for guests" again='make shell-GUEST'
	case $1 in
	busybox-x86_64) arch=amd64 ;;
	busybox-i386) arch=i386 ;;
	busybox-arm64) arch=arm64 ;;
	busybox-arm) arch=armhf ;;
	*) die "there is no $1; there are busybox-x86_64, busybox-i386, busybox-arm64 and busybox-arm" ;;
	esac
	[ ! -e "$cache/$1/stamp" ] || return 0
	lock_cache
	[ ! -e "$cache/$1/stamp" ] || return 0
	log=$cache/apt.log
	update "$arch" busybox-static
	new=$(mktemp -d "$cache/.fetch.XXXXXX")
	(cd "$new" && apt-get -c "$cache/apt/$arch/apt.conf" -q download busybox-static) > "$log" 2>&1 || {
		rm -rf "$new"
		no_network busybox-static "$arch"
	}
	deb=$(echo "$new"/*.deb)
	dpkg-deb --fsys-tarfile "$deb" | tar -xO ./bin/busybox > "$new/busybox" || die "cannot unpack $deb in $new"
	printf 'packages=%s\n' "$(basename "$deb" .deb)" > "$new/stamp"
	rm -rf "$deb" "${cache:?}/$1" "$cache/apt"/*/cache
	chmod 755 "$new" "$new/busybox"
	mv "$new" "$cache/$1"
}

# Out of 1.3 GB of kernel source the 3 MB that tools/lib/perf needs, and kunit.py for the tests; nothing else touches the disk.
unpack_libperf_source()
{
	dpkg-deb --fsys-tarfile "$1" | tar -xO ./usr/src/linux-source-6.1.tar.xz | xz -dc -T2 |
		(cd "$2" && tar -x --no-same-owner --strip-components=1 --wildcards \
			'*/tools/lib/perf' '*/tools/lib/api' '*/tools/lib/*.c' '*/tools/include' \
			'*/tools/build' '*/tools/scripts' '*/tools/arch/*/include' '*/tools/testing/kunit')
}

# Sets built to a folder with the headers and the two libraries.
build_libperf()
{
	src=$1/src built=$1/built
	mkdir -p "$src" "$built"
	unpack_libperf_source "$2" "$src" || die "cannot unpack $2 in $cache; is the disk full?"
	for lib in perf api; do
		# The kernel's makefiles would take our O, B and V for theirs.
		env -i PATH="$PATH" make -s -C "$src/tools/lib/$lib" prefix=/usr "lib$lib.a" > "$log" 2>&1 || {
			tail -n 5 "$log" >&2
			die "lib$lib of $2 does not build here; the lines above say why"
		}
	done
	cp -r "$src/tools/lib/perf/include" "$built/include"
	cp "$src/tools/lib/perf/libperf.a" "$src/tools/lib/api/libapi.a" "$built"
	mkdir -p "$built/tools/testing" # kunit.py looks for these in its own path
	cp -r "$src/tools/testing/kunit" "$built/tools/testing"
}

fetch_libperf()
{
	guest=libperf thing='libperf (in the source of the kernel)' again='make clean all'
	[ ! -e "$cache/libperf/stamp" ] || return 0
	lock_cache
	[ ! -e "$cache/libperf/stamp" ] || return 0
	log=$cache/apt.log
	printf 'pagemark: fetching libperf with the source of the kernel, 140 MB, once\n' >&2
	new=$(mktemp -d "$cache/.fetch.XXXXXX")
	download_source "$new"
	build_libperf "$new" "$deb"
	printf 'packages=%s\n' "$(basename "$deb" .deb)" > "$built/stamp"
	rm -rf "$cache/libperf"
	mv "$built" "$cache/libperf"
	rm -rf "$new" "$cache/apt"/*/cache
}

[ $# -gt 0 ] || die "usage: fetch.sh GUEST... | libperf"
for name in "$@"; do
	case $name in
	libperf) fetch_libperf ;;
	busybox-*) fetch_busybox "$name" ;;
	x86_64-debug) "$(dirname "$0")/debug.sh" ;;
	*) fetch "$name" ;;
	esac
done
