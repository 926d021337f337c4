#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A kernel of the user's: refused before anything boots where it cannot work, measured where it can.
. tests/lib.sh

# What a run leaves behind is looked for where no other run works.
export TMPDIR="$work/tmp"
mkdir "$TMPDIR"
stock=$(dirname "$(readlink "$B/guest/x86_64-6.1/vmlinux")")
image=$stock/vmlinuz kdir=$stock/kdir
release=$(sed -n 's/^release=//p' "$B/guest/x86_64-6.1/kernel")

# refused WHAT OPTIONS... -- TEXT...: status 2, and each text is said
refused() {
	what=$1
	shift
	options=
	while [ "$1" != -- ]; do
		options="$options $1"
		shift
	done
	shift
	# shellcheck disable=SC2086 # a list; no name here holds a blank
	status "$what is refused" 2 "$pagemark" check $options kmap/claims
	says 'it is named' "$work/err" "$@"
}

# tree NAME RELEASE: a tree that looks built
tree() {
	mkdir -p "$work/$1/include/generated"
	cp "$kdir/.config" "$work/$1"
	[ "$1" = strange ] || : >"$work/$1/Module.symvers"
	echo "#define UTS_RELEASE \"$2\"" >"$work/$1/include/generated/utsrelease.h"
}

refused 'a kernel without a tree' --kernel "$image" -- 'without --kdir' 'give --kernel BZIMAGE and --kdir BUILD_TREE'
refused 'a tree without a kernel' --kdir "$kdir" -- 'without --kernel'
refused 'the guest without its kernel' --target x86_64-own+iommu-pt -- "'x86_64-own+iommu-pt'" 'give --kernel'
refused 'another guest with that kernel' --target x86_64-6.1 --kernel "$image" --kdir "$kdir" -- "'x86_64-6.1'" x86_64-own
refused 'a missing image' --kernel /nonexistent/k --kdir "$kdir" -- /nonexistent/k 'No such file'
refused 'a file that is no image' --kernel "$pagemark" --kdir "$kdir" -- "$pagemark" 'no bzImage' arch/x86/boot/bzImage
refused 'a tree that is not built' --kernel "$image" --kdir "$work" -- "$work" utsrelease.h
tree other 5.99.1-other
refused "another kernel's tree" --kernel "$image" --kdir "$work/other" -- "$release" 5.99.1-other 'of one build'
tree bare "$release"
sed -i '/^CONFIG_VIRTIO_CONSOLE=/d' "$work/bare/.config"
refused 'a kernel without a console for the guest' --kernel "$image" --kdir "$work/bare" -- CONFIG_VIRTIO_CONSOLE=y
tree half "$release"
sed -i '/^CONFIG_64BIT=/d' "$work/half/.config"
refused 'a kernel that runs no program of 64 bits' --kernel "$image" --kdir "$work/half" -- CONFIG_64BIT=y
tree lost "$release"
refused 'a tree without the modules that it promises' --kernel "$image" --kdir "$work/lost" -- \
	CONFIG_VIRTIO_PCI=m virtio_pci.ko 'make modules'
tree strange "$release"
refused 'a tree without symbols' --kernel "$image" --kdir "$work/strange" -- Module.symvers vmlinux.symvers modules_prepare
mkdir -p "$work/lib/modules" "$work/usr/src"
ln -s "$(readlink -f "$stock/modules")" "$work/lib/modules/$release"
mv "$work/lost" "$work/usr/src"
refused 'a tree that builds nothing' --kernel "$image" --kdir "$work/usr/src/lost" -- 'does not build' "$work/usr/src/lost" \
	'No rule to make target' 'the whole log is'
status 'a refused run leaves no record' 2 "$pagemark" run -o "$work/none.jsonl" --kernel "$image" --kdir "$work/other" kmap
check 'there is none' test ! -e "$work/none.jsonl"

record=$work/own.jsonl
status 'a kernel and its tree are measured' 0 "$pagemark" run --rounds 1 -o "$record" --kernel "$image" --kdir "$kdir" \
	kmap/page/page_address/zone:low/pages:1 kmap/claims
check 'in the guest of that name' test "$(jq -r 'select(.type == "run") | "\(.target) \(.kernel.release) \(.clock.name)"' \
	"$record")" = "x86_64-own $release insn"
check 'the record names image and configuration' test "$(jq -r 'select(.type == "run") |
	"\(.guest.kernel_package) \(.kernel.config_sha256)"' "$record")" = \
	"$(readlink -f "$image") $(sha256sum <"$kdir/.config" | cut -d ' ' -f 1)"
check 'with its module' test "$(jq -r 'select(.type == "bench" and .name == "kmap/page/page_address/zone:low/pages:1").status' \
	"$record")" = PASS
check 'the record is valid' python3 tests/data/validate.py "$record"
status 'a guest that cannot be packed' 2 env STRIP=/nonexistent/strip "$pagemark" run -o "$work/packed.jsonl" --kernel "$image" \
	--kdir "$kdir" kmap
says 'is told with the first error, which is not of make' "$work/err" 'cannot be packed: ' '/nonexistent/strip'
check 'and not with the last' sh -c "! grep -q 'make: \*\*\*' '$work/err'"
# An empty cache, so that there is something to interrupt. A run is in the middle of it once its folder, which is not $left, has a Kbuild.
left=none
building() {
	rm -rf "$work/cache"
	PAGEMARK_CACHE=$work/cache "$pagemark" run -o "$work/stopped.jsonl" --kernel "$image" --kdir "$kdir" kmap >"$work/out" 2>"$work/err" &
	run=$!
	while folder=$(find "$TMPDIR" -path '*/pagemark-own-*/kmod/build/Kbuild' ! -path "$left/*" 2>/dev/null); [ -z "$folder" ]; do
		kill -0 "$run" 2>/dev/null || break
		sleep 0.1
	done
	folder=${folder%/kmod/build/Kbuild}
}

# What a run leaves that nothing can clean up after, the next one removes: not before who works there has ended, and then whole
building
status 'beside a run whose module is built another one is refused' 2 "$pagemark" check --kernel "$image" --kdir "$work/other" kmap/claims
check 'which leaves the folder of the first alone' test -e "$folder/log"
kill -KILL "$run"
wait "$run"
check 'after SIGKILL the folder is left' test -d "$folder"
left=$folder
while [ -d "$left" ] && ! flock -n "$left" true; do
	sleep 0.1
done
building
check 'the next run removes it' test ! -e "$left"
kill "$run"
wait "$run"
check 'a run that is stopped while its module is built was interrupted' test $? -eq 130
says 'and says when' "$work/err" 'interrupted while the guest'
check 'it leaves no record' test ! -e "$work/stopped.jsonl"
check 'nothing stays in the temporary folder' test -z "$(ls -A "$TMPDIR")"
done_
