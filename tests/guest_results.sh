# SPDX-License-Identifier: GPL-2.0-only
# What a guest's figures promise: they repeat, high memory costs what low memory does not, and answers follow from them.
. tests/lib.sh

for guest in x86_64-6.1 i386-pae-6.1; do
	if [ ! -e "$B/guest/$guest/initramfs.cpio" ]; then
		skip 'figures of guests' "guest $guest is not built: run 'make guests'"
		done_
	fi
done
points='kmap/page pin/user_pages dma/cycle/*/size:64 access/device_read/*/size:4096 mmio/remap'
# shellcheck disable=SC2086 # a list of patterns
status 'guest points' 0 "$pagemark" run --quick --label rack=7 --runs 1 -o "$work/set" $points
says 'its last lines say what was not checked, and why' "$work/err" ' SKIP (this kernel has no high memory)'
mv "$work/set/run-001.jsonl" "$work/a.jsonl"
check 'each guest says which run it was booted for' test "$(jq -rc 'select(.type == "run") | .set' "$work/a.jsonl" |
	sort -u)" = '{"run":1,"of":1}'
check 'and has its console log beside the record' test "$(find "$work/set" -name 'run-001.*.console' | wc -l)" = 2
# Who measured is the machine below, of which a guest knows nothing.
machine=$("$pagemark" doctor --json | jq -c '[.host.machine, .host.hostname, "7"]')
check 'the record of a guest has the machine below it' test \
	"$(jq -c 'select(.type == "run" and .target != "host") | [.host.machine, .host.hostname, .host.labels.rack]' "$work/a.jsonl" | sort -u)" = "$machine"

# Once more, and the host stops now QEMU, now the one that reads from it: nothing of that may reach the guest.
# shellcheck disable=SC2086 # a list of patterns
"$pagemark" run --quick -o "$work/b.jsonl" $points >/dev/null 2>&1 &
run=$! turn=0
while kill -0 "$run" 2>/dev/null; do
	victim=$([ $((turn % 2)) -eq 0 ] && pgrep -P "$run" || echo "$run")
	# shellcheck disable=SC2086 # between two guests there is none
	kill -STOP $victim 2>/dev/null && sleep 0.3 && kill -CONT $victim 2>/dev/null
	sleep 0.5
	turn=$((turn + 1))
done
check 'and once more on a host that halts' wait "$run"

# Two boots execute the same instructions: every sample is equal, and so is what it was taken of.
for run in a b; do
	jq -r 'select(.type == "bench") | [.target, .name, .status, .n, .samples, .device] | tostring' \
		"$work/$run.jsonl" >"$work/$run.samples"
done
check "all samples of two boots are equal, $(grep -c PASS "$work/a.samples") points" cmp "$work/a.samples" "$work/b.samples"
dates='select(.type == "run") | .started'
check "a guest's run line has the date of the host" \
	test "$(jq -r "$dates" "$work/b.jsonl" | cut -c 1-7 | sort -u)" = "$(date -u +%Y-%m)"
medians='select(.type == "bench" and .status == "PASS") | "\(.target) \(.name) \(.samples | sort | (.[length / 2 | floor] + .[(length - 1) / 2 | floor]) / 2)"'
jq -r "$medians" "$work/a.jsonl" | sort >"$work/a.medians"

# value TARGET NAME: its median in run a
value() {
	awk -v t="$1" -v n="$2" '$1 == t && $2 == n { printf "%d", $3 }' "$work/a.medians"
}
high=$(value i386-pae-6.1 kmap/page/kmap/zone:high/pages:1)
low=$(value i386-pae-6.1 kmap/page/kmap/zone:low/pages:1)
x86_64=$(value x86_64-6.1 kmap/page/kmap/zone:low/pages:1)
check "kmap of high memory ($high insn) costs a mapping that low memory ($low) does not" \
	test "$high" -gt $((2 * low))
check "and that x86_64 ($x86_64 insn) does not have" test "$high" -gt $((4 * x86_64))
reason=$(jq -r 'select(.type == "bench" and .target == "x86_64-6.1" and .name == "kmap/page/kmap/zone:high/pages:1") | "\(.status) \(.reason)"' "$work/a.jsonl")
check 'x86_64 skips high memory and says why' test "$reason" = 'SKIP this kernel has no high memory'

# The loop is measured beside a short operation, through the same call, and is not all of it.
loops=$(jq -r 'select(.type == "bench" and .status == "PASS" and .overhead and (.name | startswith("kmap/page/"))) |
	"\(.overhead.by) \((.overhead.samples | length) == (.samples | length)) \((.overhead.samples | max) < (.samples | min))"' \
	"$work/a.jsonl" | sort -u)
check 'the loop of kmap/page is measured beside each sample, by the module, and takes less' test "$loops" = 'module true true'
check 'their records fit the schema' python3 tests/data/validate.py "$work/a.jsonl"

# The report's answer names the contender that the data name.
status 'the report of it' 0 "$pagemark" report -o "$work/report" "$work/a.jsonl"
tr -d '\134' <"$work/report/summary.md" >"$work/summary"
best=$(awk '$1 == "i386-pae-6.1" && $2 ~ /zone:high\/pages:1024$/ { print $3, $2 }' "$work/a.medians" | sort -n |
	sed -n '1s|.*kmap/page/\([a-z_]*\)/.*|\1|p')
check "its answer for high memory names $best, as the data do" \
	grep -q "1024 pages, $best takes the fewest instructions" "$work/summary"
check 'instructions are never called time there' sh -c "! grep -iE 'kmap|dma|device_read' '$work/summary' | grep -iE ' faster|wall time'"
done_
