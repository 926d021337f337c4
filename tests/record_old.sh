#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Records of before are read by every command that reads records: tests/data/schema-N holds some of schema N, which stay as they are.
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/lib.sh

old=tests/data/schema-1

# says WHAT TEXT COMMAND...: the command succeeds and says this
says() {
	what=$1 text=$2
	shift 2
	if timeout 60 "$@" >"$work/out" 2>&1 && grep -qF -- "$text" "$work/out"; then
		ok "$what"
	else
		not_ok "$what"
		sed 's/^/# /' "$work/out" | head -n 20
	fi
}

for file in "$old"/*.jsonl "$old"/set/*.jsonl; do
	check "$file: the schema holds it" python3 tests/data/validate.py "$file"
done
says 'show: points of the host' '11 PASS, 0 FAIL, 1 SKIP, 0 BROKEN' "$pagemark" show "$old/set"
says 'show: a set of runs' '2 runs' "$pagemark" show "$old/set" access/file_read
says 'show: points under names of before, by those of today' 'map_kept' "$pagemark" show "$old/set" access/file_read/map_kept
says 'compare: they are the same points' 'equivalent' "$pagemark" compare "$old/set" "$old/set" access/file_read/map_each
says "show: a guest's points" 'exact costs in instructions' "$pagemark" show "$old/guest.jsonl"
says "show: a guest's claims" 'PASS   alloc/claims/kmalloc_contiguous' "$pagemark" show "$old/guest.jsonl"
says 'compare' 'equivalent' "$pagemark" compare "$old/guest.jsonl" "$old/guest.jsonl"
says 'compare: runs' 'access/file_read' "$pagemark" compare "$old/set" "$old/set"
for format in csv gbench junit ktap; do
	says "export --to $format" 'file_read/' "$pagemark" export --to "$format" "$old/set/run-001.jsonl"
done
says 'history add' '3 runs added' "$pagemark" history add --db "$work/db" "$old/set" "$old/guest.jsonl"
says 'history list' '3 runs, 20 series' "$pagemark" history list --db "$work/db"
says 'history track' 'fewer than 6 runs' "$pagemark" history track --db "$work/db"
says 'report' '' "$pagemark" report -o "$work/report" "$old/set" "$old/guest.jsonl"
check 'report: its page has the points' grep -rq 'access/file_read' "$work/report"
exit "$bad"
