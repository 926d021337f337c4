#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What `pagemark run` prints at its end: its answers, what is wrong, what to do next; and `pagemark report` without -o.
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/lib.sh
selftest=$B/pagemark-selftest
file_4k='access/file_read/*/size:4096'

status 'a run that passes' 0 "$pagemark" run --rounds 2 -o "$work/a.jsonl" "$file_4k"
says 'it ends with its answers' "$work/out" 'read/write or mmap?' 'access/file_read on host (wall time)' '    pread  ' '    splice  '
says 'and with what comes next' "$work/out" "all figures: pagemark show $work/a.jsonl" "pagemark report -o DIR $work/a.jsonl"
before=$(find "$work" | wc -l)
check 'and with what falsifies numbers here' test "$(grep -c '^hazard on ' "$work/out")" -eq \
	"$(jq -s '[.[] | select(.type == "run").hazards[] | select(.severity != "note")] | length' "$work/a.jsonl")"
status 'report without -o' 0 "$pagemark" report "$work/a.jsonl"
says 'prints the answers too' "$work/out" 'access/file_read on host (wall time)' ' PASS, 0 FAIL'
check 'and writes nothing' test "$(find "$work" | wc -l)" -eq "$before"

status 'a quiet run' 0 "$pagemark" run -q --rounds 1 -o "$work/q.jsonl" "$file_4k"
check 'prints the path of its record alone' test "$(cat "$work/out")" = "$work/q.jsonl"
check 'and nothing on standard error' test ! -s "$work/err"
status 'a quiet run with a FAIL' 1 "$selftest" run -q --rounds 1 -o "$work/f.jsonl" selftest/claims/pass selftest/claims/fail
says 'names it with its reason' "$work/err" 'FAIL selftest/claims/fail [host]: '
check 'and prints the path' test "$(cat "$work/out")" = "$work/f.jsonl"

status 'a quiet run of what this machine cannot do' 4 "$selftest" run -q --rounds 1 -o "$work/s.jsonl" selftest/claims/skip
says 'says why' "$work/err" '1 SKIP (the reason'
status 'a record on standard output' 0 "$pagemark" run --rounds 1 -o - "$file_4k"
check 'has no answers among its lines' sh -c "jq -e . '$work/out' >/dev/null"
status 'several runs' 0 "$pagemark" run --runs 2 --rounds 1 -o "$work/set" "$file_4k"
check 'answer once, for all of them' test "$(grep -c 'all figures' "$work/out")" -eq 1
says 'together' "$work/out" "all figures: pagemark show $work/set"
status 'claims alone' 0 "$selftest" run --rounds 1 -o "$work/c.jsonl" selftest/claims/pass
check 'answer no question' sh -c "! grep -q '?' '$work/out'"

# Sentences are English, whatever an axis is called, and where there is none
reference=results/reference/x86_64-6.1.jsonl
jq -c 'select(.type != "claim") | if .type == "bench" then select(.name | test("kmap/page/.*low|selfcheck")) else . end' $reference |
	sed 's/pages:/entries:/; s/"pages":/"entries":/' >"$work/entries.jsonl"
status 'an axis of entries' 0 "$pagemark" report "$work/entries.jsonl"
says 'is counted' "$work/out" '1 entry   1024 entries' 'With 1 entry and 1024 entries, no clear difference of a whole'
sed 's/entries/requested_pages/g' "$work/entries.jsonl" >"$work/long.jsonl"
status 'an axis with a long name' 0 "$pagemark" report "$work/long.jsonl"
# shellcheck disable=SC2016 # awk's own
check 'has its costs below its heads' awk '!head && /requested_pages 1 / { head = length($0) } head && /insn/ { ends[length($0)]++ }
	END { exit !(head && ends[head] >= 3) }' "$work/out"
jq -c 'if .type == "bench" then select(.name | test("entries:1$|selfcheck")) | .name |= sub("/zone:low/entries:1"; "") | .params = {}
	| .device = {name: "0000:00:03.0", id: "1b36:0005", domain: "none", coherent: false, mask_bits: 32, bounced: null}
	| .counters = {lines_cleaned: {unit: "1", state: "ok", samples: [.samples[] | 2]}} else . end' "$work/entries.jsonl" >"$work/none.jsonl"
status 'no axis' 0 "$pagemark" report "$work/none.jsonl"
says 'begins with a capital, and says what was counted, and what nobody knows' "$work/out" '    No clear difference of a whole' \
	'    Per operation, for a device that does not see the caches: page_address: 2 cache lines' 'not coherent; whether a'

# Progress, on a terminal of 60 columns: each state of the line begins with a return.
script -qec "stty cols 60; TERM=xterm '$pagemark' run --rounds 3 -o '$work/p.jsonl' '$file_4k'" "$work/typescript" >/dev/null
tr '\r' '\n' <"$work/typescript" | sed -n 's/^.\[K//p' | grep . >"$work/states"
says 'a terminal shows which target, how far, and at what' "$work/states" 'host: ' ' samples' 'access/file_read/'
check 'and no more than its width' sh -c "! grep -q '.\{60\}' '$work/states'"
script -qec "TERM=dumb '$pagemark' run --rounds 1 -o '$work/d.jsonl' '$file_4k'" "$work/typescript" >/dev/null
check 'a dumb terminal gets no control characters' sh -c "! grep -q '\[K' '$work/typescript'"
exit "$bad"
