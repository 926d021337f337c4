# SPDX-License-Identifier: GPL-2.0-only
# On the debug kernel the kernel's claims leave no report and no leak; and each of its detectors makes a run BROKEN.
. tests/lib.sh
guest=x86_64-debug

if ! [ -e "$B/guest/$guest/initramfs.cpio" ]; then
	skip 'the debug kernel' "guest $guest is not built: 'make guest-$guest' builds its kernel in about 10 minutes"
	done_
fi
stock=$(dirname "$(readlink "$B/guest/$guest/vmlinux")")

status 'on the debug kernel all claims on the kernel hold' 0 "$pagemark" check --limit 120 --target $guest \
	'access/claims/device_*' 'access/claims/module_*' 'pin/claims/pin*' dma/claims kmap/claims alloc/claims \
	address/claims mmio/claims share/claims
check 'none is BROKEN by a report or a leak' grep -q ' 0 FAIL, [0-9]* SKIP, 0 BROKEN' "$work/out"
# What only timed operations do, such as mapping a dma-buf for a second device
status 'operations that are timed leave no report either' 0 "$pagemark" run --quick --rounds 1 --accept-hazards \
	--target $guest -o "$work/timed.jsonl" share/import/dma_buf/size:65536 dma/scatter/map_sg/entries:1/layout:apart \
	alloc/object/kmem_cache/size:64 pin/user_pages/pin_fast/pages:1
status 'numbers from the debug kernel are refused' 2 "$pagemark" run --quick --rounds 1 --target $guest \
	-o "$work/refused.jsonl" kmap/page/page_address/zone:low/pages:1
says 'its detectors are the reason' "$work/refused.jsonl" '"kasan"' '"lockdep"' '"dma_api_debug"' '"kmemleak"'

# Modules with mistakes, in place of ours
cp -r tests/kmod/faults "$work/faults"
make -s -C "$stock/kdir" M="$work/faults" modules >"$work/make" 2>&1 || {
	cat "$work/make" >&2
	not_ok 'the modules with mistakes build'
	done_
}
mkdir -p "$work/guest/$guest"
cp "$pagemark" "$work/pagemark"
cp -P "$B/guest/$guest/vmlinux" "$B/guest/$guest/kernel" "$work/guest/$guest"

# with MODULE OPTIONS...: boots the guest with that module; status 2
with() {
	harness/guest/initramfs.sh "$work/guest/$guest/initramfs.cpio" "$B/static/x86_64/pagemark" "$stock/modules" \
		"$work/faults/$1.ko" "$B/guest/$guest/config"
	status "a guest with the module '$1' is BROKEN" 2 "$work/pagemark" guest boot --append ignore_loglevel \
		--console "$work/console" $guest -- --version
}
with noisy
says 'the first report is named' "$work/err" 'the kernel log gained: WARNING: possible circular locking dependency detected'
says 'each detector fired' "$work/console" 'WARNING: possible circular locking dependency detected' \
	'BUG: sleeping function called from invalid context' 'DMA-API: ' 'frees DMA memory with different size' \
	'BUG: KASAN: slab-out-of-bounds in'
with leaky
says 'the leak is named with the function that lost it' "$work/err" 'kmemleak: ' 'of 64 bytes' leaky_lose '[leaky]'
done_
