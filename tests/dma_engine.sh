# SPDX-License-Identifier: GPL-2.0-only
# With a DMA engine (one for tests, whose copies the CPU makes) our points move bytes through it, name it, and see what it loses.
. tests/lib.sh
guest=x86_64-6.1

if ! [ -e "$B/guest/$guest/initramfs.cpio" ]; then
	skip 'a DMA engine' "guest $guest is not built: make guests"
	done_
fi
cp -r tests/kmod/engine "$work/engine"
stock=$(dirname "$(readlink "$B/guest/$guest/vmlinux")")
make -s -C "$stock/kdir" M="$work/engine" W=1 CONFIG_DEBUG_INFO_BTF_MODULES= modules >"$work/make" 2>&1 || {
	cat "$work/make" >&2
	not_ok 'the engines for tests build'
	done_
}
here=$work/guest/$guest
mkdir -p "$here" "$work/more"
cp "$pagemark" "$work/pagemark"
cp -P "$B/guest/$guest/kernel" "$B/guest/$guest/vmlinux" "$here"

# with MODULE STATUS: the guest with this module loaded before ours, and its points; what show says is in $work/out
with() {
	cpio -i --quiet --to-stdout modules.list <"$B/guest/$guest/initramfs.cpio" |
		sed "s|^/pagemark.ko|/$1.ko\\n&|" >"$work/more/modules.list"
	strip --strip-debug -o "$work/more/$1.ko" "$work/engine/$1.ko"
	# A second archive behind the first: its files win.
	(cd "$work/more" && printf '%s\n' modules.list "$1.ko" | cpio -o -H newc -R 0:0 --quiet) |
		cat "$B/guest/$guest/initramfs.cpio" - >"$here/initramfs.cpio"
	rm -f "$work/run"
	status "points with the module '$1'" "$2" "$work/pagemark" run --quick --rounds 2 --target $guest -o "$work/run" \
		'dma/engine/*'
	"$work/pagemark" show "$work/run" >"$work/out"
}

with engine 0
check 'all of them ran' grep -q ' 8 PASS, 0 FAIL, 0 SKIP, 0 BROKEN' "$work/out"
check 'the record names the channel and its device' grep -q \
	'"dma/engine/engine/size:4096".*"device": *{"name": *"dma0chan0 of test-engine"' "$work/run"
says 'and show does' "$work/out" 'dma0chan0 of test-engine'
with lossy 1
check 'an engine that loses a word of each copy is found out at each size' test \
	"$(grep -c 'engine  size .*FAIL: .*PMK_FACT_INTACT' "$work/out")" -eq 3
check 'and memcpy() is not' grep -q ' 5 PASS, 3 FAIL, 0 SKIP, 0 BROKEN' "$work/out"
with late 2
check 'memory is kept for an engine that neither ends a copy nor can be stopped' test "$(grep -c 'test-engine: a copy into' "$work/out")" = 0
done_
