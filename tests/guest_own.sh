# SPDX-License-Identifier: GPL-2.0-only
# A kernel of the user's: refused before anything boots where it cannot work, measured where it can.
. tests/lib.sh

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
tree lost "$release"
refused 'a tree without the modules that it promises' --kernel "$image" --kdir "$work/lost" -- \
	CONFIG_VIRTIO_PCI=m virtio_pci.ko 'make modules'
mkdir -p "$work/lib/modules" "$work/usr/src"
ln -s "$(readlink -f "$stock/modules")" "$work/lib/modules/$release"
mv "$work/lost" "$work/usr/src"
refused 'a tree that builds nothing' --kernel "$image" --kdir "$work/usr/src/lost" -- 'does not build' "$work/usr/src/lost"
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
check 'nothing stays in /tmp' sh -c '! ls -d /tmp/pagemark-own-* >/dev/null 2>&1'
done_
