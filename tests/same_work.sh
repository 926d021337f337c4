#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Contenders of a comparison do the same useful work: the same bytes reach the same consumer, and no more.
. tests/lib.sh

# calls COMPARISON FUNCTION: which of its files have a contender that calls this
calls() {
	for contender in "suites/$1"/*.c; do
		! nm --undefined-only "$B/obj/${contender%.c}.o" | grep -qw "$2" || echo "$contender"
	done
}
# shared FUNCTION WHAT: a comparison of which one file calls this has no file that does not; $work/FUNCTION has their names
shared() {
	: >"$work/$1"
	for folder in suites/*/*/; do
		comparison=${folder#suites/} comparison=${comparison%/}
		case $comparison in */claims) continue ;; esac
		calls "$comparison" "$1" >"$work/callers"
		[ -s "$work/callers" ] || continue
		echo "$comparison" >>"$work/$1"
		find "suites/$comparison" -name '*.c' | sort | comm -23 - "$work/callers" >"$work/others"
		check "flaw_05: $comparison $2: $(cat "$work/others")" test ! -s "$work/others"
	done
}
shared pmk_consume 'hands its bytes to the reader that all share, in all files'
shared pmk_produce 'gets its bytes from the writer that all share, in all files'
check 'flaw_05: files, devices and what is handed over have a reader' \
	test "$(grep -cxe access/file_read -e access/file_cold -e access/device_read -e share/hand_over "$work/pmk_consume")" -eq 4
check 'flaw_05: and what is written has a writer' test "$(grep -cx access/file_write "$work/pmk_produce")" -eq 1
check 'flaw_05: the check can fail: what only touches memory has neither' test -z "$(calls fault/file_map pmk_consume)"

# body FILE FUNCTION: of what is timed
body() {
	sed -n "/ $2(/,/^}/p" "suites/$1"
}
check 'flaw_04: what reads a mapping is timed without a copy' \
	test "$(body access/file_read/map.c kept_once | grep -cE 'mem(cpy|move)|read')" = 0
check 'flaw_04: it consumes the mapping itself' \
	test "$(body access/file_read/map.c kept_once | grep -c 'pmk_consume(x->buf, x->size_bytes)')" = 1
check 'flaw_04: and a contender that copies is beside it' test "$(body access/file_read/read.c pread_once | grep -c 'pread(')" -ge 1

# rows FILE FIELD: per comparison and parameters what each contender has in the field; one line where they differ
rows() {
	jq -rs --arg field "$2" '[.[] | select(.type == "bench" and (.samples | length) > 0 and (.name | startswith("selfcheck") | not))]
		| group_by([(.name | split("/")[:2]), .params])[]
		| (map(getpath($field / ".")) | map(select(. != null)) | unique) as $found
		| select($found | length > 1) | "\(map(.name) | join(" ")): \($found)"' "$1"
}
# agree RECORD WHERE FIELD...: there is no such line
agree() {
	record=$1 where=$2
	shift 2
	for field; do
		rows "$record" "$field" >"$work/differ"
		check "flaw_05: contenders of $where agree in $field: $(cat "$work/differ")" test ! -s "$work/differ"
	done
}
# measured RECORD COMPARISONS: each of them has points
measured() {
	jq -r 'select(.type == "bench" and (.samples | length) > 0) | .name | split("/")[:2] | join("/")' "$1" | sort -u >"$work/measured"
	comm -23 "$2" "$work/measured" >"$work/missing"
	check "flaw_05: each comparison has points: $(cat "$work/missing")" test ! -s "$work/missing"
}

# Here: all comparisons with a reader or a writer that need no module. A cold whole file against a small hot buffer would show.
"$pagemark" list -v | awk '$2 == "point" && $3 !~ /module/ { split($1, part, "/"); print part[1] "/" part[2] }' | sort -u >"$work/host"
sort -u "$work/pmk_consume" "$work/pmk_produce" | comm -12 - "$work/host" | grep -v -e selfcheck/ -e file_cold -e random_threads -e access/read_ahead >"$work/here"
if ! unshare -n true 2>/dev/null && ! unshare -Urn true 2>/dev/null; then
	skip 'what goes over a network is measured' 'no network namespaces here'
	sed -i '/^share\/\(send\|receive\)$/d' "$work/here"
fi
sed 's|$|/|' "$work/here" >"$work/folders"
"$pagemark" list -v | awk '$2 == "point" { print $1 }' | grep -F -f "$work/folders" | awk -F'size:' '$2 + 0 <= 1048576' >"$work/points"
xargs "$pagemark" run --accept-hazards --target host --quick --rounds 1 --counters none -o "$work/run" <"$work/points" >"$work/out" 2>"$work/err"
check 'flaw_05: what this machine does is measured' test $? -eq 0
agree "$work/run" 'this machine' bytes_per_op items_per_op
check 'flaw_05: and each that can be done here verified its bytes' test "$(jq -r 'select(.type == "bench" and .status != "SKIP") | .verified' "$work/run" | sort -u)" = true
measured "$work/run" "$work/here"
check 'flaw_05: an operation on a file of 4 KiB handles 4096 bytes' test "$(jq -r \
	'select(.type == "bench" and (.name | test("^access/file_(read|write)/.*/size:4096$"))) | .bytes_per_op' "$work/run" | sort -u)" = 4096

# The kernel's side, where all memory bounces: bytes that one contender did not copy would make it look cheap.
target=x86_64-6.1+swiotlb
if ! [ -e "$B/guest/${target%+*}/initramfs.cpio" ]; then
	skip 'contenders of the kernel do the same work' "guest ${target%+*} is not built: make guests"
	done_
fi
# All comparisons of the module's but two that take minutes, and two of devices that x86 does not have (dma_noncoherent.sh).
"$pagemark" list -v | awk '$2 == "point" && $3 ~ /module/ { split($1, part, "/"); print part[1] "/" part[2] }' | sort -u |
	grep -v -e gup_matrix -e fragmented -e dma/noncoherent -e dma/small >"$work/comparisons"
xargs "$pagemark" run --accept-hazards --target $target --rounds 1 -o "$work/kernel" <"$work/comparisons" >"$work/out" 2>"$work/err"
check 'flaw_05: what the kernel does is measured' test $? -eq 0
agree "$work/kernel" 'the kernel' bytes_per_op items_per_op verified device.domain
measured "$work/kernel" "$work/comparisons"
check 'flaw_05: a buffer and a dma-buf are copied for a device that bounces' test "$(jq -rs \
	'map(select(.type == "bench" and (.name | startswith("share/import/"))) | .device.bounced) | unique | @csv' "$work/kernel")" = true
check 'flaw_05: a BAR is write-combined where that is measured' test "$(jq -rs 'map(select(.type == "bench" and
	(.name | test("^mmio/(remap/ioremap_wc|fill/combined/)"))) | .status) | unique | @csv' "$work/kernel")" = '"PASS"'
done_
