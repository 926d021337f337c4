#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# pagemark report: the page, the plots, the summary; bad days; and the JSON Schema.
set -u
. tests/lib.sh

python3 tests/data/fabricate.py >"$work/good"
sed '$d' "$work/good" >"$work/no_end"
page=$work/o/report.html

status "a report is written" 0 "$pagemark" report -o "$work/o" "$work/good"
says "the terminal has the four questions, answers and the path" "$work/out" "read/write or mmap?" \
	"Pinned or unpinned memory?" "Coherent or streaming DMA?" "kmap or kmap_atomic" "$work/o/report.html"
# first WHAT FILE AFTER: what is wrong is told in the same words, behind line AFTER and before anything else
first() {
	sed 's/\\//g; s/<[^>]*>/ /g; s/&#39;/'"'"'/g; s/&[lg]t;/ /g' "$2" | tr -s ' \n' ' ' >"$work/flat"
	check "$1" grep -qE "^.{0,$3}1 FAIL, 1 BROKEN[* -]*FAIL access/claims/load_beyond_eof \[host\]: a load beyond end of file raises SIGBUS \(mmap\(2\), SIGBUS\): expected SIGBUS, found none \(fabricated\)[ -]*BROKEN access/file_read/broken_one/size:64 \[host\]: the contender's process ended with SIGSEGV" "$work/flat"
}
first "the terminal begins with what failed and what broke, and why" "$work/out" 0
first "so does the summary, behind its title" "$work/o/summary.md" 44
sed '1,/<body>/d; s/<[^>]*>/ /g; s/&[lg]t;/ /g' "$page" | tr -s ' \n' ' ' >"$work/flat"
check "the page begins with the machine and the date, then what failed and what broke, before any answer" grep -qE \
	'^ What moving bytes costs here machine lab1 .* kernel 6.1.0-0-fabricated measured 2026-01-02T03:04:05Z FAIL 1 · BROKEN 1 · PASS 106 · not checked 7 .{0,500} FAIL access/claims/load_beyond_eof \[host\]: a load .* BROKEN access/file_read/broken_one/size:64 .* Measured on this machine .* read/write or mmap\?' \
	"$work/flat"
claim=$(sed -n 's/^<li><a href="#\(c[0-9-]*\)">FAIL access.claims.load_beyond_eof.*/\1/p' "$page")
says "a FAIL is linked to its claim" "$page" "<tr id=\"${claim:-none}\"><td class=\"bad\">FAIL</td><td>a load beyond end of file"
python3 tests/data/vary.py "$work/good" 'status=access/claims/*:PASS' 'drop=access/file_read/broken_one/*' >"$work/fine"
status "a record without either" 0 "$pagemark" report -o "$work/fine.d" "$work/fine"
check "begins with nothing of the kind" sh -c "! grep -qE '[0-9] (FAIL|BROKEN)\\b' '$work/fine.d/summary.md'"
says "labels are on the page" "$page" "label rack"
says "the page has answers, circumstances, comparisons and claims" "$page" 'id="comparisons">All' \
	'id="circumstances">Circumstances' 'id="claims">Claims' "cpupower frequency-set"
says "where the lead changes is between two values" "$work/o/summary.md" "the lead changes between 64 KiB and 256 KiB"
says "each contender is held against the baseline" "$work/o/summary.md" "Against pread: " "they cross between "
says "in the page too" "$page" "Against pread: "
says "what did not pass is named with its reason" "$work/o/summary.md" "RLIMIT\\_MEMLOCK is 64 KiB; remedy"
says "what the instruction clock cannot see is told" "$page" "Instructions do not show caches" "--target host"
check "instructions are never called fast" python3 -c "
import re, sys
parts = re.split(r'^### ', open(sys.argv[1]).read(), flags=re.M)
insn = [p for p in parts if '(instructions, not time)' in p.split('\n')[0]]
sys.exit(len(insn) < 3 or any(re.search(r'fast|slow|\bns\b|\bus\b', p.split('## Claims')[0]) for p in insn))" \
	"$work/o/summary.md"
check "text of the record cannot become markup" sh -c "test \$(grep -c '<script' '$page') -eq 1 && grep -q '&lt;script&gt;' '$page'"
# What is known of a FAIL stands beside it.
echo 'waive access/claims/load_beyond_eof until 2999-12-31 link https://bugs.example/7 because the vendor <mends> it' >"$work/expect"
status "a report with waivers" 0 "$pagemark" report -o "$work/waived" --expect "$work/expect" "$work/good"
says "tells the waiver beside its FAIL, which it stays" "$work/waived/report.html" '>FAIL 1</b>' \
	'found none (fabricated)</a>; <b>waived until 2999-12-31: the vendor &lt;mends&gt; it (https://bugs.example/7)</b></li>'
sed -i 's/2999/2025/' "$work/expect"
"$pagemark" report -o "$work/waived" --expect "$work/expect" "$work/good" >"$work/out"
says "and one that has ended" "$work/waived/report.html" '<b>its waiver ended on 2025-12-31: the vendor'
cat >"$work/expect" <<-'END'
	access/claims/load_beyond_eof is PASS
	dma/cycle/coherent/size:64 <= 1 insn
	dma/cycle/coherent/size:256 <= 1 insn
	waive dma/cycle/coherent/size:256 until 2999-12-31 link https://bugs.example/8 because it is slow
END
"$pagemark" report -o "$work/waived" --expect "$work/expect" "$work/fine" >"$work/out"
says "figures that do not meet a limit are told beside the verdicts, with their waivers, and how many there are" "$work/waived/report.html" \
	'<section class="verdicts wrong">' '<li>not met: dma/cycle/coherent/size:64 [x86_64-6.1]: measured' \
	'waived: dma/cycle/coherent/size:256 [x86_64-6.1]: measured' 'waived until 2999-12-31: it is slow' ': 1 met, 1 not met, 0 inconclusive, 0 not measured; 1 waived</li>'
status "a file that is no expectations" 2 "$pagemark" report -o "$work/waived" --expect /etc/passwd "$work/good"

# Tiles: what they say, in the words of people
tile() { # QUESTION PAGE: its tile, without tags
	sed -n "/<div class=\"tiles\">/,/<p class=\"trust\">/p" "$2" | tr '\n' ' ' | sed 's/<section>/\n/g' | grep -F "$1" | sed 's/<figure>.*<\/figure>//; s/<[^>]*>/ /g'
}
python3 tests/data/vary.py "$work/good" 'bench=access/file_read/pread/*|what|"pread(2): into a buffer"' \
	'bench=access/file_read/map/*|what|"a mapping that is kept: consumed in place"' \
	'bench=access/file_read/map_each/*|what|"mmap(2) each time, every byte consumed"' 'drop=pin/*' \
	'bench=dma/cycle/*|what|"a way of DMA with so very many words that no tile can carry all of them, or half of them"' >"$work/plain"
status "a record with plain words" 0 "$pagemark" report -o "$work/p" "$work/plain"
tile "read/write or mmap?" "$work/p/report.html" >"$work/tile"
says "a tile answers in them" "$work/tile" "A mapping that is kept is 2 to 29 times faster than pread(2); mmap(2) each time only from 64 KiB on." "time on this machine"
check "and has no identifier" sh -c "! grep -qE 'map_each|pread[^(]' '$work/tile'"
check "no answer of a tile has more than 25 words" sh -c "sed -n '/class=\"tiles\"/,/class=\"trust\"/s/^<p>\([^<]*\)<\/p>\$/\1/p' '$work/p/report.html' |
	awk '{ if (NF > 25) exit 1; n++ } END { exit n != 3 }'"
python3 tests/data/vary.py "$work/good" 'bench=access/file_read/map*|what|"mmap(2), every byte consumed"' \
	'bench=kmap/page/*:high|params|{"zone": "high"}' >"$work/alike"
"$pagemark" report -o "$work/alike.d" "$work/alike" >"$work/out"
tile "read/write or mmap?" "$work/alike.d/report.html" >"$work/tile"
says "contenders that say the same of themselves have their names" "$work/tile" "Map is 2 to 29 times faster than"
tile "kmap or kmap_atomic" "$work/alike.d/report.html" >"$work/tile"
says "a baseline without a cost is no rival" "$work/tile" "takes 2.5 % more"
says "the first screen says what was not checked, why, and where all reasons are" "$page" \
	"<p class=\"soft\">Not checked: 5 SKIP (mlock2(2) is refused: RLIMIT_MEMLOCK is 64 KiB), " 'All reasons: <a href="#claims">claims</a>'
tile "Pinned or unpinned" "$work/p/report.html" >"$work/tile"
says "a question without data says so, and which command measures it" "$work/tile" "Not measured in this run." "pagemark run pin/first_touch"
tile "Coherent or streaming" "$work/p/report.html" >"$work/tile"
says "what was counted is told from what was timed" "$work/tile" "ewest instructions" "instructions on an emulated PC"
says "its picture has a text" "$work/p/report.html" '<title>Reading a cached file, 64 KiB: a mapping that is kept 3.60 us, mmap(2) each time 6.49 us, pread(2) 7.45 us</title>'

# Below a comparison: its samples, and the command again
says "the command that repeats a comparison" "$page" "<code>pagemark run --target host --rounds 6 &#39;access/file_read/*&#39;</code>"
check "samples as CSV and as JSON are those of the record" python3 -c "
import base64, csv, io, json, re, sys
want = {(l['target'], l['name']): l['samples'] for l in map(json.loads, open(sys.argv[2])) if l['type'] == 'bench'}
page, tables, texts = open(sys.argv[1]).read(), {}, {}
for data in re.findall('data:text/csv;base64,([^\"]*)', page):
    for row in list(csv.reader(io.StringIO(base64.b64decode(data).decode())))[1:]:
        tables[row[0], row[1]] = [float(x) for x in row[4:] if x]
for data in re.findall('data:application/json;base64,([^\"]*)', page):
    group = json.loads(base64.b64decode(data))
    texts.update({(group['target'], p['name']): p['samples'] for p in group['points']})
sys.exit(not want or tables != want or texts != want)" "$page" "$work/good"

check "the page loads nothing from elsewhere" sh -c "! grep -qE '(src|href)=\"(http|//|file)' '$page'"
check "the page's tags are balanced" python3 -c "
import html.parser, sys
class P(html.parser.HTMLParser):
    open_ = []
    def handle_starttag(self, tag, attrs):
        if tag not in ('meta', 'img', 'br', 'input'): self.open_.append(tag)
    def handle_endtag(self, tag):
        if self.open_.pop() != tag: sys.exit(1)
p = P(); p.feed(open(sys.argv[1]).read()); sys.exit(bool(p.open_))" "$page"
if command -v gnuplot >/dev/null; then
	check "each comparison has its plot in the page" test "$(grep -c 'data:image/svg+xml;base64,' "$page")" -eq 6
	check "each plot lies beside as PNG" sh -c "test \$(file '$work'/o/*.png | grep -c 'PNG image data') -eq 6"
	check "each embedded plot is whole SVG" python3 -c "
import base64, re, sys, xml.etree.ElementTree as tree
for data in re.findall('svg.xml;base64,([^\"]*)', open(sys.argv[1]).read()):
    tree.fromstring(base64.b64decode(data))" "$page"
else
	skip "each comparison has its plot in the page" "gnuplot is not installed"
fi

mkdir "$work/bin"
status "without gnuplot there still is a report" 0 env PATH="$work/bin" "$pagemark" report -o "$work/n" "$work/good"
says "and it says what to install" "$work/err" "no plots: gnuplot is not installed" "apt-get install gnuplot-nox"
says "also in the page" "$work/n/report.html" "No plots." "gnuplot is not installed" 'id="comparisons"'
printf '#!/bin/sh\necho "gnuplot: no such terminal" >&2\nexit 1\n' >"$work/bin/gnuplot"
chmod +x "$work/bin/gnuplot"
status "a gnuplot that fails costs the plots only" 0 env PATH="$work/bin:/bin" "$pagemark" report -o "$work/g" "$work/good"
says "and is told" "$work/err" "no such terminal" "no plots: gnuplot failed"

# The machine, from the topology in the record
jq -c --rawfile xml tests/data/topology_four_nodes.xml \
	'if .type == "run" and .target == "host" then .topology = $xml else . end' "$work/good" >"$work/drawn"
if command -v lstopo-no-graphics >/dev/null; then
	status "a record with a topology is reported" 0 "$pagemark" report -o "$work/m" "$work/drawn"
	says "its machine is in the page" "$work/m/report.html" "The machine, drawn"
	check "drawn whole" xmllint --noout "$work/m/machine-01-01.svg"
	check "with its four nodes" test "$(grep -c 'NUMANode L#' "$work/m/machine-01-01.svg")" -eq 4
	base64 -w0 "$work/m/machine-01-01.svg" >"$work/base64"
	check "and the page holds that drawing" grep -qFf "$work/base64" "$work/m/report.html"
else
	skip "a record with a topology is reported" "lstopo-no-graphics is not installed"
fi
status "without lstopo there still is a report" 0 env PATH="$work/bin" "$pagemark" report -o "$work/x" "$work/drawn"
says "and it says what to install" "$work/err" "no drawing of the machine" "apt-get install hwloc-nox"
says "also in the page" "$work/x/report.html" "The machine is not drawn: lstopo-no-graphics is not installed"
sed 's/<topology version/<topology broken/' "$work/drawn" >"$work/damaged"
status "a topology that nobody can draw costs its drawing only" 0 "$pagemark" report -o "$work/y" "$work/damaged"
says "and is told" "$work/y/report.html" "The machine is not drawn: lstopo failed"
check "a record without a topology says nothing of drawing" sh -c "! grep -q 'drawn' '$page'"

status "an interrupted run is reported" 0 "$pagemark" report -o "$work/i" "$work/no_end"
says "with a banner" "$work/i/report.html" "This run is incomplete." "no end line"
status "several records make one report" 0 "$pagemark" report -o "$work/two" "$work/good" "$work/no_end"
check "each with its run and its verdicts" test "$(grep -A 1 'FAIL 1</b> · <b class="bad">BROKEN 1</b>' "$work/two/report.html" | grep -c 'run FABRICATED-0001')" = 2

: >"$work/file"
status "a directory that cannot be made" 2 "$pagemark" report -o "$work/file/o" "$work/good"
says "is named" "$work/err" "cannot make the directory $work/file/o"
mkdir -p "$work/taken/report.html/x"
status "a page that cannot be written" 2 "$pagemark" report -o "$work/taken" "$work/good"
says "is named too" "$work/err" "cannot write $work/taken/report.html"
check "and nothing else was written" test "$(ls "$work/taken")" = report.html

# A report replaces what a report wrote, and nothing else.
python3 tests/data/vary.py "$work/good" 'drop=access/file_write/*' >"$work/less"
mkdir "$work/own" && echo mine >"$work/own/notes.txt" && echo mine >"$work/own/99-mine.svg"
status "a folder that holds other files" 0 "$pagemark" report -o "$work/own" "$work/good"
plots=$(find "$work/own" -name '*file_write*' | wc -l)
status "is written again" 0 "$pagemark" report -o "$work/own" "$work/less"
check "what the new report has not is gone" test "$plots-$(find "$work/own" -name '*file_write*' | wc -l)" = 3-0
check "what is not of a report stays, unlisted" sh -c "test \"\$(cat '$work/own/notes.txt' '$work/own/99-mine.svg')\" = 'mine
mine' && ! grep -q 'mine\|notes' '$work/own/report.files'"
check "every other file is listed" test "$(cd "$work/own" && find . -type f -printf '%f\n' | grep -vE 'notes|mine|report.files' | while read -r f; do grep -qx "$f" report.files || echo "$f"; done)" = ''
mkdir "$work/theirs" && echo '<p>my own page' >"$work/theirs/report.html"
status "a page that no report wrote" 2 "$pagemark" report -o "$work/theirs" "$work/good"
says "is not replaced" "$work/theirs/report.html" "my own page"
says "and named" "$work/err" "$work/theirs/report.html: it is there already, and no report wrote it"
if [ "$(id -u)" -eq 0 ] && mkdir "$work/full" && mount -t tmpfs -o size=64k none "$work/full" 2>/dev/null; then
	status "a full disk" 2 "$pagemark" report -o "$work/full/o" "$work/good"
	says "is named" "$work/err" "cannot write"
	check "and leaves no half page" test ! -e "$work/full/o/report.html"
	umount "$work/full"
else
	skip "a full disk" "mounting a small tmpfs is not possible here"
fi
status "no file is bad usage" 2 "$pagemark" report -o "$work/o"
status "a foreign file is refused" 2 "$pagemark" report -o "$work/f" /etc/passwd
says "and named" "$work/err" "/etc/passwd:1: expected a record"

check "a record fits its schema" python3 tests/data/validate.py "$work/good"
violates() {
	sed "$2" "$work/good" >"$work/bad"
	check "the schema refuses $1" sh -c "! python3 tests/data/validate.py '$work/bad' >/dev/null 2>&1"
}
violates "a run without a clock" '1s/"clock"/"watch"/'
violates "a wrong unit" 's/"unit":"insn","source"/"unit":"ns","source"/'
violates "an unknown status" 's/"status":"PASS"/"status":"GOOD"/'
violates "a SKIP without its reason" 's/"reason":"high memory[^"]*"/"reason":null/'
violates "a PASS that was not verified" 's/"verified":true/"verified":false/'
violates "a cost of 0" '5s/"value":[0-9.]*/"value":0/'
violates "an unknown type" '5s/"sample"/"simple"/'

# A folder of records is one column of several runs, in which the run is the unit: the fourth run is three times as slow.
mkdir "$work/set"
for run in 1 2 3 4 5 6; do
	case $run in 4) slow=3 ;; *) slow=1.0$run ;; esac
	python3 tests/data/vary.py "$work/fine" "id=RUN-$run" "slow=*:$slow" "run=started:\"2026-01-0${run}T00:00:00Z\"" \
		"run=hazards:[{\"name\":\"swap\",\"severity\":\"severe\",\"evidence\":\"seen in run $run\"}]" \
		>"$work/set/run-00$run.jsonl"
done
status "a folder is reported" 0 "$pagemark" report -o "$work/set.d" "$work/set"
says "the terminal says how many runs" "$work/out" "6 runs RUN-1..RUN-6: " "in 6 runs"
says "so does the summary" "$work/set.d/summary.md" "6 runs RUN-1..RUN-6, of whose medians these are the medians"
says "the page names the spread" "$work/set.d/report.html" ", n=6 runs" "its interval between runs" "the median ratio of its rounds"
check "a hazard of all runs is told once" test "$(grep -o 'host, run RUN-[0-9], swap: seen in run [0-9]' "$work/set.d/report.html" |
	tr '\n' ' ')" = 'host, run RUN-1, swap: seen in run 1 '
"$pagemark" show --format csv "$work/set" 2>/dev/null | grep -F access/file_read/pread/size:4096 >"$work/row"
middle=$("$pagemark" show --format csv "$work/set" 2>/dev/null | awk -F, '$1 == "access/file_read/pread/size:4096" { printf "%.3g ns", $5 }')
check "its values are those of show" grep -qF "$middle" "$work/set.d/summary.md"
status "a record beside it is a column of its own" 0 "$pagemark" report -o "$work/two.d" "$work/set" "$work/fine"
says "and both are told apart" "$work/out" "access/file_read on host in set (6 runs) (wall time)" "access/file_read on host in fine (wall time)"
says "also beside their verdicts" "$work/two.d/report.html" '<b class="which">set (6 runs)</b> <b>FAIL 0</b>' '<b class="which">fine</b>'
says "and below the answers of tiles, which are of the first" "$work/two.d/report.html" ">time on this machine: set (6 runs)</a>"
value() {
	"$pagemark" show "$1" 'access/file_read/pread/size:4096' 2>/dev/null | sed -n 's/^  pread  size 4 KiB  *\([0-9.]* [nu]s\)  *\([0-9.]* [nu]s \.\. [0-9.]* [nu]s\).*/\1 (\2/p'
}
says "in the summary they stand side by side" "$work/two.d/summary.md" "## Side by side" \
	"|  | set (6 runs) | fine |" "|---|---|---|" \
	"| pread, 4 KiB | $(value "$work/set"), n=6 runs) | $(value "$work/fine"), n=6) |"
sed 's/<[^>]*>//g' "$work/two.d/report.html" >"$work/flat"
says "on the page too" "$work/flat" "set (6 runs)fine" \
	"pread, 4 KiBset (6 runs) $(value "$work/set"), n=6 runs)fine $(value "$work/fine"), n=6)"

# One map of operations by targets: the ratio to the first, the worst first
python3 tests/data/vary.py "$work/fine" id=SLOW 'slow=access/file_read/pread/size:64:3' 'slow=access/file_read/map/size:64:0.25' >"$work/slow"
status "two records side by side" 0 "$pagemark" report -o "$work/heat.d" "$work/fine" "$work/slow"
sed -n '/class="cards heat"/,/<\/table>/p' "$work/heat.d/report.html" | sed 's/<b class="name">[^<]*<.b> //g' >"$work/heat"
check "the worst is the first operation of the map" sh -c "sed -n 4p '$work/heat' | grep -qE 'access/file_read/pread, 64 B</th><td class=\"num same\">[0-9]+ ns</td><td class=\"num w3\">3.0x'"
says "what costs less has the other colour" "$work/heat" '<td class="num b3">0.25x</td>'
check "what is the same has none" test "$(grep -c '<td class="num same">1.000x</td></tr>' "$work/heat")" -gt 10
check "time and instructions are apart" test "$(grep -c '<table class="cards heat">' "$work/heat")" = 2
status "against a reference" 0 "$pagemark" report -o "$work/against.d" --against "$work/slow" "$work/fine"
sed -n '/class="cards heat"/,/<\/table>/p' "$work/against.d/report.html" | sed 's/<b class="name">[^<]*<.b> //g' >"$work/heat"
says "it is what the record is held against" "$work/heat" "slow (held against)</th><th>fine</th>" '<td class="num w3">4.0x</td>'
check "and the page is about the record" sh -c "grep -m 1 '<title>' '$work/against.d/report.html' | grep -q FABRICATED-0001"
check "alone a record has no such table" sh -c "! grep -q 'Side by side' '$work/set.d/summary.md'"
status "a folder without records is refused" 2 "$pagemark" report -o "$work/f" "$work/o"
says "and named" "$work/err" "$work/o: expected a folder with records"
done_
