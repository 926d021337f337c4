#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tables that others published, beside ours: profiles of the guests become docs/tables.md. `make tables` builds the guests first.
# usage: B=build tests/bench/tables.sh [RECORD...]   of RECORDs that are there the document goes to stdout, and nothing is measured
# What was published: tests/bench/published.json. X86=x86_64-6.12 and ARM=arm64-6.12 name the guests.
set -eu
cd "$(dirname "$0")/../.."
B=${B:-build}
x86=${X86:-x86_64-6.12} arm=${ARM:-arm64-6.12}

document() {
	cat "$@" | jq -s -r --slurpfile published tests/bench/published.json --arg x86 "$x86" --arg arm "$arm" -f tests/bench/tables.jq
}

if [ $# -gt 0 ]; then
	document "$@"
	exit
fi

# measure NAME ARGUMENT...: a record $B/tables/NAME.jsonl
records=$B/tables
mkdir -p "$records"
measure() {
	record=$records/$1.jsonl
	shift
	rm -f "$record"
	"$B/pagemark" run --profile --quick --rounds 2 -o "$record" "$@" >"$record.said"
}
# shellcheck disable=SC2046 # a pattern is a word
measure x86 --target "$x86" --target "$x86+iommu-strict" --target "$x86+iommu-lazy" --target "$x86+swiotlb" \
	dma/handover/map_single/size:4096 'dma/outstanding/map_each/outstanding:1024/*' \
	$(printf 'dma/cycle/map_each/size:%s ' 64 256 1024 4096 16384 65536)
measure arm --target "$arm+noncoherent" 'dma/scatter/map_sg/entries:*/layout:apart'
document "$records/x86.jsonl" "$records/arm.jsonl" >"$records/tables.md"
cp "$records/tables.md" docs/tables.md
echo docs/tables.md
