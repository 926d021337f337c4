#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# DMA behind each kind of translation: points and claims work, of dma-bufs too, the record names the mode that was found,
# breaks are seen.
. tests/lib.sh
guest=x86_64-6.1

breakable $guest x86_64 'DMA in its modes' || done_

# mode MODIFIER DOMAIN BOUNCED: what the record must say of a mapping
mode() {
	target=$guest$1
	status "$target: the claims hold" 0 "$pagemark" check --target "$target" dma/claims 'share/claims/dma_buf*'
	sed -n 's/^ *PASS *\([a-z_/]*\):.*/\1/p' "$work/out" >>"$work/passed"
	# Apart: a module that loses its mappings leaves no bounce buffers to the next claims.
	"$work/pagemark" check --break --target "$target" dma/claims >"$work/broken" 2>&1
	"$work/pagemark" check --break --target "$target" 'share/claims/dma_buf*' >>"$work/broken" 2>&1
	sed -n 's/^ *PASS *\([a-z_/]*\):.*/\1/p' "$work/broken" >>"$work/shown"
	check "$target: nothing is BROKEN under a break" test "$(grep -c ' 0 BROKEN$' "$work/broken")" -eq 2
	rm -f "$work/run"
	status "$target: points of the family work" 0 "$pagemark" run --quick --rounds 1 -o "$work/run" \
		--target "$target" 'dma/*size:65536' 'dma/scatter/*/entries:16/*' 'share/hand_over/dma_buf*' mmio/interrupt
	check "$target: the record says the mode" grep -q \
		"\"dma/handover/map_single/.*\"id\": *\"1b36:0005\", *\"domain\": *\"$2\".*\"bounced\": *$3" "$work/run"
	"$pagemark" show "$work/run" >"$work/out"
	says "$target: and show does" "$work/out" "1b36:0005), 64-bit mask, $4"
}

mode '' none false 'no IOMMU'
mode +iommu-strict strict false 'IOMMU strict'
# shellcheck disable=SC2016 # the dollars are jq's
check 'a program drives a device behind it, by VFIO and by UIO' test "$(jq -r 'select(.type == "bench" and
	(.name | test("user_map/vfio_type1|interrupt/"))) | .status' "$work/run" | sort | uniq -c | tr -s ' ')" = ' 6 PASS'
mode +iommu-lazy lazy false 'IOMMU lazy'
mode +iommu-pt identity false 'IOMMU passed through'
mode +swiotlb none true 'no IOMMU'

# The word may stand behind sizes.
status 'swiotlb=16384,force: the claims on bounce buffers hold' 0 "$pagemark" guest boot \
	--append swiotlb=16384,force "$guest" -- check --target host dma/claims/map_forced_bounce \
	dma/claims/map_in_place share/claims/dma_buf_sync_hands_over
says 'both were checked, and nothing is mapped in place' "$work/out" '2 PASS, 0 FAIL, 1 SKIP'

# Those about devices that do not see the caches are checked by dma_noncoherent.sh.
"$pagemark" list dma/claims 'share/claims/dma_buf*' | grep -o '^[a-z]*/claims/[a-z_]*' |
	grep -vx 'dma/claims/\(memory_coherent_uncached\|small_.*\)' | sort -u >"$work/claims"
sort -u "$work/passed" >"$work/passed.all"
check 'each claim holds somewhere' cmp "$work/claims" "$work/passed.all"
sort -u "$work/shown" >"$work/shown.all"
check 'each claim fails under its break somewhere' cmp "$work/claims" "$work/shown.all"
done_
