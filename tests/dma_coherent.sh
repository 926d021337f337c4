#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Whether a device is coherent: the module's own is what the host bridge is, another one is not, and the record tells.
. tests/lib.sh
guest=arm64-6.1 point=dma/direction/map_single/direction:to_device/size:65536

# device TARGET: the device of the point, measured there
device() {
	"$pagemark" run --quick -o "$work/$1.jsonl" --target "$1" "$point" >"$work/out" 2>&1 || cat "$work/out" >&2
	grep '"type":"bench"' "$work/$1.jsonl" | grep -F "$point" >"$work/line"
}

status 'a device that is not coherent is asked for where there is none' 4 "$pagemark" run --quick -o "$work/x86.jsonl" \
	--target x86_64-6.1+noncoherent "$point"
says 'and skipped, with the reason' "$work/x86.jsonl" '"status":"SKIP"' 'takes every device for coherent'
if ! [ -e "$B/guest/$guest/initramfs.cpio" ]; then
	skip "coherency in $guest" "the guest is not built: make guest-$guest"
	done_
fi
device $guest
says 'the own device is coherent, as the host bridge is' "$work/line" '"status":"PASS"' '"name":"pagemark"' '"coherent":true'
device $guest+noncoherent
says 'the other one is not' "$work/line" '"status":"PASS"' '"name":"pagemark-noncoherent"' '"coherent":false'
# Cleaning 1024 cache lines costs more than all the rest, so this is no close call.
jq -r --arg name "$point" 'select(.type == "bench" and (.name | startswith($name))) | .samples[0] | floor' "$work/$guest.jsonl" \
	"$work/$guest+noncoherent.jsonl" >"$work/insn"
check "caches are cleaned for one only: $(tr '\n' ' ' <"$work/insn")insn" \
	test "$(head -n 1 "$work/insn")" -lt "$(($(tail -n 1 "$work/insn") / 4))"
done_
