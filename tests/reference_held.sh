#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The tree costs what results/reference says, in instructions, where kernel, QEMU and compiler are those of the reference.
set -u
. tests/lib.sh

# Of the guests of `make run`, quick ones of each comparison and a part of the claims; of the others a sample. REFERENCE=all takes the
# whole of all. What an allocation costs, of an address behind an IOMMU too, depends on what was measured before it, so it is in the whole only.
choose() {
	case ${REFERENCE:-}$1 in
	all*) rounds=5 selection='dma/cycle dma/handover kmap/page pin/user_pages */claims/*' ;;
	x86_64-6.1 | i386-pae-6.1)
		rounds=3
		selection='dma/cycle/*/size:64 dma/handover/[ms]*/size:4096 kmap/page/*/zone:low/* pin/user_pages/*/pages:1 kmap/claims address/claims'
		;;
	# What gup and pin of one page cost there was seen to differ by 0.2 % between two boots.
	*-newest) rounds=1 selection='dma/cycle/coherent/size:64 dma/cycle/map_once_sync/size:64 kmap/page/*/zone:low/pages:1 kmap/claims address/claims' ;;
	*) rounds=1 selection='dma/cycle/coherent/size:64 dma/cycle/map_once_sync/size:64 kmap/page/*/zone:low/pages:1 pin/user_pages/*/pages:1 kmap/claims' ;;
	esac
}

# identity RECORD: what decides the number of instructions besides the tree, a line each
identity() {
	jq -r 'select(.type == "run") | "kernel \(.kernel.release)", "build \(.kernel.version)", "package \(.guest.kernel_package)",
		"\(.guest.qemu)", "compiler \(.tool.compiler), \(.tool.flags)"' "$1"
}

# chosen RECORD: names of its points and claims in the selection
chosen() {
	# shellcheck disable=SC2086 # patterns
	set -f && "$pagemark" show --format json "$1" $selection >"$work/shown" 2>/dev/null
	set +f
	jq -r '(.points[], .claims[]) | .name' "$work/shown" | grep -v '^selfcheck/'
}

for reference in results/reference/*.jsonl; do
	guest=$(basename "$reference" .jsonl)
	check "the reference of $guest fits the schema" python3 tests/data/validate.py "$reference"
	if [ ! -e "$B/guest/${guest%%+*}/initramfs.cpio" ]; then
		skip "the reference of $guest" "it is not built: run 'make guest-${guest%%+*}'"
		continue
	fi
	choose "$guest"
	chosen "$reference" >"$work/names"
	check "the reference of $guest holds what is selected" test "$(wc -l <"$work/names")" -ge 20
	# shellcheck disable=SC2046 # one name a line
	"$pagemark" run -q --rounds "$rounds" --target "$guest" -o "$work/$guest.jsonl" $(cat "$work/names") >/dev/null 2>"$work/err"
	identity "$reference" >"$work/was"
	identity "$work/$guest.jsonl" >"$work/is"
	if ! cmp -s "$work/was" "$work/is"; then
		skip "the reference of $guest" "it is of $(diff "$work/was" "$work/is" | sed -n 's/^< //p' | paste -sd ';'), here is $(
			diff "$work/was" "$work/is" | sed -n 's/^> //p' | paste -sd ';'); 'make reference' measures it anew"
		continue
	fi
	jq -rn --slurpfile was "$reference" --slurpfile is "$work/$guest.jsonl" --rawfile names "$work/names" '
		def median: sort | (.[length / 2 | floor] + .[(length - 1) / 2 | floor]) / 2;
		def named($lines): [$lines[] | select(.type == "bench" or .type == "claim") | {key: .name, value: .}] | from_entries;
		named($was) as $a | named($is) as $b | $names | split("\n")[] | select(. != "") | . as $name
		| if $a[$name].status != "PASS" or $b[$name].status == "SKIP" or $b[$name] == null then
			"not compared \($name): \($a[$name].status) in the reference, \($b[$name].status // "absent") here"
		elif $b[$name].status != "PASS" then "differs \($name): \($b[$name].status): \($b[$name].reason // $b[$name].detail)"
		elif $a[$name].type == "claim" then "same \($name)"
		else ($a[$name].samples | median) as $x | ($b[$name].samples | median) as $y
			| (if ($x - $y | fabs) <= ([0.001 * $x, (if $x < 100 then 1 else 0 end)] | max) then "same" else "differs" end)
				+ " \($name): \($x) insn in the reference, \($y) here"
		end' >"$work/held"
	sed -n "s|^not compared \([^:]*\): |skip - $guest \1: |p" "$work/held"
	check "$guest: $(grep -c '^same ' "$work/held") points and claims are as in the reference, within 0.1 %" \
		sh -c "! grep '^differs ' '$work/held' >&2 && grep -q '^same ' '$work/held'"
done
done_
