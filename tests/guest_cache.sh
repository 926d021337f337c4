#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The cache of kernels: copied to another path, blanks in paths, damaged kernels, kernels that are pinned, and pinned ones that are gone.
. tests/lib.sh
guest=x86_64-6.1
cache=${PAGEMARK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pagemark}
if ! [ -e "$cache/$guest/stamp" ] || ! [ -e "$B/guest/$guest/vmlinux" ]; then
	skip 'the cache can be moved' "guest $guest is not built"
	done_
fi
package=$(sed -n 's/^packages=\([^ ]*\).*/\1/p' "$cache/$guest/stamp")

# What this guest has of the cache, and this checkout, in folders with a blank
moved="$work/my cache" clone="$work/my clone"
mkdir -p "$moved/root" "$clone/build/static"
cp -a "$cache/$guest" "$moved"
(cd "$cache/root" && tar -c .packages boot/*"$(sed -n 's/^release=//p' "../$guest/stamp")" lib usr/src usr/lib/linux-kbuild*) |
	tar -x -C "$moved/root"
git ls-files -z --cached --others --exclude-standard | xargs -0 cp -a --parents -t "$clone"
cp -a "$B/static/x86_64" "$clone/build/static"
(
	cd "$clone" || exit 2
	unset MAKEFLAGS
	make -s B=build PAGEMARK_CACHE="$moved" guest-$guest
) >"$work/out" 2>"$work/err"
check 'a guest is built in a checkout with a blank, from a moved cache with another' test $? -eq 0
check 'its module is whole' grep -q 'pagemark' "$clone/build/kmod/$guest/pagemark.ko"
check 'its kernel is that of the moved cache' test "$(readlink -f "$clone/build/guest/$guest/vmlinux")" = \
	"$(readlink -f "$moved/$guest/vmlinux")"
check 'no link in the cache is absolute' test -z "$(find "$moved" -lname '/*')"
check 'nor does a makefile in it name its old place' test -z "$(grep -l "^include /" "$moved/$guest/kdir/Makefile")"
check 'everybody can read it' test -z "$(find "$moved" ! -type l ! -perm -004)"

# Another cache is another kernel, whatever the age of what was built of this one
ln -s "$moved" "$work/other"
mkdir -p "$work/a/kmod/$guest" "$work/a/libperf"
PAGEMARK_PINS=/dev/null harness/guest/links.sh "$work/a" "$moved" $guest
for file in kernel config initramfs.cpio vmlinux; do
	: >"$work/a/guest/$guest/$file"
done
PAGEMARK_PINS=/dev/null harness/guest/links.sh "$work/a" "$moved" $guest
check 'what is built stays while the cache stays' test -e "$work/a/guest/$guest/kernel"
PAGEMARK_PINS=/dev/null harness/guest/links.sh "$work/a" "$work/other" $guest
check 'and goes when PAGEMARK_CACHE names another' test "$(find "$work/a" ! -type d -printf '%f\n' | sort | tr '\n' ' ')" = 'cache cached '
check 'the module and the library of counters too' test ! -e "$work/a/kmod/$guest" -a ! -e "$work/a/libperf"

# A kernel in the cache that is empty, or is not what was put there: found, and not taken
release=$(sed -n 's/^release=//p' "$moved/$guest/stamp")
cp "$moved/root/boot/vmlinux-$release" "$work/vmlinux"
damaged() {
	cp -a "$moved/$guest" "$work/whole"
	status "$1 is found" 2 env PAGEMARK_CACHE="$moved" APT_CONFIG=/dev/null http_proxy=http://127.0.0.1:9 \
		https_proxy=http://127.0.0.1:9 harness/guest/fetch.sh $guest
	says 'it is named, and what follows' "$work/err" "pagemark: vmlinux in $moved/$guest is damaged; it is fetched again"
	rm -rf "${moved:?}/$guest"
	mv "$work/whole" "$moved/$guest"
}
rm -rf "$moved/apt" "$moved/$guest/sums"
: >"$moved/root/boot/vmlinux-$release"
damaged 'an empty kernel of a cache from before there were sums'
cp "$work/vmlinux" "$moved/root/boot/vmlinux-$release"
(cd "$moved/$guest" && sha256sum vmlinuz vmlinux >sums)
status 'a whole kernel is taken, without a network' 0 env PAGEMARK_CACHE="$moved" http_proxy=http://127.0.0.1:9 \
	harness/guest/fetch.sh $guest
printf x | dd of="$moved/root/boot/vmlinux-$release" bs=1 seek=1000000 conv=notrunc 2>/dev/null
damaged 'a kernel with one other byte'
cp "$work/vmlinux" "$moved/root/boot/vmlinux-$release"
(cd "$cache/root" && cp -a .packages "$moved/root")

# A pin: a kernel that the cache has is used without a network, and is another folder than the newest
echo "$guest $package" >"$work/pins"
status 'a pinned kernel that is cached needs no network' 0 env PAGEMARK_PINS="$work/pins" PAGEMARK_CACHE="$moved" \
	http_proxy=http://127.0.0.1:9 harness/guest/fetch.sh $guest
check 'and has a folder of its own' cmp "$moved/$guest/stamp" "$moved/$guest@$package/stamp"
mkdir "$work/b"
links() {
	PAGEMARK_PINS=$1 harness/guest/links.sh "$work/b" "$moved" $guest
}
links /dev/null
: >"$work/b/guest/$guest/initramfs.cpio"
links /dev/null
check 'what is built stays while the kernel stays' test -e "$work/b/guest/$guest/initramfs.cpio"
links "$work/pins"
check 'and goes when another one is pinned' test ! -e "$work/b/guest/$guest/initramfs.cpio"
check 'which is then the one to build for' test "$(readlink "$work/b/guest/$guest/cached")" = "../../cache/$guest@$package"

# Two at once: the second waits, which takes ten minutes where the first builds a kernel, and says so
flock "$moved/lock" sleep 60 &
first=$!
while flock -n "$moved/lock" true; do
	sleep 0.1
done
rm -r "${moved:?}/$guest@$package"
PAGEMARK_PINS="$work/pins" PAGEMARK_CACHE="$moved" harness/guest/fetch.sh $guest >"$work/out" 2>"$work/err" &
second=$!
for _ in $(seq 100); do
	grep -q 'waiting for' "$work/err" && break
	sleep 0.1
done
pkill -P "$first" sleep
wait "$second"
check 'a second one waits and then goes on' test $? -eq 0
says 'and says for what' "$work/err" "waiting for whoever else works on the cache $moved"

# A mirror that has no such kernel any more
mkdir "$work/mirror"
printf 'Package: linux-image-amd64\nVersion: 6.1.999-1\nArchitecture: amd64\nDepends: linux-image-6.1.0-99-amd64\nFilename: x\nSize: 1\n' \
	>"$work/mirror/Packages"
echo "deb [trusted=yes] file:$work/mirror ./" >"$work/sources.list"
printf 'Dir::Etc::sourcelist "%s";\nDir::Etc::sourceparts "-";\n' "$work/sources.list" >"$work/apt.conf"
gone=linux-image-6.1.0-1-amd64_6.1.4-1_amd64
echo "$guest $gone" >"$work/pins"
cp "$pagemark" "$work/pagemark"
mkdir -p "$work/guest/$guest"
status 'a pinned kernel that is gone is refused' 3 env APT_CONFIG="$work/apt.conf" PAGEMARK_PINS="$work/pins" \
	PAGEMARK_CACHE="$work/empty" PAGEMARK_GONE="$work/guest/$guest/gone" harness/guest/fetch.sh $guest
says 'it is named, with who wants it, and what to do' "$work/err" "kernel $gone" "$work/pins" 'PAGEMARK_CACHE=DIR'
status 'a run then skips that guest' 4 "$work/pagemark" run --target $guest --rounds 1 -o "$work/r.jsonl" kmap/page/kmap kmap/claims
check 'each point and claim with the kernel that is missing' test "$(jq -r 'select(.type == "bench" or .type == "claim") |
	"\(.status) \((.reason // .detail) | test("'$gone'")) \(.remedy | test("pin"))"' "$work/r.jsonl" | sort -u)" = 'SKIP true true'
status 'so does check' 4 "$work/pagemark" check --target $guest kmap

# A kernel that is built here: its source is a package like others, of which this one is empty
mkdir -p "$work/deb/DEBIAN"
printf 'Package: linux-source-6.1\nVersion: 6.1.999-1\nArchitecture: all\nMaintainer: x <x@x>\nDescription: x\n' >"$work/deb/DEBIAN/control"
dpkg-deb -b "$work/deb" "$work/mirror/source.deb" >/dev/null
{
	echo
	cat "$work/deb/DEBIAN/control"
	printf 'Filename: source.deb\nSize: %s\nSHA256: %s\n' "$(stat -c %s "$work/mirror/source.deb")" \
		"$(sha256sum <"$work/mirror/source.deb" | cut -d ' ' -f 1)"
} >>"$work/mirror/Packages"
status 'a kernel whose source is damaged is not built' 2 env APT_CONFIG="$work/apt.conf" PAGEMARK_CACHE="$work/built" \
	harness/guest/fetch.sh x86_64-lean
says 'the package was found, and is named' "$work/err" 'cannot unpack linux-source-6.1_6.1.999-1_all'

# A kernel of another Debian comes from that one's archives
status 'a guest of another Debian does not take the kernel of this one' 2 env PAGEMARK_MIRROR="file:$work/mirror" \
	PAGEMARK_CACHE="$work/empty" harness/guest/fetch.sh x86_64-5.10
says 'it names the suites that were wanted, and the mirror' "$work/err" 'from bullseye bullseye-security' "file:$work/mirror"
done_
