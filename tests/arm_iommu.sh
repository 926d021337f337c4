#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The IOMMUs of an ARM guest: what translates the device, the claims on it, and its work for each operation.
# shellcheck disable=SC2016 # the dollars are jq's
. tests/lib.sh
guest=arm64-6.1
point=dma/handover/map_single/size:4096

need_guest $guest arm64 'the SMMU'

# mode TARGET DOMAIN COUNT TIMES: what the record must say, how often the IOMMU did COUNT in 100 operations among it
mode() {
	target=$1
	rm -f "$work/r.jsonl"
	status "$target: a point is profiled" 0 "$pagemark" run --quick --rounds 1 --profile -o "$work/r.jsonl" --target "$target" \
		$point dma/claims/edu_translated_intact dma/claims/edu_after_unmap
	check "and its device is $2" test "$(jq -r --arg name $point 'select(.type == "bench" and .name == $name).device | "\(.id) \(.domain)"' \
		"$work/r.jsonl")" = "1b36:0005 $2"
	check "$4 $3 in 100 operations" test "$(jq --arg name $point --arg count "$3" 'select(.type == "profile" and .name == $name) |
		.device[$count] * 100 / .ops | round' "$work/r.jsonl")" = "$4"
	jq -r 'select(.type == "claim") | "\(.name) \(.status)"' "$work/r.jsonl" >"$work/claims"
}

mode $guest+iommu-strict strict iotlb_page_invalidations 100
check 'each waits for the SMMU once' test "$(jq --arg name $point 'select(.type == "profile" and .name == $name) |
	(.device.invalidation_waits / .ops | round)' "$work/r.jsonl")" = 1
says 'what edu moves is translated, and ends with the mapping' "$work/claims" 'edu_translated_intact PASS' 'edu_after_unmap PASS'
mode $guest+iommu-lazy lazy iotlb_page_invalidations 0
says 'nothing ends at once' "$work/claims" 'edu_translated_intact PASS' 'edu_after_unmap SKIP'
mode $guest+iommu-pt identity iotlb_page_invalidations 0
says 'nothing is translated' "$work/claims" 'edu_translated_intact SKIP'

status 'a kernel without the driver of virtio-iommu has nothing to say' 4 "$pagemark" run --quick --rounds 1 -o "$work/n.jsonl" \
	--target $guest+virtio-iommu-strict $point
says 'and the option is named' "$work/out" "needs CONFIG_VIRTIO_IOMMU"
newer=arm64-6.12
need_guest $newer arm64 'virtio-iommu'
mode $newer+virtio-iommu-strict strict unmap_requests 100
says 'what edu moves is translated, and ends with the mapping' "$work/claims" 'edu_translated_intact PASS' 'edu_after_unmap PASS'
done_
