#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Flaws of other tools, by number: 1 to 5 on real runs, and that each of the ten has tests with its number.
. tests/lib.sh

status 'a short run' 0 "$pagemark" run --target host --rounds 2 --quick --counters none -o "$work/run.jsonl" \
	'access/file_read/*/size:65536' 'access/file_read/*/size:4194304' 'access/file_write/*/size:65536'

# flaw 1: a fault maps many pages of a file, so pages are no measure of faults
at=access/file_read/map_each/size:4194304
faults=$(jq -r --arg n "$at" 'select(.type == "bench" and .name == $n) | .counters.faults |
	if .state == "ok" then .samples | add / length | floor else "none" end' "$work/run.jsonl")
check "flaw_01: the faults of 4 MiB are counted ($faults), and are fewer than its 1024 pages" \
	test "$faults" -ge 1 -a "$faults" -lt 1024
status 'flaw_01: the run is shown' 0 "$pagemark" show "$work/run.jsonl" "$at"
check 'flaw_01: with the faults and the cost of one, which is the cost of all divided by them' python3 -c "
import json, re, statistics, sys
bench = [b for b in map(json.loads, open(sys.argv[1])) if b['type'] == 'bench' and b['name'] == '$at'][0]
want = statistics.median(bench['samples']) / statistics.median(bench['counters']['faults']['samples'])
shown = re.search(r'faults [0-9.]+\s+\(([0-9.]+) (ns|us|ms) per fault\)', open(sys.argv[2]).read())
got = float(shown[1]) * {'ns': 1, 'us': 1e3, 'ms': 1e6}[shown[2]]
sys.exit(abs(got / want - 1) > 0.01)" "$work/run.jsonl" "$work/out"

# flaw 4: what a process read with system calls and what came from a device, its dead children included
# io NAME: one sample, of some 600 operations and as many singles as time allows, then the accounting of the shell that waited for it
io() {
	# shellcheck disable=SC2016,SC2317 # for the inner shell; check calls this
	sh -c '"$1" _sample "$2" wall 5 100 none 500000 1 0 3>"$3" && cat /proc/$$/io >"$4"' io \
		"$pagemark" "$1" "$work/answer" "$work/io" && grep -q '"status":"PASS"' "$work/answer"
}
# field NAME: of the last io
field() {
	sed -n "s/^$1: //p" "$work/io"
}
mib=1048576
if [ -r /proc/self/io ]; then
	check 'flaw_04: pread of 1 MiB runs' io access/file_read/pread/size:$mib
	check "flaw_04: it copies each time ($(field rchar) bytes)" test "$(field rchar)" -ge $((300 * mib))
	check "flaw_04: from the page cache: nearly nothing came from a device ($(field read_bytes) bytes)" \
		test "$(field read_bytes)" -lt $mib
	for contender in map_kept map_each; do
		check "flaw_04: $contender of 1 MiB runs" io access/file_read/$contender/size:$mib
		check "flaw_04: it copies nothing: all its reads are below one operation's ($(field rchar) bytes)" \
			test "$(field rchar)" -lt $mib
		check "flaw_04: and is cached all the same ($(field read_bytes) bytes)" test "$(field read_bytes)" -lt $mib
	done
else
	skip 'flaw_04: mmap copies nothing' 'this kernel has no /proc/self/io'
fi

# flaw 5: contenders of a comparison do the same useful work
jq -s '[.[] | select(.type == "bench" and (.name | startswith("access/")))] | group_by([(.name | split("/")[:2]), .params])' "$work/run.jsonl" >"$work/groups"
check 'flaw_05: three comparisons at one size have three contenders or more each' \
	test "$(jq -c '[length, (map(length) | min > 2)]' "$work/groups")" = '[3,true]'
check 'flaw_05: their operations handle the same bytes' \
	test "$(jq '[.[] | [.[].bytes_per_op] | unique | select(length != 1 or .[0] == 0)] | length' "$work/groups")" = 0
check 'flaw_05: and each verified them' test "$(jq '[.[][] | select(.verified | not)] | length' "$work/groups")" = 0
status 'flaw_05: wrong bytes are a failure' 1 "$B/pagemark-selftest" run --target host --rounds 1 --quick -o "$work/wrong.jsonl" \
	selftest/points/wrong_data
check 'flaw_05: and no result' test \
	"$(jq -c 'select(.type == "bench" and .name == "selftest/points/wrong_data") | [.status, .samples]' "$work/wrong.jsonl")" = '["FAIL",[]]'

# flaws 2 and 3 need the module
guest=x86_64-6.1
if [ -e "$B/guest/$guest/initramfs.cpio" ]; then
	status 'flaw_02: mappings for a device, in a guest with an IOMMU' 0 "$pagemark" run --target $guest+iommu-strict \
		--rounds 2 --quick -o "$work/dma.jsonl" 'dma/handover/*/size:64' 'dma/cycle/*/size:64'
	check 'flaw_02: streaming, sync and coherent are all there' test \
		"$(jq -r 'select(.type == "bench" and .status == "PASS" and (.name | startswith("dma/"))) | .name | split("/")[1:3] | join("/")' "$work/dma.jsonl" |
			sort | tr '\n' ' ')" = \
		'cycle/coherent cycle/map_each cycle/map_once_sync handover/alloc_coherent handover/map_single handover/sync '
	check 'flaw_02: nothing is cut to 100 ns' test \
		"$(jq -s '[.[] | select(.type == "bench" and (.name | startswith("dma/"))) | .samples[] | select(. % 100 != 0)] | length > 6' "$work/dma.jsonl")" = true
	check 'flaw_02: a mapping too short for a clock tick is no 0' test \
		"$(jq -s '[.[] | select(.type == "bench" and (.name | startswith("dma/"))) | .samples[] | select(. <= 0)] | length' "$work/dma.jsonl")" = 0
	check "flaw_02: the result names the IOMMU's mode" test \
		"$(jq -r 'select(.type == "run") | "\(.target) \(.kernel.cmdline | test("iommu.strict=1")) \(.hazards[] | select(.name == "iommu") | .evidence)"' \
			"$work/dma.jsonl" | grep -c "^$guest+iommu-strict true .*mode DMA")" = 1
	status 'flaw_03: a short pin is an error, never a smaller result' 0 "$pagemark" check --target $guest \
		pin/claims/pin_half_efault
	says 'flaw_03: the claim ran' "$work/out" '1 claims: 1 PASS'
else
	skip 'flaw_02: mappings for a device' "guest $guest is not built: make guest-$guest"
	skip 'flaw_03: a short pin is an error' "guest $guest is not built: make guest-$guest"
fi

for flaw in 01 02 03 04 05 06 07 08 09 10; do
	check "flaw $flaw has tests by its number" grep -rqE "(START_TEST\(|')flaw_$flaw" tests --include='*.c' --include='*.sh'
done
done_
