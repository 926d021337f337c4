#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Each claim on the kernel fails when its promise is broken: in a guest with a pagemark.ko built for that.
. tests/lib.sh

# both_ways TARGET SKIPPED PATTERN...: they hold, and fail when broken, but for so many that this target cannot show
both_ways() {
	target=$1 skipped=$2
	shift 2
	n_claims=$("$pagemark" list "$@" | grep -c '/claims/')
	passed=$((n_claims - skipped))
	status "kernel claims hold in $target" 0 "$pagemark" check --target "$target" "$@"
	says 'each of them ran' "$work/out" "$n_claims claims: $passed PASS, 0 FAIL, $skipped SKIP"
	status "kernel claims fail under their breaks in $target" 0 "$work/pagemark" check --break \
		--target "$target" "$@"
	says 'each of them was broken' "$work/out" "$n_claims claims: $passed PASS, 0 FAIL, $skipped SKIP"
	check 'each says how it failed' [ "$(grep -c 'broken on purpose it fails' "$work/out")" -eq "$passed" ]
}

# Without high memory, ZONE_MOVABLE, bounce buffers, a second node, CMA, which two are about, and huge faults, four.
high=$("$pagemark" list 'kmap/claims/highmem_*' | grep -c '/claims/')
if breakable x86_64-6.1 x86_64 'kernel claims under their breaks'; then
	both_ways x86_64-6.1 $((high + 9)) 'access/claims/device_*' 'access/claims/module_*' \
		'pin/claims/pin*' 'pin/claims/followed_*' kmap/claims alloc/claims address/claims mmio/claims 'share/claims/dma_buf*'
	status 'the module that users load breaks nothing' 4 "$pagemark" check --break \
		--target x86_64-6.1 kmap/claims/kmap_lowmem_address
fi
if breakable i386-pae-6.1 i386 'kernel claims under their breaks'; then
	both_ways i386-pae-6.1 0 kmap/claims
fi

# names STATUS: of the claims in $work/out that came out so
names() {
	jq -r --arg status "$1" 'select(.type == "claim" and .status == $status) | .name' "$work/out" | sort
}
# All that there are, on another architecture. What it cannot show is SKIP, for which the exit status is 0.
need_guest arm64-6.1 arm64 'all claims hold in the guest arm64-6.1'
if breakable arm64-6.1 arm64 'kernel claims under their breaks'; then
	status 'all claims hold in arm64-6.1' 0 "$pagemark" check --format jsonl --target arm64-6.1 '*/claims'
	names PASS >"$work/held"
	check 'some of every subject that has claims' test "$(cut -d / -f 1 "$work/held" | sort -u)" = \
		"$("$pagemark" list '*/claims' | sed -n 's|^ *\([a-z]*\)/claims/.*|\1|p' | sort -u)"
	status 'they fail under their breaks there' 0 "$work/pagemark" check --break --format jsonl --target arm64-6.1 '*/claims'
	names PASS >"$work/broken"
	# One more may fail under its break: what its promise needs is not here, what breaks it is.
	check 'each of them' test "$(comm -23 "$work/held" "$work/broken")" = ''
fi
done_
