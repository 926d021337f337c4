# SPDX-License-Identifier: GPL-2.0-only
# Fragmented memory: no large block is free, the kernel refuses one, kvmalloc() has single pages; afterwards memory is whole.
. tests/lib.sh
guest=x86_64-6.1

if ! [ -e "$B/guest/$guest/initramfs.cpio" ]; then
	skip 'fragmented memory' "guest $guest is not built: make guests"
	done_
fi
status 'points in whole and in fragmented memory' 0 "$pagemark" run --quick --rounds 2 --target $guest -o "$work/run" \
	'alloc/fragmented/alloc_pages/size:65536/*' 'alloc/fragmented/kvmalloc/size:65536/*'

# median NAME COUNTER: of its samples, cut to a whole number
median() {
	jq -r "select(.type == \"bench\" and .name == \"alloc/fragmented/$1\") | .counters.$2.samples | sort | .[length / 2 | floor] | floor" \
		"$work/run"
}
point=kvmalloc/size:65536/memory
check 'fragmented: no block of 64 KiB or more is free' test "$(median $point:fragmented free_blocks_64k)" -eq 0
check 'whole: many are, between samples of the other kind too' test "$(median $point:whole free_blocks_64k)" -gt 50
check 'fragmented: kvmalloc() has single pages' test "$(median $point:fragmented in_single_pages)" -eq 1
check 'whole: it has contiguous ones' test "$(median $point:whole in_single_pages)" -eq 0
"$pagemark" show "$work/run" >"$work/out"
says 'fragmented: the kernel refuses 16 contiguous pages' "$work/out" 'SKIP: the kernel refuses'
done_
