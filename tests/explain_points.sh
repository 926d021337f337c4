#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# pagemark explain: one run, two records, two targets, two contenders; each format; and what cannot be explained.
set -u
. tests/lib.sh

vary() {
	python3 tests/data/vary.py "$@"
}
profiles() {
	python3 tests/data/fabricate_profiles.py "$@"
}
python3 tests/data/fabricate.py 6 >"$work/bare.jsonl"
point=dma/cycle/map_each/size:4096
lazy=x86_64-6.1+iommu-lazy strict=x86_64-6.1+iommu-strict
profiles "$work/bare.jsonl" $lazy=lazy $strict=strict >"$work/two.jsonl"
for scenario in lazy strict slower inlined renamed suffixed once twice; do
	profiles "$work/bare.jsonl" x86_64-6.1=$scenario >"$work/$scenario.one"
	vary "$work/$scenario.one" "id=$scenario" "run=kernel.version:\"#$scenario\"" >"$work/$scenario.jsonl"
done
check "records with profiles fit the schema" python3 tests/data/validate.py "$work/two.jsonl"

# field FILTER: of the object that was printed
field() {
	jq -r "$1" "$work/out"
}

status "one run" 0 "$pagemark" explain --target $strict "$work/two.jsonl" $point
says "is a sentence" "$work/out" "$point on $strict" \
	"an op takes 1,219 instructions: 264 of them wait for the invalidation in qi_submit_sync, 180 write"
says "a table whose lines add up" "$work/out" "       264.1     21.7 %            1   qi_submit_sync: wait for the invalidation" \
	"        82.5      6.8 %                3 others" "     1,219.4    100.0 %                all" "         0.6 "
says "kinds of instructions, memory, what is modelled, and the IOMMU" "$work/out" "           2   cache maintenance" \
	"         0.6   bytes loaded for each byte delivered" "misses, an op, modelled (hierarchy of file fabricated.json)" \
	"          12   modelled misses of L1d" "        1.01   iotlb page invalidations"
check "no miss is told without the word" sh -c "! grep -i 'miss' '$work/out' | grep -qv modelled"
check "instructions are no time" sh -c "! grep -qE '[0-9] (ns|us|ms)|faster|slower' '$work/out'"
status "all functions" 0 "$pagemark" explain --top 0 --target $strict "$work/two.jsonl" $point
check "leave no others" sh -c "! grep -q others '$work/out'"

status "two targets of one record" 0 "$pagemark" explain --target $lazy=$strict "$work/two.jsonl" $point -o "$work/flames"
says "are called by what tells them apart" "$work/out" \
	"strict costs 336.6 instructions more than lazy: 264 of them wait for the invalidation in qi_submit_sync"
says "with calls" "$work/out" "         0.0       264.1      +264.1   0 -> 1          qi_submit_sync" \
	"       882.8     1,219.4      +336.6                   all"
says "and kinds on both sides" "$work/out" "           1           0   locked or exclusive accesses" "      0.0044           0   iotlb domain"
says "and a drawing" "$work/out" "flame graph: $work/flames/dma-cycle-map_each-size-4096-$(echo $strict | tr + -)-lazy-to-strict.svg"
svg=$work/flames/dma-cycle-map_each-size-4096-$(echo $strict | tr + -)-lazy-to-strict.svg
cp "$work/out" "$work/kept"
check "which is well-formed" xmllint --noout "$svg"
check "needs no script" sh -c "! grep -qi '<script\|onload\|http://[^w]\|href' '$svg'"
says "names functions" "$svg" ">qi_submit_sync</text>" "<title>qi_submit_sync (kernel): itself 0.0 -&gt; 264.1 insn an op"
# Every frame lies inside the drawing, and a row's frames do not overlap.
check "has no frame outside" test "$(sed -n 's/.*<rect x="\([0-9.]*\)" y="[0-9.]*" width="\([0-9.]*\)".*/\1 \2/p' "$svg" |
	awk '$1 + $2 > 1190.5 { n++ } END { print (NR > 5 && !n) }')" = 1

status "two pairs of targets" 0 "$pagemark" explain --target $lazy=$strict --target $strict=$lazy "$work/two.jsonl" $point \
	-o "$work/flames2"
says "are called by their own names" "$work/out" "strict costs 336.6 instructions more than lazy" \
	"lazy costs 336.6 instructions less than strict"
says "in files too" "$work/out" "lazy-to-strict.svg" "strict-to-lazy.svg"
status "as json" 0 "$pagemark" explain --format json --target $lazy=$strict --target $strict=$lazy "$work/two.jsonl" $point
check "too" test "$(field '[.base_name, .new_name, (.points | map(.called.base + ">" + .called.new) | sort)[]] | tostring')" = \
	'[null,null,"lazy>strict","strict>lazy"]'
check "which holds to its schema" python3 tests/data/validate.py --schema report/explain/explain.schema.json "$work/out"
status "functions over all points" 0 "$pagemark" explain --top 0 "$work/lazy.jsonl" "$work/strict.jsonl" dma/cycle/map_each
check "are by their size, where all differ as often" test "$(sed -n '/^At 2 points/,/^$/p' "$work/out" | awk 'NR > 2 && NF { print $4 }' |
	tr '\n' ' ')" = "qi_submit_sync queue_iova iommu_flush_iotlb_psi intel_iommu_tlb_sync free_iova_fast fq_ring_free iommu_iotlb_sync "
status "no function that differs" 0 "$pagemark" explain "$work/lazy.jsonl" "$work/suffixed.jsonl" dma/cycle/map_each
check "makes no table of them" sh -c "! grep -q 'differ most often' '$work/out'"

status "two records" 0 "$pagemark" explain "$work/lazy.jsonl" "$work/slower.jsonl" $point --format json
check "json holds to its schema" python3 tests/data/validate.py --schema report/explain/explain.schema.json "$work/out"
check "differences of functions add up" test "$(field '.points[] | ([.functions[].difference] | add) - .difference | fabs < 1e-9')" = true
check "and calls and cost of a call to each" test "$(field '[.points[].functions[] | (.by_calls + .by_cost - .difference | fabs < 1e-9)] | all')" = true
check "which memory moves how often" test "$(field '.points[0].moved.loaded.new * 1000 | floor')" = 600
status "one run as json" 0 "$pagemark" explain --format json --target $strict "$work/two.jsonl"
check "holds to the schema" python3 tests/data/validate.py --schema report/explain/explain.schema.json "$work/out"
check "has no base" test "$(field '[.base, .circumstances, .points[].insn.base, .points[].functions[0].calls.base] | unique | tostring')" = '[null]'
status "ten instructions in one function" 0 "$pagemark" explain "$work/strict.jsonl" "$work/slower.jsonl" $point
says "are named" "$work/out" "slower costs 10 instructions more than strict: 10 of them write the IOMMU's page table in intel_iommu_map"
says "with what differs" "$work/out" "circumstances that differ:" "kernel"
status "a function that was inlined" 0 "$pagemark" explain "$work/lazy.jsonl" "$work/inlined.jsonl" $point
says "is one with its caller" "$work/out" "       150.0       146.0        -4.0   1               dma_map_page_attrs: iommu_dma_map_page is inlined into it"
status "and one that is a function again" 0 "$pagemark" explain "$work/inlined.jsonl" "$work/lazy.jsonl" $point
says "too" "$work/out" "dma_map_page_attrs: iommu_dma_map_page is no longer inlined into it"
status "a function with another name" 0 "$pagemark" explain "$work/lazy.jsonl" "$work/renamed.jsonl" $point
says "is known by its neighbours" "$work/out" "       140.0       143.0        +3.0   1               intel_iommu_unmap_pages: was intel_iommu_unmap"
status "and with a suffix" 0 "$pagemark" explain "$work/lazy.jsonl" "$work/suffixed.jsonl" $point
says "by its stem" "$work/out" "and no function differs"
status "one called twice" 0 "$pagemark" explain "$work/once.jsonl" "$work/twice.jsonl" $point
says "says so" "$work/out" "in alloc_iova_fast, called 2 times an op instead of once"
status "a cheaper one" 0 "$pagemark" explain "$work/slower.jsonl" "$work/strict.jsonl" $point
says "costs less" "$work/out" "strict costs 10 instructions less than slower, where 10 of them write"

status "two points of one run" 4 "$pagemark" explain --paired --target $strict "$work/two.jsonl" dma/cycle/map_each/size:4096 \
	dma/cycle/map_each/size:65536 --across
says "are refused where their work differs" "$work/out" "not the same work: 4096 bytes an operation, and 65536"
vary "$work/two.jsonl" 'bench=dma/cycle/map_each/*|bytes_per_op|64' >"$work/same_work.jsonl"
status "with the same work" 0 "$pagemark" explain --paired --target $strict "$work/same_work.jsonl" dma/cycle/map_each/size:4096 \
	dma/cycle/map_each/size:65536
says "they are explained" "$work/out" "65536 costs as many instructions as 4096, 1,219 an op, and no function differs"
status "a contender that is not there" 2 "$pagemark" explain --paired "$work/two.jsonl" dma/cycle/map_each dma/cycle/none
says "is named" "$work/err" "found 'dma/cycle/none'"

for format in mail markdown; do
	status "$format" 0 "$pagemark" explain --format $format --target $lazy=$strict "$work/two.jsonl"
	cp "$work/out" "$work/$format"
done
check "a mail has 72 columns" test -z "$(awk 'length > 72' "$work/mail")"
says "its sentence, and its table" "$work/mail" "strict costs 336.6 instructions more than lazy: 264 of them wait for the" \
	"         0.0       264.1      +264.1  qi_submit_sync" "           0        1.01              iotlb page invalidations"
# shellcheck disable=SC2016 # the dollar is jq's
jq -c --arg name $point 'if .name == $name then ., (.name = "dma/cycle/map_each/size:8192" | if .params then .params.size = 8192 else . end)
	else . end' "$work/two.jsonl" >"$work/three.jsonl"
status "more points than a mail has tables" 0 "$pagemark" explain --format mail --target $lazy=$strict "$work/three.jsonl"
says "are a line each, below a heading" "$work/out" "further points, change of instructions an op:" \
	"      +336.6  dma/cycle/map_each/size:8192"
says "markdown has tables" "$work/markdown" "| 0.0 | 264.1 | +264.1 | 0 -> 1 | qi\\_submit\\_sync |" "<details><summary>memory, an op"

# The clock's median, which compare tells, beside the sum of all batches
# shellcheck disable=SC2016 # the dollar is jq's
jq -c --arg name $point 'if .type == "bench" and .name == $name then .samples |= map(. * 1.1) else . end' "$work/two.jsonl" >"$work/apart.jsonl"
status "batches that differ from their median" 0 "$pagemark" explain --target $lazy=$strict "$work/apart.jsonl" $point
says "are told beside it" "$work/out" "by the clock 971.0 -> 1,341.3 at the median, which compare tells; all batches" "make 883.4 -> 1,220.0"
status "and where they do not" 0 "$pagemark" explain --target $lazy=$strict "$work/two.jsonl" $point
check "nothing is" sh -c "! grep -q 'by the clock' '$work/out'"

# What is modelled
profiles "$work/bare.jsonl" x86_64-6.1=strict line=modelled.levels.0.ways:4 >"$work/ways.jsonl"
status "caches of two shapes" 0 "$pagemark" explain "$work/lazy.jsonl" "$work/ways.jsonl" $point
check "are not held against each other" sh -c "! grep -q 'modelled misses' '$work/out'"
says "which is said" "$work/out" "modelled (hierarchy of file fabricated.json) left out: the two sides modelled caches of different sizes"
status "in markdown" 0 "$pagemark" explain --format markdown "$work/lazy.jsonl" "$work/ways.jsonl" $point
says "too" "$work/out" "left out: the two sides modelled"
status "as json" 0 "$pagemark" explain --format json "$work/lazy.jsonl" "$work/ways.jsonl" $point
check "too" test "$(field '.points[0].modelled | (.levels | length == 0) and (.why | startswith("left out"))')" = true
check "by the schema" python3 tests/data/validate.py --schema report/explain/explain.schema.json "$work/out"
profiles "$work/bare.jsonl" x86_64-6.1=strict 'line=modelled.source:"hwloc"' >"$work/source.jsonl"
status "one shape of two sources" 0 "$pagemark" explain "$work/lazy.jsonl" "$work/source.jsonl" $point
says "is compared" "$work/out" "hierarchy of file fabricated.json and of hwloc" "          12          12   modelled misses of L1d"

# Sets: of three runs the middle one is told.
mkdir "$work/set"
for i in 1 2 3; do
	vary "$work/$(echo lazy strict slower | cut -d ' ' -f $i).jsonl" "id=SET-$i" >"$work/set/$i.jsonl"
done
status "a folder" 0 "$pagemark" explain "$work/set" $point
says "is told by its middle run" "$work/out" "an op takes 1,219 instructions" "of 3 runs, which take 882.8 .. 1,229.4, the middle one is told"

# Which words are records
mkdir "$work/dma"
cp "$work/lazy.jsonl" "$work/dma/run.jsonl"
status "a folder of that name is a record" 0 sh -c "cd '$work' && '$pagemark' explain lazy.jsonl dma"
says "so it is NEW" "$work/out" "NEW  dma/run.jsonl: run lazy"
status "behind -- it is a pattern" 0 sh -c "cd '$work' && '$pagemark' explain lazy.jsonl -- dma"
says "so there is one run" "$work/out" "RUN  lazy.jsonl: run lazy"
status "two records before --" 0 sh -c "cd '$work' && '$pagemark' explain lazy.jsonl strict.jsonl -- dma"
mkdir "$work/kmap"
status "a folder without records" 2 sh -c "cd '$work' && '$pagemark' explain lazy.jsonl kmap"
says "says how to mean a pattern" "$work/err" "a PATTERN of a file's name stands behind --"

# What cannot be explained
status "a record without profiles" 4 "$pagemark" explain "$work/bare.jsonl"
says "says what helps" "$work/err" "no point can be explained: $work/bare.jsonl holds no profile of it; measure it with pagemark run --profile"
status "a profile that says why not" 4 "$pagemark" explain "$work/lazy.jsonl" kmap
says "is told with its remedy" "$work/out" " more: it was fabricated without a profile; remedy: fabricate one"
status "one side without" 4 "$pagemark" explain "$work/bare.jsonl" "$work/lazy.jsonl"
grep -v '"type":"profile"' "$work/lazy.jsonl" >"$work/counted.jsonl"
status "BASE without" 4 "$pagemark" explain "$work/counted.jsonl" "$work/lazy.jsonl" $point
says "is the one that is named" "$work/err" "no point can be explained: $work/counted.jsonl holds no profile of it"
status "NEW without" 4 "$pagemark" explain "$work/lazy.jsonl" "$work/counted.jsonl" $point
says "so too" "$work/err" "no point can be explained: $work/counted.jsonl holds no profile of it"
status "a NEW that is not there" 2 "$pagemark" explain "$work/lazy.jsonl" "$work/strct.jsonl" dma
says "is not taken for a pattern" "$work/err" "$work/strct.jsonl: there is no file or folder of that name, and no point of $work/lazy.jsonl either"
status "a pattern that selects nothing" 4 "$pagemark" explain "$work/lazy.jsonl" no/such
says "says so" "$work/err" "expected a point that the patterns select, found none"
vary "$work/lazy.jsonl" 'run=kernel.arch:"aarch64"' id=ARM >"$work/arm.jsonl"
status "two architectures" 2 "$pagemark" explain "$work/lazy.jsonl" "$work/arm.jsonl"
says "are refused" "$work/err" "executes x86_64 and" "aarch64: their instructions are not the same" "--across"
status "--across explains them" 0 "$pagemark" explain --across "$work/lazy.jsonl" "$work/arm.jsonl"
status "a target that is not there" 2 "$pagemark" explain --target none "$work/lazy.jsonl"
says "is named" "$work/err" "has no target 'none'"
status "and one of two" 2 "$pagemark" explain --target $lazy=none "$work/two.jsonl"
status "no record" 2 "$pagemark" explain
status "a file that is not there" 2 "$pagemark" explain "$work/nowhere"
status "contenders without a run" 2 "$pagemark" explain --paired "$work/two.jsonl"
status "an unknown format" 2 "$pagemark" explain --format svg "$work/two.jsonl"
status "a folder that cannot be made" 2 "$pagemark" explain -o "$work/bare.jsonl/x" "$work/lazy.jsonl" $point
says "is told" "$work/err" "cannot write flame graphs to $work/bare.jsonl/x: Not a directory"
status "a full disk is told" 2 sh -c "'$pagemark' explain '$work/lazy.jsonl' >/dev/full"
head -n -1 "$work/lazy.jsonl" >"$work/cut.jsonl"
status "an interrupted run" 0 "$pagemark" explain "$work/cut.jsonl" $point
says "is explained as far as it goes" "$work/err" "the run is incomplete: it has no end line"

# wrong WHAT CHANGE TEXT: a profile that is wrong is refused by file and line
wrong() {
	profiles "$work/bare.jsonl" x86_64-6.1=lazy "line=$2" >"$work/wrong"
	line=$(grep -n '"type":"profile".*map_each' "$work/wrong" | head -n 1 | cut -d : -f 1)
	status "$1" 2 "$pagemark" explain "$work/wrong"
	says "is refused" "$work/err" "$work/wrong:$line: expected $3"
}
wrong "no ops" ops:0 '"ops" of 1 or more, found 0'
wrong "a sum that does not hold" functions.1.insn:7 "the functions of \"$point\" and its interrupts to add up to its"
wrong "a tree of other functions" 'tree.1:[0,99,1,1]' 'line 1 of "tree" to be of one of'
wrong "a tree that is a circle" 'tree.1:[1,1,1,1]' 'line 1 of "tree" below one before it'
wrong "calls that the tree has more of" tree.1.2:99999999 'no more of dma_map_page_attrs in "tree" than its 2048 calls'
wrong "loads that no function made" memory.user.loads:7 "the functions of \"$point\" to add up to the"
wrong "bytes that nobody stored" functions.0.store_bytes:7 "the functions of \"$point\" to add up to the"
wrong "batches of another sum" 'batches:[[7,0],[8,0]]' "the batches of \"$point\" to add up to its"
wrong "half a batch" 'batches:[7]' "the batches of \"$point\" to add up to its"
wrong "a function without a name" 'functions.1.name:""' 'function 1 to have a "name" and an "in", found an empty one'
wrong "a round that was not measured" round:6 "a round of which \"$point\" has a sample, found 6"
wrong "no round" round:null '"round" to be a whole number, found null'
wrong "half a profile" 'memory:{}' '"loads" to be a whole number, found none'
wrong "a fraction" classes.fence:0.5 '"fence" to be a whole number, found a fraction'
status "who does not ask why reads it all the same" 0 "$pagemark" show "$work/wrong" 'dma/*'
done_
