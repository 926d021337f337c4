#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The report of a full run, fabricated: its size, whether it is valid HTML, and in Chromium, where there is one, whether
# all of it is on a screen of 360 and of 1280 pixels.
set -u
. tests/lib.sh

python3 tests/data/fabricate.py 12 >"$work/small"
# And 40 claims more than there are: who adds one need not look for a place for it.
"$pagemark" list --json | jq '. + (map(select(.kind == "claim"))[:40] | map(.name += "_more"))' >"$work/list"
python3 tests/data/fabricate_full.py "$work/small" "$work/list" >"$work/full"
status "a full run is reported" 0 "$pagemark" report -o "$work/o" "$work/full"
page=$work/o/report.html
points=$(jq -s 'map(select(.type == "bench" and (.name | startswith("selfcheck/") | not))) | length' "$work/full")
check "at most 5 MB for 800 points" awk -v bytes="$(wc -c <"$page")" -v points="$points" 'BEGIN { exit bytes / points > 5e6 / 800 }'
check "each point is in it" test "$(grep -c '^<b class="name">' "$page")" -eq "$points"
check "and each claim" test "$(grep -c '<tr id="c' "$page")" -eq "$(jq -s 'map(select(.type == "claim")) | length' "$work/full")"
check "claims that failed come first in their subject" awk '
	/<table class="claims">/ { passed = 0 }
	/<tr id="c.*<td>PASS/ { passed = 1 }
	/<tr id="c.*<td class="bad">/ { failed++; bad += passed }
	END { exit bad || !failed }' "$page"
check "it is valid HTML" sh -c "tidy -q -e --drop-empty-elements no '$page' >'$work/tidy' 2>&1; cat '$work/tidy' >&2; test ! -s '$work/tidy'"
sed 's/<p class="trust">/&<table>/' "$page" >"$work/invalid"
check "which one wrong tag makes it no more" sh -c "! tidy -q -e --drop-empty-elements no '$work/invalid' 2>/dev/null"

# measured FILE WIDTH: "width N, overflowing M: which" of the page in a frame of that width, measured by a script of ours in a copy
measured() {
	sed '/<\/body>/,$d' "$1" >"$work/copy.html"
	cat >>"$work/copy.html" <<-'END'
		<script>
		const width = document.documentElement.clientWidth;
		const over = [...document.querySelectorAll('body *')].filter(e => {
			const r = e.getBoundingClientRect();
			return r.width > 0 && !e.closest('svg') && (r.right > width + 1 ||
				(e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display != 'inline'));
		}).map(e => e.tagName + ' ' + e.textContent.replace(/\s+/g, ' ').slice(0, 40));
		parent.postMessage('width ' + innerWidth + ', overflowing ' + over.length + ': ' + over.slice(0, 5).join(' | '), '*');
		</script></body></html>
	END
	echo "<body><script>onmessage = e => document.body.setAttribute('data-measured', e.data)</script>
		<iframe width=$2 height=800 style='border:0' src=copy.html></iframe></body>" >"$work/frame.html"
	HOME=$work chromium --headless --no-sandbox --disable-gpu --window-size=1400,900 --virtual-time-budget=5000 \
		--dump-dom "file://$work/frame.html" 2>/dev/null | grep -o 'data-measured="[^"]*"' | tee "$work/measured"
}
if command -v chromium >/dev/null; then
	for width in 360 1280; do
		measured "$page" $width >/dev/null
		says "nothing overflows at $width pixels" "$work/measured" "width $width, overflowing 0:"
	done
	# What a reader types and chooses, done by a script.
	found() { # WORDS ORDER: how many comparisons the list shows, and the first
		sed "s|^	show();|	words.value = '$1'; order.value = '$2'; &|" "$page" >"$work/found.html"
		HOME=$work chromium --headless --no-sandbox --disable-gpu --virtual-time-budget=5000 --dump-dom "file://$work/found.html" 2>/dev/null |
			sed -n 's/.*<output>\([^<]*\)<.*/\1/p; /<ul class="index">/,/<\/ul>/p' | grep -v ' hidden=""' >"$work/listed"
	}
	all=$(grep -c '^<li data-most' "$page")
	found '' question
	says "all comparisons are listed" "$work/listed" "$all of $all"
	found 'DMA i386-pae' name
	# shellcheck disable=SC2016 # awk's own
	check "words find some of them" awk -v all="$all" 'NR == 1 { exit !($1 > 0 && $1 < all / 4) }' "$work/listed"
	check "and no others" sh -c "grep '<li' '$work/listed' | grep -v 'dma.*i386-pae'; test \$? -eq 1"
	found '' difference
	check "the greatest difference comes first" sh -c "grep -o 'data-most=\"[0-9.]*' '$work/listed' | tr -dc '0-9.\n' >'$work/most'; sort -rn '$work/most' | cmp -s - '$work/most' && test \$(wc -l <'$work/most') -gt 20"
	status "a full run becomes a PDF" 0 env TMPDIR="$work" "$pagemark" report --pdf "$work/full.pdf" "$work/full"
	says "whose path is told" "$work/out" "report: $work/full.pdf"
	pages=$(grep -ac '/Type /Page$' "$work/full.pdf")
	check "of at most 30 pages, found $pages" test "$pages" -ge 10 -a "$pages" -le 30
	check "nothing is left of its making" sh -c "! ls -d '$work'/pagemark-pdf-* >/dev/null 2>&1"
	"$pagemark" report -o "$work/s" "$work/small" >"$work/out"
	sed 's/^td.num {/td.num { white-space: nowrap; min-width: 30rem;/' "$work/s/report.html" >"$work/nowrap"
	measured "$work/nowrap" 360 >/dev/null
	check "what overflows would be found" grep -q 'width 360, overflowing [1-9]' "$work/measured"
else
	skip "nothing overflows at 360 and 1280 pixels" "chromium is not installed: apt-get install chromium"
fi
mkdir "$work/bin"
status "without Chromium there is no PDF" 2 env PATH="$work/bin" "$pagemark" report --pdf "$work/none.pdf" "$work/small"
says "and it says what to install" "$work/err" "cannot write $work/none.pdf: chromium is not installed: apt-get install chromium"
check "and what to do without" sh -c "grep -q 'in any browser' '$work/err' && test ! -e '$work/none.pdf'"
ln -s /bin/true "$work/bin/chromium"
status "a Chromium that writes nothing" 2 env PATH="$work/bin" "$pagemark" report --pdf "$work/none.pdf" "$work/small"
says "is told" "$work/err" "chromium failed"
done_
