#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Coherent or streaming, where they differ: cache lines, barriers and uncached words of a device that does not see the
# caches, counted by the emulator; and what is small shares no cache line.
# shellcheck disable=SC2016 # the dollars are jq's
. tests/lib.sh
guest=arm64-6.1

need_guest $guest arm64 'a device that does not see the caches'

# counted POINT COUNTER: its figure of one operation, rounded
counted() {
	jq -r --arg name "$1" --arg counter "$2" 'select(.type == "bench" and .name == $name).counters[$counter] |
		if . then .samples | add / length | round else "none" end' "$work/r.jsonl"
}

# counts POINT LINES_CLEANED LINES_INVALIDATED BARRIERS UNCACHED_WORDS
counts() {
	check "$1: $2 lines cleaned, $3 invalidated, $4 barriers, $5 words uncached" test \
		"$(counted "$1" lines_cleaned) $(counted "$1" lines_invalidated) $(counted "$1" barriers) $(counted "$1" uncached_words)" \
		= "$2 $3 $4 $5"
}

status 'both devices are measured in one run' 0 "$pagemark" run --quick --rounds 2 -o "$work/r.jsonl" --target $guest \
	'dma/cycle/*/size:4096' 'dma/noncoherent/*/size:4096'
says 'and each answer tells what instructions do not' "$work/out" 'for a device that sees the caches' \
	'for a device that does not see the caches' 'cache lines invalidated' '1,024 words of 8 bytes loaded and stored uncached'
# A page has 64 lines of 64 bytes and 512 words, stored and loaded. Each clean and each invalidation ends with a barrier.
counts dma/cycle/coherent/size:4096 0 0 2 0
counts dma/cycle/map_each/size:4096 0 0 0 0
counts dma/noncoherent/coherent/size:4096 0 0 2 1024
counts dma/noncoherent/map_each/size:4096 64 64 2 0
counts dma/noncoherent/map_once_sync/size:4096 64 64 2 0

# claims TARGET VERDICTS: the three that only such a device answers, without and with their breaks
claims() {
	status "$1: the claims hold" 0 "$pagemark" check --target "$1" dma/claims/memory_coherent_uncached 'dma/claims/small_*'
	says 'as many as there are' "$work/out" "3 claims: $2"
	status 'and fail under their breaks' 0 "$pagemark" check --break --target "$1" dma/claims/memory_coherent_uncached \
		'dma/claims/small_*'
	says 'all of them' "$work/out" "3 claims: $2"
}

# Before Linux 6.5 kmalloc() has no objects that share a line, so that nothing needs to bounce.
claims $guest '2 PASS, 0 FAIL, 1 SKIP'

# The device is behind an SMMU, and does not see the caches either.
for mode in strict lazy; do
	target=$guest+iommu-$mode+pci-noncoherent
	rm -f "$work/r.jsonl"
	status "$target: a PCI device is measured" 0 "$pagemark" run --quick --rounds 1 -o "$work/r.jsonl" --target "$target" \
		'dma/cycle/*/size:4096'
	check "and it is one that is $mode and not coherent" test "$(jq -r 'select(.type == "bench" and .device).device |
		"\(.id) \(.domain) \(.coherent)"' "$work/r.jsonl" | sort -u)" = "1b36:0005 $mode false"
	check '64 lines are cleaned and 64 invalidated' test "$(counted dma/cycle/map_each/size:4096 lines_cleaned) \
$(counted dma/cycle/map_each/size:4096 lines_invalidated)" = '64 64'
	says 'the answer tells it' "$work/out" 'does not see the caches' 'cache lines invalidated'
done

newer=arm64-6.12
need_guest $newer arm64 'small buffers that bounce'
claims $newer '3 PASS, 0 FAIL, 0 SKIP'
rm "$work/r.jsonl"
status 'small buffers are measured' 0 "$pagemark" run --quick --rounds 1 -o "$work/r.jsonl" --target $newer 'dma/small/*'
# bounced DIRECTION SIZE: how often a buffer of kmalloc() is
bounced() {
	counted "dma/small/slab/direction:$1/size:$2" bounced
}
check 'what is smaller than a line bounces, unless the device only loads it' test \
	"$(bounced both 8) $(bounced both 64) $(bounced both 96) $(bounced both 1024) $(bounced to_device 8)" = '1 0 1 0 0'
done_
