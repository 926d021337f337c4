#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# run --like RECORD: the same points, rounds, seed and batches of each target; what differs and what is gone is named.
set -u
. tests/lib.sh
selftest=$B/pagemark-selftest

# names FILE: what a record has of each target; how FILE: how it was measured
names() {
	jq -r 'select(.type == "bench" or .type == "claim") | .target + " " + .name' "$1" | sort
}
how() {
	jq -r 'select(.type == "run") | [.target, .seed, .rounds, .quick, .clock.min_batch, (.counters.events // []) | tostring] | @tsv' "$1"
}
# shellcheck disable=SC2317
measure() {
	"$selftest" run -q "$@"
}
status "a run with options of its own" 0 measure -o "$work/was.jsonl" --accept-hazards --rounds 5 --seed 42 --min-time 30000 \
	--counters minor-faults --target host selftest/points/steady selftest/claims/pass
status "is repeated by its record" 0 measure --like "$work/was.jsonl" -o "$work/again.jsonl"
names "$work/was.jsonl" >"$work/was.names"
names "$work/again.jsonl" >"$work/again.names"
check "with the same points and claims" cmp "$work/was.names" "$work/again.names"
check "of which there are some" test "$(wc -l <"$work/was.names")" -ge 6
how "$work/was.jsonl" >"$work/was.how"
how "$work/again.jsonl" >"$work/again.how"
check "rounds, seed, batches and counters" cmp "$work/was.how" "$work/again.how"
status "a repeated run can be repeated" 0 measure --like "$work/again.jsonl" -o "$work/third.jsonl" selftest/claims
check "in part" test "$(names "$work/third.jsonl")" = "host selftest/claims/pass"
status "what the command line says overrules it" 0 measure --like "$work/was.jsonl" -o "$work/quick.jsonl" --quick --seed 7 selftest/points
check "and the rest stays" test "$(how "$work/quick.jsonl" | cut -f 2-4)" = "$(printf '7\t6\ttrue')" -a \
	"$(how "$work/quick.jsonl" | cut -f 5-)" = "$(cut -f 5- "$work/was.how")"

# Where files were made, and labels
mkdir "$work/files"
status "a run with a folder and labels" 0 measure -o "$work/placed.jsonl" --accept-hazards --rounds 2 --min-time 30000 --dir "$work/files" \
	--label owner=me --label machine=lab1 selftest/points/steady/turn:1
status "is repeated" 0 measure --like "$work/placed.jsonl" -o "$work/placed2.jsonl" --label job=7
where='select(.type == "run") | [.filesystem.path, .host.labels.owner, .host.labels.machine, .host.labels.job] | @tsv'
check "there, with its labels and ours" test "$(jq -r "$where" "$work/placed2.jsonl")" = "$(printf '%s\tme\tlab1\t7' "$work/files")"
rmdir "$work/files"
python3 tests/data/vary.py "$work/placed.jsonl" 'run=host.machine_id:"elsewhere"' >"$work/elsewhere.jsonl"
status "and elsewhere" 0 env TMPDIR="$work" "$selftest" run -q --like "$work/elsewhere.jsonl" -o "$work/placed3.jsonl" --label owner=you
says "without the folder and the machine's name, which is told" "$work/err" \
	"not as in $work/elsewhere.jsonl: files: --dir $work/files, which is not here -> $work" \
	"not as in $work/elsewhere.jsonl: label machine=lab1: this is another machine; --label machine=NAME names it"
check "what the command line says counts" test "$(jq -r "$where" "$work/placed3.jsonl")" = "$(printf '%s\tyou\t\t' "$work")"
jq -c 'if .type == "run" then .command += ["--kernel=/nowhere/bzImage", "--kd", "/nowhere"] else . end' "$work/was.jsonl" |
	sed 's/"target":"host"/"target":"x86_64-own"/' >"$work/own.jsonl"
status "the user's kernel is wanted again" 2 measure --like "$work/own.jsonl" -o "$work/never.jsonl"
says "where it was" "$work/err" "/nowhere/bzImage"
if [ "$(id -u)" = 0 ] && status "a file system of its own" 0 measure -o "$work/fs.jsonl" --accept-hazards --rounds 2 --min-time 30000 \
	--filesystem tmpfs selftest/points/steady/turn:1; then
	status "is made again" 0 measure --like "$work/fs.jsonl" -o "$work/fs2.jsonl"
	check "of that type, and not of the folder's" sh -c "jq -r 'select(.type == \"run\") | .filesystem | .type, .path' '$work/fs2.jsonl' |
		tr '\n' ' ' | grep -q 'tmpfs .*pagemark'"
fi

python3 tests/data/vary.py "$work/was.jsonl" id=VARIED 'run=kernel.release:"5.0.0-gone"' |
	sed 's|selftest/points/steady/turn:2|selftest/points/steady/turn:99|g' >"$work/varied.jsonl"
status "a record of another kernel with a point that is gone" 0 measure --like "$work/varied.jsonl" -o "$work/here.jsonl"
says "is repeated as far as it goes, and both are named" "$work/err" \
	"not as in $work/varied.jsonl [host]: kernel: 5.0.0-gone -> $(uname -r)" \
	"--like $work/varied.jsonl: selftest/points/steady/turn:99 is there no more"
check "without that point" sh -c "! grep -q turn:2 '$work/here.jsonl'"

status "a set is repeated as a set" 0 measure --accept-hazards --runs 2 --rounds 2 --seed 5 --min-time 30000 -o "$work/set" selftest/points/steady/turn:1
status "of as many runs" 0 measure --like "$work/set" -o "$work/set2"
check "with their seeds" test "$(for run in "$work"/set2/*.jsonl; do how "$run" | cut -f 2; done | tr '\n' ' ')" = "5 6 "

status "a record that is none" 2 measure --like "$work/nowhere" -o "$work/never.jsonl"
says "is told" "$work/err" "pagemark run: --like: $work/nowhere: cannot read it"
status "a PATTERN that it does not hold" 2 measure --like "$work/was.jsonl" -o "$work/never.jsonl" selftest/threads
says "is told" "$work/err" "nothing that is asked for is in it"
status "what differs is named by the record" 2 measure --like "$work/was.jsonl" -o -
says "so there has to be one" "$work/err" "-o FILE, not -o -"
check "and nothing was measured" test ! -e "$work/never.jsonl"
done_
