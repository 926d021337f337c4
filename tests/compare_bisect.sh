#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# pagemark bisect: each decision, and a real `git bisect run` over a repository whose commits hold fabricated records.
set -u
. tests/lib.sh

vary() {
	python3 tests/data/vary.py "$@"
}
python3 tests/data/fabricate.py 12 >"$work/good"
vary "$work/good" id=BAD noise=0.02 'slow=access/file_read/pread/size:4096:1.3' 'slow=kmap/page/kmap/*:1.2' \
	'status=pin/claims/*:FAIL' >"$work/bad"
vary "$work/good" id=FRESH noise=0.02 seed=3 >"$work/like_good"
vary "$work/bad" id=FRESH noise=0.02 seed=4 >"$work/like_bad"
vary "$work/good" id=FRESH 'slow=access/file_read/pread/size:4096:1.15' 'slow=kmap/page/kmap/*:1.101' >"$work/some"
vary "$work/good" id=FRESH 'status=*:BROKEN' >"$work/broken"
vary "$work/good" id=FRESH 'drop=*' >"$work/none"
vary "$work/good" id=FRESH 'run=machine.cpu:"other"' >"$work/machine"
vary "$work/good" id=FRESH rounds=3 >"$work/few"
grep -v x86_64-6.1 "$work/good" >"$work/no_guest"
head -c 30000 "$work/good" >"$work/half"

# shellcheck disable=SC2317 # status() calls it
bisect() {
	"$pagemark" bisect --good "$work/good" --bad "$work/bad" "$@"
}
wall=access/file_read/pread/size:4096
insn='kmap/page/kmap/*'
status "a run like good is good" 0 bisect "$work/like_good"
says "in one sentence" "$work/out" "good: all 5 that tell good from bad are on good's side, such as $wall [host] costs 6"
check "one line" test "$(wc -l <"$work/out")" -eq 1
status "a run like bad is bad" 1 bisect "$work/like_bad"
says "and says why" "$work/out" "bad: all 5"
status "instructions: a hair above halfway is bad" 1 bisect --point "$insn" "$work/some"
says "with the threshold, in digits of the operation" "$work/out" "above" "halfway from good (" ") to bad ("
check "and none of the clock" sh -c "! grep -q '[0-9][.][0-9][0-9][0-9]' '$work/out'"
status "time: between both intervals is skipped" 125 bisect --point $wall "$work/some"
says "and says so" "$work/out" "skip: between: $wall [host] costs 7"
status "points that do not agree are skipped" 125 bisect "$work/some"
says "with one of each side" "$work/out" "1 that tell good from bad are on good's side and 3 on bad's" "choose with --point" \
	"; pin/claims" "; kmap"
status "a claim alone decides" 0 bisect --point 'pin/claims/*' "$work/some"
says "by its verdict" "$work/out" "good: pin/claims/mlock_resident [host] is PASS; good PASS, bad FAIL"
status "and the other way" 1 bisect --point 'pin/claims/*' "$work/bad"
status "what is BROKEN is skipped" 125 bisect "$work/broken"
says "with its reason" "$work/out" "not measured" "is BROKEN: fabricated BROKEN"
status "what is not there is skipped" 125 bisect "$work/none"
says "and says so" "$work/out" "is not in the fresh run"
status "a guest that did not boot is skipped" 125 bisect --target x86_64-6.1 "$work/no_guest"
status "too few samples are skipped" 125 bisect --point $wall "$work/few"
says "with how many are needed" "$work/out" "has 3 samples in 1 runs, too few; at least 4 a run are needed"
status "half a file is skipped" 125 bisect "$work/half"
status "a file that is not there is skipped" 125 bisect "$work/nowhere"
says "and named, with where to look" "$work/out" "skip: FRESH could not be read" "No such file" "says why above"
status "searching what made it cheaper" 1 "$pagemark" bisect --good "$work/bad" --bad "$work/good" --point $wall "$work/like_good"

# Folders: runs differ by 1 %, one point is 5 % slower in bad. One run each could not tell; eight can, and place one between.
runs_of() {
	folder=$work/$1 change=$2 seed=$3 run=0
	shift 3
	mkdir "$folder"
	for effect; do
		run=$((run + 1))
		vary "$work/good" "id=$(basename "$folder")-$run" noise=0.005 "seed=$((seed + run))" "slow=access/*:$effect" \
			"slow=$wall:$change" >"$folder/run-$run.jsonl"
	done
}
runs_of goods 1 100 0.99 1.01 1.0 0.995 1.005 1.012 0.988 1.003
runs_of bads 1.05 200 1.004 0.991 1.009 0.99 1.01 1.0 0.996 1.003
runs_of fresh_good 1 300 1.006 0.998
runs_of fresh_bad 1.05 400 0.994 1.002
# shellcheck disable=SC2317 # status() calls it
folders() {
	"$pagemark" bisect --good "$work/goods" --bad "$work/bads" --target host "$@"
}
status "folders: good" 0 folders "$work/fresh_good"
says "by the one point that runs do not explain" "$work/out" "good: $wall [host] costs 6" "times likelier good than bad"
status "folders: bad" 1 folders "$work/fresh_bad"
says "and says how much likelier" "$work/out" "bad: $wall" "times likelier bad than good"
runs_of far 1.5 500 0.996 1.004 1.0 0.998 1.002 1.003 0.997 1.001
status "folders far apart: good" 0 "$pagemark" bisect --good "$work/goods" --bad "$work/far" --target host "$work/fresh_good"
says "by more than noise as it is can promise, which gets no number" "$work/out" ": more than 1000 times likelier good than bad"
status "points that are not there tell nothing" 128 folders --point no/such "$work/fresh_good"
says "and it says where names are" "$work/err" "no point passed in both of those that --point means; 'pagemark list' shows all names"
status "one run each cannot tell so little" 128 "$pagemark" bisect --good "$work/goods/run-1.jsonl" --bad "$work/bads/run-1.jsonl" \
	--target host "$work/fresh_good"
says "and says what can" "$work/err" "measure several runs of each: pagemark run --runs 8 -o DIR"
mkdir "$work/no_runs"
status "a folder without records is skipped" 125 folders "$work/no_runs"
status "as good it stops it" 128 "$pagemark" bisect --good "$work/no_runs" --bad "$work/bads" "$work/fresh_good"

# From 128 on git stops; 2 would have called a commit bad.
status "another machine stops it" 128 bisect "$work/machine"
says "and is named" "$work/err" "processor: FABRICATED <&> CPU -> other"
status "across goes on" 0 bisect --across "$work/machine"
status "good and bad alike stop it" 128 "$pagemark" bisect --good "$work/good" --bad "$work/like_good" "$work/some"
says "because nothing tells them apart" "$work/err" "nothing tells $work/good from $work/like_good: of 105 points none differs"
status "a point that does not differ stops it" 128 bisect --point access/file_read/map "$work/some"
status "no good file stops it" 128 "$pagemark" bisect --good "$work/nowhere" --bad "$work/bad" "$work/some"
status "no --bad stops it" 128 "$pagemark" bisect --good "$work/good" "$work/some"
says "and says what was expected" "$work/err" "expected --good, --bad and one FRESH" "usage: pagemark bisect"
status "an unknown option stops it" 128 bisect --worse "$work/some"
status "help is none" 0 "$pagemark" bisect --help

# Twelve commits; the ninth brings the regression; two in between were never measured.
repository=$work/repository
git init -q "$repository"
commit() {
	git -C "$repository" add . &&
		git -C "$repository" -c user.name=test -c user.email=test@localhost commit -q -m "$1"
}
i=0
while [ $((i += 1)) -le 12 ]; do
	from=$work/good
	[ $i -lt 9 ] || from=$work/bad
	vary "$from" "id=RUN-$i" noise=0.02 "seed=$i" >"$repository/fresh"
	case $i in 5 | 6) echo "make: *** [all] Error $i" >"$repository/fresh" ;; esac
	commit "commit $i"
done
git -C "$repository" bisect start HEAD HEAD~11 >/dev/null 2>&1
git -C "$repository" bisect run "$pagemark" bisect --good "$work/good" --bad "$work/bad" fresh >"$work/out" 2>"$work/err"
check "git bisect run ends" test $? -eq 0
check "at the commit that brought it" test "$(git -C "$repository" log -1 --format=%s refs/bisect/bad)" = 'commit 9'
says "by our sentences" "$work/out" "good: all 5" "bad: all 5" "is the first bad commit"
says "a commit that could not be measured is named, with why" "$work/out" " (commit 6) is skipped: FRESH could not be read: "
done_
