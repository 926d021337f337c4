#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# fetch.sh GUEST...: bring a guest's stock kernel and headers from Debian into the cache; installs nothing. What guests.conf has with a
# package of source is built by build.sh.
# fetch.sh busybox-ARCHITECTURE: the shell of `pagemark guest shell`, for guests of that architecture.
# fetch.sh libraries-ARCHITECTURE: what the static program for that architecture is linked with.
# fetch.sh libperf: the kernel's perf library, which no package holds, built from the kernel's source.
#
# The cache holds root/ (what the packages contain, by their own paths, shared by all guests) and one
# folder a guest that points into it: vmlinuz, vmlinux, kdir, modules, and last of all the file `stamp`; the same
# as GUEST@PACKAGE for every kernel that the guest ever had, which is what a pin names (pins.sh). No path in it
# is absolute, so it can be copied and moved; everybody can read it. A pinned kernel that is nowhere any more
# leaves its name in the file $PAGEMARK_GONE, and status 3.
# libraries-ARCHITECTURE/ has include/ and lib/; libperf/ has include/, libperf.a, libapi.a.
set -eu

# shellcheck source=harness/guest/cache.sh
. "$(dirname "$0")/cache.sh"
# shellcheck source=harness/guest/pins.sh
. "$here/pins.sh"

# Sets architecture, debian, cross, kernel and suite: what guests.conf says of a guest or an architecture; empty if it knows none.
describe()
{
	architecture='' debian='' cross='' kernel='' suite=''
	facts=$(awk -v as=sh -v name="$1" -f "$here/guests.awk" "$here/guests.conf")
	eval "$facts"
}

# The first dependency of package $1 (a version may follow after "=") whose name begins with $2.
depends()
{
	apt_dir "$debian"
	apt-cache -c "$conf" show --no-all-versions "$1" |
		sed -n 's/^Depends: //p' | tr ',' '\n' | sed 's/^ *//; s/ .*//' | grep "^$2" | head -n 1
}

# Unpacks package $2 of architecture $1 into the root, only the paths that match the remaining arguments, which it remembers.
unpack()
{
	download "$1" "$2"
	shift 2
	package=$(basename "$deb" .deb)
	if [ ! -e "$root/.packages/$package" ] || [ "$(cat "$root/.packages/$package")" != "$*" ]; then
		dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$root" --no-same-owner --wildcards "$@" ||
			die "cannot unpack $package into $root; is the disk full?"
		echo "$*" > "$root/.packages/$package"
	fi
	fetched="${fetched:+$fetched }$package"
}

# The mirror can be reached and has other kernels, but not the pinned one.
gone()
{
	message="kernel $pin, to which $PAGEMARK_PINS pins guest $name, is neither in the cache nor on the mirror any more"
	[ -z "${PAGEMARK_GONE:-}" ] || echo "$message" > "$PAGEMARK_GONE"
	printf 'pagemark: %s\n' "$message" \
		"  to do:   copy a cache that has it and name it with PAGEMARK_CACHE=DIR, or pin another; 'apt-cache policy" \
		"           $kernel' shows what the mirror has" >&2
	exit 3
}

# Of the pinned package, else of the newest: its name, and "=VERSION" for it and its headers.
choose_kernel()
{
	image=$(depends "$kernel" linux-image-) version=
	[ -n "$pin" ] || return 0
	image=${pin%%_*} version=${pin#*_}
	version="=${version%_*}"
	apt-cache -c "$conf" show "$image$version" > /dev/null 2>&1 || gone
}

# Of all modules those that initramfs.sh packs, and the folders of what they need; no pattern for tar, because not every kernel has each.
keep_modules()
{
	find "$root/lib/modules/$release/" -name '*.ko*' ! -path '*/virtio*' ! -path '*/kernel/lib/*' ! -path '*/kernel/crypto/*' \
		! -path '*/arch/*/crypto/crc*' ! -path '*/arch/*/lib/*' ! -path '*/kernel/block/*' ! -path '*/fs/ext4/*' \
		! -path '*/fs/jbd2/*' ! -path '*/fs/mbcache.*' ! -path '*/fs/xfs/*' ! -path '*/fs/btrfs/*' \
		! -path '*/drivers/block/brd.*' ! -path '*/drivers/block/loop.*' ! -path '*/drivers/nvme/*' \
		! -path '*/drivers/block/zram/*' ! -path '*/mm/zsmalloc.*' ! -path '*/drivers/block/null_blk*' ! -path '*/fs/configfs/*' \
		! -path '*/drivers/nvdimm/*' ! -path '*/drivers/dax/*' ! -path '*/drivers/net/veth.*' \
		! -path '*/drivers/vfio/*' ! -path '*/virt/lib/irqbypass.*' ! -path '*/drivers/uio/*' -delete
	find "$root/lib/modules/$release/" -name '*.ko.xz' -exec xz -df {} +
	find "$root/lib/modules/$release/" -type d -empty -delete
}

# Since 7.x a kernel is several packages, which have all of it in /usr/lib/modules; the first, which a pin names, is empty.
unpack_image_parts()
{
	unpack "$debian" "$image$version" './usr/share/doc'
	unpack "$debian" "linux-binary-$release$version" './usr/lib/modules/*/vmlinuz'
	unpack "$debian" "linux-base-$release$version" './usr/lib/modules/*/config'
	unpack "$debian" "linux-modules-$release$version" './usr/lib/modules/*/kernel/*'
	mkdir -p "$root/boot" "$root/lib/modules"
	for file in vmlinuz config; do
		ln -sf "../usr/lib/modules/$release/$file" "$root/boot/$file-$release"
	done
	ln -sfn "../../usr/lib/modules/$release" "$root/lib/modules/$release"
}

fetch_image()
{
	update "$debian" "$kernel"
	choose_kernel
	case ${1##*-}/$image in
	newest/* | [0-9]*/linux-image-"${1##*-}".*) ;;
	*) die "$kernel is '$image' here, but guest $1 wants a ${1##*-} kernel; guests.conf names the Debian that has one" ;;
	esac
	release=${image#linux-image-}
	if [ -n "$(depends "$image$version" linux-binary-)" ]; then
		unpack_image_parts
	else
		unpack "$debian" "$image$version" './boot/vmlinuz-*' './boot/config-*' './lib/modules/*/kernel/*'
	fi
	keep_modules
	"$here/vmlinux.sh" "$root/boot/vmlinuz-$release" "$root/boot/vmlinux-$release"
}

# Programs in folder $1 that want a newer C library than this machine's run with that of their Debian, in the folder libc beside them.
bring_libc()
{
	[ ! -d "$1/libc" ] || return 0
	for program in "$1"/scripts/mod/* "$1"/tools/objtool/*; do
		if [ ! -e "$program.elf" ] && ldd "$program" 2>&1 | grep -q "version .GLIBC_.* not found"; then
			mv "$program" "$program.elf"
			cat > "$program" <<-'EOF'
			#!/bin/sh
			libc=$(dirname "$0")/../../libc
			exec "$libc"/ld-linux-*.so.* --library-path "$libc" "$0.elf" "$@"
			EOF
			chmod 755 "$program"
		fi
	done
	[ -n "$(find "$1" -name '*.elf')" ] || return 0
	mkdir -p "$new/libc"
	for library in libc6 libelf1t64 zlib1g libzstd1; do
		download "$native" "$library"
		dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$new/libc" --no-same-owner --wildcards --no-wildcards-match-slash \
			--strip-components=4 './usr/lib/*/*.so*'
	done
	mv "$new/libc" "$1"
}

# Another Debian's kernel is built by that one's compiler. Ours takes its place; it may not know all of that one's options.
take_our_compiler()
{
	grep -q '^override KCFLAGS' "$1/.kernelvariables" || cat >> "$1/.kernelvariables" <<-'EOF'
	CC = $(CROSS_COMPILE)gcc
	override CONFIG_CC_HAS_MIN_FUNCTION_ALIGNMENT =
	override KCFLAGS += -Wno-attributes
	EOF
}

fetch_headers()
{
	headers=linux-headers-$release$version
	common=$(depends "$headers" 'linux-headers-.*-common')
	kbuild=$(depends "$headers" linux-kbuild-)
	update "$native" "$kbuild"
	unpack "$debian" "$headers" ./usr/src
	unpack "$debian" "$common$version" ./usr/src
	unpack "$native" "$kbuild" ./usr/lib
	build=$root/usr/src/linux-headers-$release
	# shellcheck disable=SC2016 # for make
	sed -i 's|=\(/usr/src/\)|:=\1|; s|/usr/src/|$(dir $(lastword $(MAKEFILE_LIST)))../|' "$build/Makefile"
	if [ -n "$suite" ]; then
		take_our_compiler "$build"
		bring_libc "$root/usr/lib/$kbuild"
	fi
}

# The folder $new, as a copy, under another name.
publish()
{
	rm -rf "${cache:?}/$1"
	cp -a "$new" "$cache/.fetch.$1"
	mv "$cache/.fetch.$1" "$cache/$1"
}

# Fills the folder of guest $1, and that of the kernel that it has now.
fetch_kernel()
{
	if [ -n "$pin" ] && grep -q "^packages=$pin " "$cache/$1/stamp" 2> /dev/null && (guest=$1 && is_whole); then
		cp -a "$cache/$1/." "$new"
		return
	fi
	printf 'pagemark: fetching the kernel and headers of guest %s\n' "$1" >&2
	fetched=
	fetch_image "$1"
	fetch_headers
	link_kernel
	printf 'release=%s\npackages=%s\n' "$release" "$fetched" > "$new/stamp"
	[ -n "$pin" ] || publish "$1@${fetched%% *}"
}

# A kernel from before its modules of file systems, disks, networks and user space's drivers were kept gets them where it is still to be had,
# and else works without. Of those that were kept last every kernel of Debian has this one.
complete_kernel()
{
	if [ -e "$cache/$1/modules/kernel/drivers/uio/uio.ko" ] || [ ! -e "$cache/$1/stamp" ]; then
		return
	fi
	printf 'pagemark: fetching the modules of the kernel of guest %s\n' "$name" >&2
	fetched='' guest=$1 pin=$(sed -n 's/^packages=\([^ ]*\).*/\1/p' "$cache/$1/stamp")
	# All of its packages: since 7.x its modules are in another one than what a pin names.
	# shellcheck disable=SC2013 # words are what is wanted
	for package in $(sed -n 's/^packages=//p' "$cache/$1/stamp"); do
		case $package in linux-headers-* | linux-kbuild-*) ;; *) rm -f "$root/.packages/$package" ;; esac
	done
	(lock_cache && fetch_image "$name" && touch "$cache/$1/stamp") ||
		printf 'pagemark: guest %s goes on without file systems, disks, networks and drivers in user space\n' "$name" >&2
}

# The program alone; its path is the same for all architectures, so it has a folder of its own.
fetch_busybox()
{
	update "$debian" busybox-static
	download "$debian" busybox-static
	dpkg-deb --fsys-tarfile "$deb" | tar -xO ./bin/busybox > "$new/busybox" || die "cannot unpack $deb in $new"
	chmod 755 "$new/busybox"
	printf 'packages=%s\n' "$(basename "$deb" .deb)" > "$new/stamp"
}

# Debian's package $1 of the architecture, its headers and static libraries only.
unpack_library()
{
	download "$debian" "$1"
	(cd "$tmp" && dpkg-deb -x "$deb" . && cp -r usr/include "$new" && cp usr/lib/*/*.a "$new/lib") ||
		die "cannot unpack $deb in $new; is the disk full?"
	fetched="${fetched:+$fetched }$(basename "$deb" .deb)"
}

# The source of Debian's package $1, built by the compiler for the architecture. Nothing in the environment decides how.
build_library()
{
	tmp=$(mktemp -d "$cache/.fetch.XXXXXX")
	(cd "$tmp" && apt-get -c "$conf" -q source --download-only "$1") > "$log" 2>&1 || no_network "$1" source
	mkdir "$tmp/src"
	tar -xf "$tmp"/*.orig.tar.* -C "$tmp/src" --strip-components=1
	# shellcheck disable=SC2016 # the inner shell expands it
	env -i PATH="$PATH" sh -ec 'cmake -S "$1/src" -B "$1/out" -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_C_COMPILER="$2gcc" \
		-DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$3" -DCMAKE_INSTALL_LIBDIR=lib -DBUILD_TESTING=OFF \
		-DJANSSON_BUILD_DOCS=OFF -DJANSSON_WITHOUT_TESTS=ON -DJANSSON_EXAMPLES=OFF -DCHECK_ENABLE_TESTS=OFF \
		-DCHECK_ENABLE_SUBUNIT=OFF && make -C "$1/out" install' sh "$tmp" "$cross" "$tmp/all" > "$log" 2>&1 || {
		tail -n 5 "$log" >&2
		die "the library in Debian's source of $1 does not build for $architecture; the lines above say why"
	}
	cp -r "$tmp/all/include" "$new" && cp "$tmp"/all/lib/*.a "$new/lib"
	fetched="${fetched:+$fetched }$(basename "$tmp"/*.dsc .dsc)_source"
}

# Where Debian has no packages of an architecture, its sources are built, libcheck then without the libsubunit that it otherwise refers to.
fetch_libraries()
{
	printf 'pagemark: fetching the libraries of the program for %s\n' "$architecture" >&2
	mkdir "$new/lib"
	fetched='' source=
	[ -n "$debian" ] || source=yes
	update "${debian:-$native}" check
	# shellcheck disable=SC2013 # words are what is wanted
	for library in $(awk '!/^#/ && NF { print $1 }' "$here/packages-static"); do
		case $source/$library in
		/*) unpack_library "$library" ;;
		yes/libsubunit-dev) "${cross}ar" rc "$new/lib/libsubunit.a" ;;
		*) build_library "$library" ;;
		esac
	done
	printf 'packages=%s\n' "$fetched" > "$new/stamp"
}

# Out of 1.3 GB of kernel source the 3 MB that tools/lib/perf needs, and kunit.py for the tests; nothing else touches the disk.
unpack_libperf_source()
{
	dpkg-deb --fsys-tarfile "$deb" | tar -xO ./usr/src/linux-source-6.1.tar.xz | xz -dc -T2 |
		(cd "$src" && tar -x --no-same-owner --strip-components=1 --wildcards \
			'*/tools/lib/perf' '*/tools/lib/api' '*/tools/lib/*.c' '*/tools/include' \
			'*/tools/build' '*/tools/scripts' '*/tools/arch/*/include' '*/tools/testing/kunit')
}

# Its headers, the two libraries, and kunit.py.
fetch_libperf()
{
	printf 'pagemark: fetching libperf with the source of the kernel, 140 MB, once\n' >&2
	update "$native" linux-source-6.1
	download "$native" linux-source-6.1
	src=$tmp/src
	mkdir "$src"
	unpack_libperf_source || die "cannot unpack $deb in $cache; is the disk full?"
	for lib in perf api; do
		# The kernel's makefiles would take our O, B and V for theirs.
		env -i PATH="$PATH" make -s -C "$src/tools/lib/$lib" prefix=/usr "lib$lib.a" > "$log" 2>&1 || {
			tail -n 5 "$log" >&2
			die "lib$lib of $(basename "$deb") does not build here; the lines above say why"
		}
	done
	cp -r "$src/tools/lib/perf/include" "$src/tools/lib/perf/libperf.a" "$src/tools/lib/api/libapi.a" "$new"
	mkdir -p "$new/tools/testing" # kunit.py looks for these in its own path
	cp -r "$src/tools/testing/kunit" "$new/tools/testing"
	printf 'packages=%s\n' "$(basename "$deb" .deb)" > "$new/stamp"
}

[ $# -gt 0 ] || die "usage: fetch.sh GUEST... | busybox-ARCHITECTURE | libraries-ARCHITECTURE | libperf"
for name; do
	case $name in
	libperf)
		thing='libperf (in the source of the kernel)' again='make clean all'
		fill libperf fetch_libperf
		;;
	busybox-*)
		thing='the shell for guests' again='make shell-GUEST'
		describe "${name#busybox-}"
		[ -n "$debian" ] || die "there is no $name; guests.conf has the architectures that there are"
		fill "$name" fetch_busybox
		;;
	libraries-*)
		describe "${name#libraries-}"
		[ -n "$cross" ] || die "there is no $name; guests.conf has the architectures that there are"
		thing="what the program for $architecture is linked with" again="make static ARCH=$architecture"
		fill "$name" fetch_libraries
		;;
	*)
		thing="the kernel of guest $name" again='make guests'
		describe "$name"
		[ -n "$kernel" ] ||
			die "no kernel is known for guest '$name'; 'pagemark guest list' shows those that there are"
		pin=$(pin_of "$name")
		case $kernel in
		linux-source-*) "$here/build.sh" "$name" "$kernel" "$architecture" "$cross" ;;
		*)
			fill "$(folder_of "$name")" fetch_kernel "$name"
			complete_kernel "$(folder_of "$name")"
			;;
		esac
		;;
	esac
done
