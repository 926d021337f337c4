#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Profiles of the kernel: they add up, to the clock's figure too; functions without branches have the instructions that objdump lists; a
# copy has its bytes; samples are the same numbers with and without a profile.
# shellcheck disable=SC2016 # the dollars are jq's
set -u
. tests/lib.sh
guest=x86_64-6.1
set -- 'kmap/copy/kmap_local/*' 'dma/handover/*' 'pin/user_pages/*/pages:8' 'pin/faulted/*/pages:1' 'alloc/object/kmem_cache/*'

status 'kernel-side points are profiled' 0 "$pagemark" run --quick --rounds 2 --profile --target $guest -o "$work/run.jsonl" "$@"
status 'and measured without a profile' 0 "$pagemark" run --quick --rounds 2 --target $guest -o "$work/plain.jsonl" "$@"
jq -c 'select(.type == "profile" and .functions)' "$work/run.jsonl" >"$work/profiles"
points=$(jq -r 'select(.type == "bench" and .status == "PASS").name' "$work/run.jsonl" | wc -l)
check "each of $points points has a profile" test "$points" -gt 5 -a "$(wc -l <"$work/profiles")" -eq "$points"

# none WHAT JQ FILE...: the program, on all lines as one list, finds no point
none() {
	what=$1 program=$2
	shift 2
	if ! jq -rs "$program" "$@" >"$work/found" 2>"$work/err"; then
		not_ok "$what: $(cat "$work/err")"
	elif [ -s "$work/found" ]; then
		not_ok "$what"
		head -n 20 "$work/found" >&2
	else
		ok "$what"
	fi
}

none 'functions and interrupts add up to all instructions' '.[] | select((.functions | map(.insn) | add) + .interrupts != .insn) | .name' \
	"$work/profiles"
none 'so do the places of the tree' '.[] | select((.tree | map(.[3]) | add) + .interrupts != .insn) | .name' "$work/profiles"
none 'a call of a function is in the tree as often as in the list' '.[] | . as $p | .functions | to_entries[] |
	.key as $i | select(([$p.tree[] | select(.[1] == $i) | .[2]] | add) != .value.calls) | "\($p.name) \(.value.name)"' "$work/profiles"
# A sample is the median of its batches, with what reading the clock costs; the counter is read in whole nanoseconds.
none 'the sample is the median batch and the readings of the clock round it, to 0.01 %' \
	'(map(select(.type == "bench")) | INDEX(.name)) as $bench | .[] | select(.type == "profile" and .functions) |
	$bench[.name] as $b | ($b.samples[.round] * $b.n) as $clock |
	(.batches | map(.[0] + .[2]) | sort | .[length / 2 | floor]) as $sum | select($clock - $sum | fabs > 0.0001 * $clock) |
	"\(.name): \($sum) of \($clock)"' "$work/run.jsonl"

# The kernel copies with rep movsq: 8 bytes a turn, each of which counts; its return loads 8 more.
none 'memcpy() of a page loads and stores 4096 bytes' '.[] | select(.name | test("kmap/copy/.*size:4096")) | .name as $name |
	(.functions[] | select(.in == "kernel" and (.name == "memcpy" or .name == "__memcpy")) | {l: (.load_bytes / .calls | floor), s: (.store_bytes / .calls | floor)}) //
	{l: 0, s: 0} | select(.l != 4104 or .s != 4096) | "\($name): \(.l) and \(.s)"' "$work/profiles"

# Samples are equal, or those of two rounds differ as well.
none 'samples with and without a profile are equal where they repeat' '(map(select(.type == "bench")) | group_by(.name))[] |
	select(length == 2 and .[0].samples != .[1].samples and (.[1].samples | unique | length) == 1) | "\(.[0].name): \(map(.samples))"' \
	"$work/plain.jsonl" "$work/run.jsonl"

if ! command -v busybox >/dev/null; then
	skip 'functions beside objdump' 'busybox is not installed (tests/packages)'
	done_
fi
# The kernel's symbols, from a shell in the guest.
mkdir -p "$work/guest/$guest"
cp "$pagemark" "$work/pagemark"
cp -P "$B/guest/$guest/kernel" "$B/guest/$guest/vmlinux" "$B/guest/$guest/initramfs.cpio" "$work/guest/$guest"
ln -s "$(command -v busybox)" "$work/guest/$guest/busybox"
mkfifo "$work/keys"
exec 3<>"$work/keys"
timeout 240 "$work/pagemark" guest shell $guest <"$work/keys" >"$work/console" 2>"$work/err" &
shell=$!
while kill -0 $shell 2>/dev/null && ! grep -q '# ' "$work/console"; do
	sleep 0.3
done
echo 'cat /proc/kallsyms; exit' >&3
wait $shell
exec 3>&-
tr -d '\r' <"$work/console" >"$work/kallsyms"
/usr/bin/python3 tests/profile/straight.py "$work/run.jsonl" "$work/kallsyms" "$B/guest/$guest/vmlinux" >"$work/functions"
check "functions without branches have objdump's instructions: $(grep -c '^equal' "$work/functions")" \
	test "$(grep -c '^equal' "$work/functions")" -ge 5
check 'and none has others' sh -c "! grep '^differs' '$work/functions' >&2"
done_
