#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# State outside of processes on a real kernel, in a guest: granted, of effect, and refused where the kernel rounds.
. tests/lib.sh

if ! command -v qemu-system-x86_64 >/dev/null; then
	skip 'state is set in a guest' 'QEMU is not installed'
	done_
fi
r=$work/r.jsonl
status 'contenders with wishes run in a guest' 0 "$pagemark" run --target x86_64-6.1 --rounds 2 -o "$r" fault/file_map
# faults CONTENDER PAGES: how many each operation had
faults() {
	jq -r --arg name "fault/file_map/$1/around_pages:$2" 'select(.type == "bench" and .name == $name) |
		.counters.faults.samples | unique | join(" ")' "$r"
}
check 'without fault-around each page faults' test "$(faults touch 1)" = 64
check 'with it one in sixteen does' test "$(faults touch 16)" = 4
check 'populated pages never do' test "$(faults populate 1) $(faults populate 16)" = '0 0'
check 'the record says what was set, in bytes' test "$(jq -r 'select(.type == "bench" and .name == "fault/file_map/touch/around_pages:1") |
	.state.fault_around' "$r")" = 4096
done_
