#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Contenders of a comparison do the same useful work: the same bytes reach the same consumer, and no more.
. tests/lib.sh


for contender in suites/access/file_read/*.c suites/access/file_cold/*.c suites/selfcheck/loop/loop.c; do
	name=${contender#suites/}
	check "flaw_05: $name hands its bytes to the reader that all share" sh -c \
		"nm --undefined-only '$B/obj/${contender%.c}.o' | grep -qw pmk_consume"
done
for contender in suites/access/file_write/*.c; do
	name=${contender#suites/}
	check "flaw_05: $name gets its bytes from the writer that all share" sh -c \
		"nm --undefined-only '$B/obj/${contender%.c}.o' | grep -qw pmk_produce"
done
# timed CONTENDER: the body of its timed function
timed() {
	sed -n '/^static void run(/,/^}/p' "suites/$1.c"
}
check 'flaw_04: what reads a mapping is timed without a copy' test "$(timed access/file_read/mmap | grep -cE 'mem(cpy|move)|read')" = 0
check 'flaw_04: it consumes the mapping itself' test "$(timed access/file_read/mmap | grep -c 'pmk_consume(x->map, x->size_bytes)')" = 1
check 'flaw_04: and a contender that copies is beside it' test "$(timed access/file_read/pread | grep -c 'pread(')" -ge 1

# A cold whole file against a small hot buffer would show here.
status 'both comparisons of files run at one size' 0 "$pagemark" run --accept-hazards --target host --rounds 1 -o "$work/run" \
	'access/file_read/*/size:4096' 'access/file_write/*/size:4096'
jq -r 'select(.type == "bench" and (.name | startswith("access/"))) | "\(.bytes_per_op) \(.items_per_op) \(.verified)"' \
	"$work/run" >"$work/work"
check 'flaw_05: six contenders did work' test "$(wc -l <"$work/work")" -eq 6
check 'flaw_05: on the same number of bytes, and verified it' test "$(sort -u "$work/work")" = '4096 1 true'
done_
