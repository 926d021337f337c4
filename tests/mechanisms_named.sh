# SPDX-License-Identifier: GPL-2.0-only
# docs/mechanisms.md: whatever chapter 15's table names is there, and no row of any table is empty.
. tests/lib.sh
docs=docs/mechanisms.md

sed -n '/^## Chapter 15/,/^## What the numbers/p' $docs | grep '^| ' >"$work/chapter"
# shellcheck disable=SC2016 # the quotes of Markdown
grep -o '`[a-z]*/[a-z0-9_/]*`' "$work/chapter" | tr -d '`' | sort -u >"$work/names"
check 'chapter 15 names many points and claims' test "$(wc -l <"$work/names")" -gt 50
while read -r name; do
	"$pagemark" list "$name" >"$work/out" 2>&1 || "$pagemark" list "$name/*" >"$work/out" 2>&1 || echo "$name"
done <"$work/names" >"$work/missing"
check "all of them are there; missing: $(tr '\n' ' ' <"$work/missing")" test ! -s "$work/missing"
grep '^|' $docs | awk -F'|' '{ bad = NF < 5 || (NF == 5 && $3 ~ /^ *–/ && $4 ~ /^ *–/); for (i = 2; i < NF; i++) bad += $i ~ /^ *$/ } bad' >"$work/empty"
check "no row is empty: $(cat "$work/empty")" test ! -s "$work/empty"
done_
