#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kernels.sh GUEST...: every claim in these guests, as they are and with the modifiers that other claims need. The records stay in
# $B/kernels, and docs/kernels.md is made of all that lie there. `make test-kernels` builds the guests first.
# What a kernel is known to do wrong is in tests/data/kernel_faults.json; any other FAIL, and each BROKEN, is an error.
. tests/lib.sh
records=$B/kernels faults=tests/data/kernel_faults.json
mkdir -p "$records"

# The claims in TARGET. A boot with all of them takes half a minute of one processor; the limit is for a machine that is busy.
run_claims() {
	echo "all claims in $1" >&2
	rm -f "$records/$1".*
	timeout 1800 "$pagemark" run --rounds 1 -o "$work/$1.jsonl" --target "$1" '*/claims' >"$work/out" 2>"$work/err"
	# 0 to 2: it ran to its end, whatever the verdicts are. One that was stopped has SKIPs that are not the kernel's.
	if [ $? -le 2 ] && [ -e "$work/$1.jsonl" ]; then
		mv "$work/$1.jsonl" "$records"
	else
		not_ok "the guest $1 leaves a whole record"
		cat "$work/err" >&2
	fi
}

for guest; do
	case $guest in
	x86_64-lean) modes='' ;; # nothing of what the modifiers bring
	x86_64-*) modes='+iommu-strict+movable +swiotlb +ramdisk' ;;
	arm64-64k) modes='+movable +swiotlb +noncoherent' ;; # its kernel has no ext4
	arm*) modes='+movable +swiotlb +noncoherent +ramdisk' ;;
	*) modes='+movable +swiotlb +ramdisk' ;;
	esac
	run_claims "$guest"
	for mode in $modes; do
		run_claims "$guest$mode"
	done
done

# Those that count: the debug kernel finds faults of ours, and what x86_64-own is nobody knows.
known=$(sed -n 's/^guest: //p' harness/guest/guests.conf | grep -vE 'debug|own')

# document ARGUMENT...: what kernels.jq says of all records
document() {
	cat "$records"/*.jsonl | jq -s -r --slurpfile faults $faults --arg known "$known" "$@" -f tests/kernels.jq
}
document --arg want unknown >"$work/unknown"
check 'no claim FAILs but where the kernel is known to be wrong, and none is BROKEN' test ! -s "$work/unknown"
cat "$work/unknown" >&2
document --arg want document >"$work/kernels.md" && cp "$work/kernels.md" docs/kernels.md
check 'docs/kernels.md is made of it' cmp "$work/kernels.md" docs/kernels.md
done_
