#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# pagemark aa: what runs of the same thing show, what is kept of it, and what compare makes of that.
set -u
. tests/lib.sh
selftest=$B/pagemark-selftest

vary() {
	python3 tests/data/vary.py "$@"
}
python3 tests/data/fabricate.py 12 >"$work/record"

# make_set FOLDER RUNS SEED EFFECT: runs that differ by so much, and samples inside them by 0.3 %
make_set() {
	mkdir -p "$work/$1"
	run=0
	while [ "$run" -lt "$2" ]; do
		run=$((run + 1))
		vary "$work/record" id="$1-$run" seed=$(($3 + run)) noise=0.003 effect="$4" \
			"run=started:\"2026-01-02T$(printf %02d $run):00:00Z\"" >"$work/$1/$(printf %02d $run).jsonl"
	done
}
# field FILTER: of the object that was printed
field() {
	jq -r "$1" "$work/out"
}
make_set ten 10 100 0.005
make_set three 3 200 0.005
make_set fresh 2 300 0.005
vary "$work/fresh/02.jsonl" 'slow=access/file_read/pread/size:4096:1.08' >"$work/slower"

status "before aa was here, 8 % more is not to be told" 0 "$pagemark" compare "$work/fresh/01.jsonl" "$work/slower" 'access/*'
says "and it says what would" "$work/out" "how much runs differ on this machine is not known" "'pagemark aa -k 10 PATTERN' learns this machine"
status "ten runs of the same thing" 0 "$pagemark" aa "$work/ten"
says "say how much they differ" "$work/out" "host: 10 runs, " "the median of a run varies by 0.5" "all points of a run share 0" \
	"access/file_read/pread/size:4096" "runs a side   a change shows at half of the points"
says "and what all pairs of them come to" "$work/out" "one run against another, with what the other runs show" " of 45, " "with nothing known:" \
	"the pairs that share no run, with their interval: 0 of 5, 0 % (0 .. 52 %)"
says "and do not say more than so few can" "$work/out" "So few runs cannot show that false answers are no more than the 5 %" \
	"that takes 59 pairs that share no run, 118 runs"
says "in instructions too" "$work/out" "x86_64-6.1: 10 runs, " "medians are the same in all runs, in whole instructions, at"
says "and where it is kept" "$work/out" "kept for compare: $work/data/pagemark/aa/"
check "one file for each target, and nothing else" test "$(find "$work/data" -type f | wc -l)" -eq "$(grep -c '^kept for compare' "$work/out")"
kept=$(sed -n '/^host/,$s/^kept for compare: //p' "$work/out" | head -n 1)
check "with its date, its circumstances and the medians of each point" test "$(jq -r '[.type, .schema, .target, .circumstances.clock,
	.sets[0].runs, (.sets[0].points["access/file_read/pread/size:64"] | length)] | tostring' "$kept")" = '["aa",1,"host","wall",10,10]'
check "all of them hold to their schema" python3 tests/data/validate.py --schema report/aa/aa.schema.json "$work"/data/pagemark/aa/*.json
status "afterwards 8 % more is a regression" 1 "$pagemark" compare "$work/fresh/01.jsonl" "$work/slower" 'access/*'
says "and compare names the file, its runs and its age" "$work/out" "REGRESSED: 1 point" \
	"judged by how much runs differ on this machine: 10 runs of 'pagemark aa' of $(date -u +%Y-%m-%d) (0 days ago, $kept)"
status "and the same is none" 0 "$pagemark" compare "$work/fresh/01.jsonl" "$work/fresh/02.jsonl" 'access/*'
vary "$work/slower" 'run=machine.cpu:"other CPU"' >"$work/other"
status "on another machine it is not used" 0 "$pagemark" compare --format json "$work/other" "$work/other" 'access/*'
check "which knows nothing" test "$(field '[.unit.by, (.knowledge | length)] | tostring')" = '["stated",0]'
status "json of what is known" 1 "$pagemark" compare --format json "$work/fresh/01.jsonl" "$work/slower" 'access/*'
check "holds to its schema" python3 tests/data/validate.py --schema report/compare/compare.schema.json "$work/out"
check "with the file" test "$(field '[.unit.by, (.knowledge[] | select(.target == "host") | .runs, .age_days < 1, .error)] | tostring')" = '["spread",10,true,null]'
check "which is where it was kept" test "$(field '.knowledge[] | select(.target == "host") | .file')" = "$kept"

mkdir "$work/boots"
for file in "$work"/ten/*; do
	vary "$file" 'slow=dma/cycle/streaming_map/size:64:1.0001' >"$work/boots/${file##*/}"
done
vary "$work/ten/04.jsonl" 'slow=dma/cycle/streaming_sync/size:64:1.5' 'status=kmap/page/kmap/*:BROKEN' >"$work/boots/04.jsonl"
status "boots that differ" 0 "$pagemark" aa "$work/boots"
says "do so in whole instructions, which are told" "$work/out" "92 .. 138          dma/cycle/streaming_sync/size:64"
check "and what is less is no difference" sh -c "! grep -q streaming_map '$work/out'"
says "how many points are left out is said" "$work/out" "x86_64-6.1: 10 runs, " " points passed in all"
status "compare" 0 "$pagemark" compare "$work/boots/01.jsonl" "$work/boots/04.jsonl" 'dma/cycle/streaming_sync/*'
says "names the file for instructions too" "$work/out" "instructions of x86_64-6.1: 1 boot against 1; how much boots differ is known from 10 runs of 'pagemark aa' of "
status "and without a file it says that nothing is known" 1 env XDG_DATA_HOME="$work/nothing" \
	"$pagemark" compare "$work/boots/01.jsonl" "$work/boots/04.jsonl" 'dma/cycle/streaming_sync/*'
says "and what would" "$work/out" "how much boots differ is not known" "'pagemark aa -k 10 --target x86_64-6.1 PATTERN' learns it"

for class in idle overloaded; do
	make_set $class 6 450 0.005
	for file in "$work/$class"/*; do
		vary "$file" "run=load:{\"class\":\"$class\",\"busy\":0.5,\"average\":1}" >"$work/load" && mv "$work/load" "$file"
	done
done
vary "$work/slower" 'run=load:{"class":"busy","busy":0.5,"average":1}' >"$work/busy"
"$pagemark" aa "$work/idle" >"$work/out"
status "what was learned of an idle machine" 0 "$pagemark" compare "$work/fresh/01.jsonl" "$work/busy" 'access/*'
says "is not used for a busy one" "$work/out" "what aa learned of host is not used: $kept: its runs found the machine idle" "found it busy" "is not known"
"$pagemark" aa "$work/overloaded" >"$work/out"
status "that of an overloaded one is" 1 "$pagemark" compare "$work/fresh/01.jsonl" "$work/busy" 'access/*'
says "as what is known" "$work/out" "judged by how much runs differ on this machine: 6 runs of 'pagemark aa'"

status "three runs are compared" 0 "$pagemark" aa "$work/three"
says "but too few to be kept" "$work/out" "not kept: 3 runs say too little" " of 3, "
make_set again 6 400 0.005
status "six later runs" 0 "$pagemark" aa "$work/again"
check "take the place of those" test "$(jq -r '[.sets[].runs] | tostring' "$kept")" = '[6]'
mkdir "$work/part"
for file in "$work"/ten/*; do
	vary "$file" 'drop=access/file_read/*' >"$work/part/${file##*/}"
done
status "runs that lack some of their points" 0 "$pagemark" aa "$work/part"
check "leave these" test "$(jq -r '[.sets[].runs] | tostring' "$kept")" = '[10,6]'
status "without keeping" 0 "$pagemark" aa --no-keep "$work/again"
check "nothing is changed" test "$(jq -r '[.sets[].runs] | tostring' "$kept")" = '[10,6]'
echo '{"schema":1,"sets":[{"made":"x","runs":9,"points":{"a":[1,2]}}]}' >"$kept"
status "a damaged file is not used" 0 "$pagemark" compare "$work/fresh/01.jsonl" "$work/slower" 'access/*'
says "which is said with its name" "$work/out" "what aa learned of host is not used: $kept: its set 1 is damaged" "is not known"
echo '{' >"$kept"
status "nor is half a file" 0 "$pagemark" compare "$work/fresh/01.jsonl" "$work/slower" 'access/*'
says "which is said too" "$work/out" "$kept: "
echo '{"schema":2,"sets":[]}' >"$kept"
"$pagemark" compare "$work/fresh/01.jsonl" "$work/slower" 'access/*' >"$work/out"
says "nor one of a newer version" "$work/out" "it is of a newer pagemark"
status "aa makes it anew" 0 "$pagemark" aa "$work/ten"
check "and whole" test "$(jq -r '[.sets[].runs] | tostring' "$kept")" = '[10]'
status "without a home folder nothing is known" 0 env HOME= XDG_DATA_HOME= "$pagemark" compare "$work/fresh/01.jsonl" "$work/slower" 'access/*'
says "and stated instead" "$work/out" "how much runs differ on this machine is not known"
status "and nothing can be kept" 2 env HOME= XDG_DATA_HOME= "$pagemark" aa "$work/ten"
says "which is said" "$work/err" "cannot keep what was learned: there is no home folder; set HOME or XDG_DATA_HOME"
status "where it cannot be kept, that is told" 2 env XDG_DATA_HOME=/dev/null/none "$pagemark" aa "$work/ten"
says "and why" "$work/err" "cannot keep what was learned: Not a directory"
make_set wild 10 500 0.005
sed 's/"cpu":"FABRICATED/"cpu":"OTHER/' "$work/wild/03.jsonl" >"$work/wild/x" && mv "$work/wild/x" "$work/wild/03.jsonl"
status "runs of two machines are refused" 2 "$pagemark" aa "$work/wild"
says "with the one and what differs" "$work/err" "wild/03.jsonl: not measured under the circumstances of" "processor: "
make_set changed 6 600 0.005
vary "$work/changed/06.jsonl" 'run=kernel.release:"6.9.9-other"' >"$work/other" && mv "$work/other" "$work/changed/06.jsonl"
status "a change among the runs is learned as luck" 0 "$pagemark" aa --no-keep "$work/changed"
says "which is said, and what it is" "$work/out" "differs      kernel: " "in run 6 6.9.9-other" "what comes of these counts as luck"
check "once for each target" test "$(grep -c 'counts as luck' "$work/out")" -eq 3
mkdir "$work/one" && cp "$work/record" "$work/one/1.jsonl"
status "one run is none to compare" 4 "$pagemark" aa "$work/one"

# aa ARGUMENT...: the machine of a test may be as busy as it likes
# shellcheck disable=SC2317 # status() calls it
aa() {
	"$selftest" aa --accept-hazards "$@"
}
aa -k 3 -o "$work/made" --rounds 4 'selftest/moving/by_run' >"$work/out" 2>"$work/err"
check "runs are made and compared" test $? -lt 2
says "all pairs of them" "$work/out" "runs: $work/made" " of 3, "
check "each left its record" test "$(find "$work/made" -name '*.jsonl' | wc -l)" -eq 3
check "with the same options" test "$(jq -c 'select(.type == "run") | .rounds' "$work"/made/*.jsonl | sort -u)" = 4
status "a PATTERN that means nothing is bad usage" 2 aa -k 2 -o "$work/no_such" no/such
check "which its run has said, and nothing else" test "$(grep -c pagemark "$work/err")" -eq 2
status "runs are not overwritten" 2 aa -k 2 -o "$work/made" 'selftest/moving/by_run'
says "and it says why" "$work/err" "--runs takes a new or an empty folder"

"$selftest" aa --accept-hazards -k 4 -o "$work/cut" --rounds 500 'selftest/moving/by_run' >"$work/out" 2>"$work/err" &
series=$!
# Its first run has begun when its record holds a sample.
i=0
while [ $((i += 1)) -lt 400 ] && ! grep -qs '"type":"sample"' "$work"/cut/*.jsonl; do sleep 0.05; done
kill -TERM "$series"
wait "$series"
check "an interrupted series is status 130" test $? -eq 130
says "and says how far it came" "$work/err" "interrupted after 1 of 4 runs"
check "and what was measured is there and whole" sh -c "tail -n 1 '$work'/cut/*.jsonl | jq -e '.interrupted == \"SIGTERM\"' >/dev/null"

# usage WHAT TEXT ARGUMENT...: status 2
usage() {
	what=$1 text=$2
	shift 2
	status "$what is bad usage" 2 "$selftest" aa "$@"
	says "and says what was expected" "$work/err" "$text"
}
usage "nothing" "a folder of runs, or -k with the number of runs to make, found none"
usage "a folder and more" "a folder of runs and nothing behind it, found $work/one" "$work/ten" "$work/one"
usage "the number of runs told twice" "-k with the number of runs, found --runs" -k 2 --runs 3 'selftest/moving'
usage "a folder for runs that are there" "-o with a folder, for the runs of -k" -o "$work/x" "$work/ten"
usage "one run" "a number of runs, 2 to 1000, found 1" -k 1 'selftest/moving'
usage "no number" "found many" -kmany 'selftest/moving'
usage "a value that is missing" "option '--alpha' requires an argument" -k 2 'selftest/moving' --alpha
usage "a folder that is not there" "$work/nowhere" "$work/nowhere"
usage "a wrong option of run" "sideways" -k 2 -o "$work/wrong" --sideways 'selftest/moving'
usage "a pattern that means nothing" "nothing is named 'no/such'" -k 2 -o "$work/wrong" no/such
check "which is said once" sh -c "! grep -q 'cannot read it' '$work/err'"
status "help is none" 0 "$selftest" aa --help
says "and on standard output" "$work/out" "usage: pagemark aa"
done_
