# SPDX-License-Identifier: GPL-2.0-only
# What a guest's figures promise: they repeat, high memory costs what low memory does not, and answers follow from them.
. tests/lib.sh

for guest in x86_64-6.1 i386-pae-6.1; do
	if [ ! -e "$B/guest/$guest/initramfs.cpio" ]; then
		skip 'figures of guests' "guest $guest is not built: run 'make guests'"
		done_
	fi
done
points='kmap/page pin/user_pages dma/cycle/*/size:64 access/device_read/*/size:4096'
for run in a b; do
	# shellcheck disable=SC2086 # a list of patterns
	status "run $run of guest points" 0 "$pagemark" run --quick -o "$work/$run.jsonl" $points
done
says 'its last lines say what was not checked, and why' "$work/err" ' SKIP (this kernel has no high memory)'

# Two runs of a guest point differ by less than 0.5 %: exact counts, so this is no timed test.
medians='select(.type == "bench" and .status == "PASS") | "\(.target) \(.name) \(.samples | sort | (.[length / 2 | floor] + .[(length - 1) / 2 | floor]) / 2)"'
for run in a b; do
	jq -r "$medians" "$work/$run.jsonl" | sort >"$work/$run.medians"
	cut -d ' ' -f 1,2 "$work/$run.medians" >"$work/$run.names"
done
paste -d ' ' "$work/a.medians" "$work/b.medians" | awk '$1 != $4 || $2 != $5 { print "unpaired:", $0; next }
	{ d = $3 / $6 - 1; if (d < 0) d = -d; if (d >= 0.005) print $1, $2, $3, $6 }' >"$work/far"
check 'both runs measured the same points' cmp -s "$work/a.names" "$work/b.names"
check "two runs of each of $(wc -l <"$work/a.medians") points differ by less than 0.5 %" test ! -s "$work/far"
cat "$work/far" >&2

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
	grep -q "1024 pages: $best takes the fewest instructions" "$work/summary"
check 'instructions are never called time there' sh -c "! grep -iE 'kmap|dma|device_read' '$work/summary' | grep -iE ' faster|wall time'"
done_
