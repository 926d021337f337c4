#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# High memory on ARM: the guest armhf-lpae-6.1 boots, its pages of high memory have to be mapped, and the claims on that hold.
. tests/lib.sh
guest=armhf-lpae-6.1

for program in qemu-system-arm arm-linux-gnueabihf-gcc; do
	if ! command -v $program >/dev/null; then
		skip "high memory in the guest $guest" "no $program: 'make guest-$guest' installs it"
		done_
	fi
done
need_guest $guest arm "high memory in the guest $guest"

# One boot for both: points and claims.
status 'points and claims of kmap work there' 0 "$pagemark" run --quick --rounds 2 -o "$work/run.jsonl" --target $guest \
	'kmap/page/*/pages:1' 'kmap/claims/*'
check 'its record fits the schema' python3 tests/data/validate.py "$work/run.jsonl"
# of CONTENDER ZONE: its median
of() {
	jq -r --arg n "kmap/page/$1/zone:$2/pages:1" 'select(.type == "bench" and .name == $n) | .samples | add / length | floor' \
		"$work/run.jsonl"
}
for contender in kmap kmap_atomic kmap_local; do
	check "$contender() maps pages of high memory: twice the instructions and more" \
		test "$(of $contender high)" -gt $((2 * $(of $contender low)))
done
check 'the claims on high memory hold' test "$(jq -r 'select(.type == "claim" and .status == "PASS" and
	(.name | startswith("kmap/claims/highmem_"))) | .name' "$work/run.jsonl" | wc -l)" -eq \
	"$("$pagemark" list 'kmap/claims/highmem_*' | grep -c '/claims/')"
done_
