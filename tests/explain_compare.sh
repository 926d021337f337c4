#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Functions that explain a change: in each format of compare, and at the bad steps of a bisection.
set -u
. tests/lib.sh

python3 tests/data/fabricate.py 6 >"$work/bare"
for scenario in lazy strict slower; do
	python3 tests/data/fabricate_profiles.py "$work/bare" x86_64-6.1=$scenario >"$work/one"
	python3 tests/data/vary.py "$work/one" "id=$scenario" "run=kernel.version:\"#$scenario\"" >"$work/$scenario"
done
points=dma/cycle/map_each

status "a regression" 1 "$pagemark" compare "$work/lazy" "$work/strict" $points
says "is explained by three functions that got dearer" "$work/out" \
	"      by qi_submit_sync +264.1, iommu_flush_iotlb_psi +69.0, intel_iommu_tlb_sync +62.0 insn, against 58.5 less elsewhere"
status "an improvement" 0 "$pagemark" compare "$work/slower" "$work/strict" $points
says "by what got cheaper" "$work/out" "      by intel_iommu_map -10.0 insn"
status "json" 1 "$pagemark" compare --format json "$work/strict" "$work/slower"
check "holds to its schema" python3 tests/data/validate.py --schema report/compare/compare.schema.json "$work/out"
check "has the functions" test "$(jq -r '[.points[] | select(.functions) | .functions[] | "\(.name) \(.difference)"] | unique | join(" ")' \
	"$work/out")" = "intel_iommu_map 10"
check "and null for points without profiles" test "$(jq -r '[.points[] | select(.name | startswith("kmap")) | .functions] | unique | tostring' \
	"$work/out")" = '[null]'
status "markdown" 1 "$pagemark" compare --format markdown "$work/strict" "$work/slower" $points
says "has them beside the point" "$work/out" "by intel\\_iommu\\_map +10.0 |"
grep -v '"profile"' "$work/slower" >"$work/without"
status "without profiles on one side" 1 "$pagemark" compare "$work/strict" "$work/without" $points
check "nothing is said of functions" sh -c "! grep -q '      by ' '$work/out'"
sed 's/"ops":2048/"ops":0/' "$work/slower" >"$work/damaged"
status "a damaged profile" 2 "$pagemark" compare "$work/strict" "$work/damaged" $points
says "is refused by file and line" "$work/err" "$work/damaged:" 'expected "ops" of 1 or more, found 0'

# shellcheck disable=SC2317 # status() calls it
bisect() {
	"$pagemark" bisect --good "$work/strict" --bad "$work/slower" "$@"
}
status "a good step" 0 bisect "$work/strict"
check "is one line" test "$(wc -l <"$work/out")" -eq 1
status "a bad one" 1 bisect "$work/slower"
says "says why" "$work/out" "  against good: +10.0 insn in intel_iommu_map"
status "without profiles" 1 bisect "$work/without"
check "it is one line" test "$(wc -l <"$work/out")" -eq 1

# Eight commits; the sixth brings it.
repository=$work/repository
git init -q "$repository"
for i in 1 2 3 4 5 6 7 8; do
	from=$work/strict
	[ $i -lt 6 ] || from=$work/slower
	python3 tests/data/vary.py "$from" "id=RUN-$i" >"$repository/fresh"
	git -C "$repository" add . &&
		git -C "$repository" -c user.name=test -c user.email=test@localhost commit -q -m "commit $i"
done
git -C "$repository" bisect start HEAD HEAD~7 >/dev/null 2>&1
git -C "$repository" bisect run "$pagemark" bisect --good "$work/strict" --bad "$work/slower" fresh >"$work/out" 2>"$work/err"
check "git bisect run ends at the commit" test "$(git -C "$repository" log -1 --format=%s refs/bisect/bad)" = 'commit 6'
check "the last bad step names it and what it made dearer" sh -c "grep 'against good' '$work/out' | tail -n 1 |
	grep -q '^  commit [0-9a-f]* (commit 6) against good: +10.0 insn in intel_iommu_map\$'"
done_
