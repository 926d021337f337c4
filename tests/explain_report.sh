#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The report's "why": a bar of functions for each contender, kinds of instructions beside it, and why there is none.
set -u
. tests/lib.sh

python3 tests/data/fabricate.py 6 >"$work/bare"
python3 tests/data/fabricate_profiles.py "$work/bare" x86_64-6.1=strict >"$work/strict"
status "a report of a run with profiles" 0 "$pagemark" report -o "$work/r" "$work/strict"
page=$work/r/report.html
says "has a bar of functions" "$page" '<p class="why">Why, 4 KiB: an operation' 'title="qi_submit_sync: 264 insn"></i>' \
	'<small>1,219 insn (199.5 insn of it in other functions), among them 4 fences and barriers, 7 indirect branches, 2 cache maintenance</small>' \
	'<span><i class="f0"></i>qi_submit_sync</span>'
check "one row where sizes cost the same" test "$(grep -c 'class="why"' "$page")" = 1
says "and says what has no profile, and why" "$page" \
	'<small class="none">no profile: it was fabricated without a profile; remedy: fabricate one</small>'
check "the bar of the dearest is as wide as there is room" test "$(grep -o 'width:[0-9.]*%' "$page" | tr -dc '0-9.\n' | awk '{ s += $1 } END { print (s > 99.9 && s < 100.1) }')" = 1
# Another contender of the same size, which costs 883 insn.
other=dma/cycle/coherent/size:4096
python3 tests/data/fabricate_profiles.py "$work/bare" x86_64-6.1=lazy |
	jq -c --arg name $other 'select(.type == "profile" and .name == "dma/cycle/map_each/size:4096") | .name = $name' >"$work/other"
jq -c --arg name $other --slurpfile other "$work/other" 'if .type == "profile" and .name == $name then $other[0] else . end' \
	"$work/strict" >"$work/both"
status "a report of two contenders with profiles" 0 "$pagemark" report -o "$work/two" "$work/both"
check "has the bars of both on one scale" test "$(grep -E '^<div>(<i class="(f[0-7]|rest)" style=.*</i>)+</div>$' "$work/two/report.html" | head -n 2 |
	while read -r bar; do echo "$bar" | grep -o 'width:[0-9.]*%' | tr -dc '0-9.\n' | awk '{ s += $1 } END { printf "%.0f ", s }'; done)" = '72 100 '
says "and says what is in functions without a colour" "$work/two/report.html" '<small>883 insn (116 insn of it in other functions), among them'
check "it is well-formed" sh -c "xmllint --html --noout '$page' 2>&1 | grep -v 'Tag .* invalid' | grep -q error; test \$? = 1"
sed '/<script>/,/<\/script>/d' "$page" >"$work/scriptless"
says "and the bars need no script" "$work/scriptless" 'title="qi_submit_sync: 264 insn"></i>'
status "a report without profiles" 0 "$pagemark" report -o "$work/b" "$work/bare"
says "says how to have them" "$work/b/report.html" "pagemark run --profile does it"
check "and has no bars" sh -c "! grep -q 'class=\"bars\"' '$work/b/report.html'"
sed 's/"ops":2048/"ops":0/' "$work/strict" >"$work/damaged"
status "a damaged profile" 2 "$pagemark" report -o "$work/d" "$work/damaged"
says "is refused by file and line" "$work/err" "$work/damaged:" 'expected "ops" of 1 or more, found 0'
done_
