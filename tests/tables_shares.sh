#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# docs/tables.md: shares and ratios are those of the profiles; a wrong share, and a point without a profile, are seen.
# shellcheck disable=SC2016 # the backquotes are Markdown
set -u
. tests/lib.sh

profiles() {
	python3 tests/data/fabricate_tables.py "$work/bare.jsonl" "$@"
}
python3 tests/data/fabricate.py 1 >"$work/bare.jsonl"
profiles >"$work/all.jsonl"
check "profiles fit the schema" python3 tests/data/validate.py "$work/all.jsonl"

status "of profiles a document is made" 0 sh tests/bench/tables.sh "$work/all.jsonl"
submit='| `qi_submit_sync` in `intel_iommu_tlb_sync` | fs | 71 % | 69 % | 67 % | - |'
says "a function counts with what it calls, once, and only where it is called" "$work/out" "$submit" \
	'| `intel_iommu_iotlb_sync_map` in `iommu_map` | fs | 60 % | 58 % | 20 % | 20 % |' \
	'| allocation of an IOVA in a map | eiovar | 86 % |  | 14 % | 14 % |' '| invalidation in an unmap | eiovar | 71 % |  | 43 % | 20 % |'
says "three add up" "$work/out" '| `iommu_map` in the three | fs | 33 % | 32 % | 40 % | 57 % |' \
	'| `__iommu_unmap` in the three | fs | 5.4 % | 5.5 % | 30 % | 43 % |' '| `intel_iommu_tlb_sync` in the three | fs | 62 % | 63 % | 30 % | - |'
says "why one differs comes from the profile" "$work/out" '- allocation of an IOVA in a map: it takes 50 insn' \
	'; invalidation in an unmap: `qi_submit_sync` takes 100 insn there'
check "and only where it differs" sh -c "! grep -q '^-.*.iommu_map. in the three' '$work/out'"
says "interrupts are no part of an op" "$work/out" 'takes 1707 insn an op strict (1000 ops)'
says "what a further entry takes" "$work/out" '| 256 | 1000 | 256500 | 32768 | 515 |' '| one in each: 2 | 2 barriers |' \
	'| 65 % and 67 % of time | 0.2 % of insn, 1.5 % of barriers and cache operations |'
says "indirect branches" "$work/out" '| IOMMU, strict | 1000 | 3008 | 8 | 4 |' '| 84 % of the time that' '| 88 % of the indirect branches of'
says "where copying becomes dearer" "$work/out" '| 4096 | 1000, 1000 | 712 | 3512 | 3048 | 1.15 | 42 % | 10192 | 17884 |' \
	'| not seen | up to 4096 bytes, no longer at 16384 |' '| not seen | up to 64 bytes, no longer at 256 |' '| 5 (throughput) | 2.91 (insn) |'
check "each published figure has its source" test "$(grep -c '^- \*\*' "$work/out")" = "$(jq '.sources | length' tests/bench/published.json)"

# Without what a function calls the shares are wrong, and the row above is not there.
sed 's/inner: (\$up.inner or /inner: (/' tests/bench/tables.jq >"$work/wrong.jq"
check "a function without what it calls is another program" sh -c "! cmp -s tests/bench/tables.jq '$work/wrong.jq'"
status "it makes a document too" 0 jq -s -r --slurpfile published tests/bench/published.json --arg x86 x86_64-6.12 --arg arm arm64-6.12 \
	-f "$work/wrong.jq" "$work/all.jsonl"
check "with a wrong share" sh -c "grep -q 'qi_submit_sync. in .intel' '$work/out' && ! grep -qF '$submit' '$work/out'"

profiles '+swiotlb dma/cycle/map_each/size:1024' >"$work/less.jsonl"
status "a point without a profile" 5 sh tests/bench/tables.sh "$work/less.jsonl"
says "is named, with the reason" "$work/err" 'no profile of dma/cycle/map_each/size:1024 on x86_64-6.12+swiotlb: it was fabricated so'
grep -v '+noncoherent' "$work/all.jsonl" >"$work/few.jsonl"
status "a target that was not measured" 5 sh tests/bench/tables.sh "$work/few.jsonl"
says "is named, with the remedy" "$work/err" 'on arm64-6.12+noncoherent: measure it with pagemark run --profile'
done_
