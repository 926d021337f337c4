# SPDX-License-Identifier: GPL-2.0-only
# pagemark run on bad input and bad days: right message, right status, nothing lost, nothing left running.
. tests/lib.sh
points=selftest/points

# field FILE NAME KEY: of a bench line
field() {
	jq -r --arg name "$2" "select(.type == \"bench\" and .name == \$name) | .$3" "$1"
}

# Is no process of our own copy of the program left? Others may be testing beside us.
cp "$B/pagemark-selftest" "$work/selftest"
selftest=$work/selftest
# shellcheck disable=SC2317 # check() calls it
nothing_runs() {
	for exe in /proc/[0-9]*/exe; do
		[ "$(readlink "$exe" 2>/dev/null)" != "$selftest" ] || return 1
	done
}

# Help is asked for, so it is no error
"$pagemark" --help | sed -n 's/^  pagemark \([a-z]*\) .*/\1/p' >"$work/commands"
check 'help lists the commands' test "$(grep -c . "$work/commands")" -ge 12
while read -r command; do
	status "$command --help" 0 "$pagemark" "$command" --help
	says 'its usage is the output' "$work/out" "usage: pagemark $command"
	check 'and nothing is said besides' test ! -s "$work/err"
done <"$work/commands"

# Bad input
status 'an unknown pattern is bad usage' 2 "$pagemark" run -o "$work/a" no/such
says 'it is named' "$work/err" "'no/such'" 'pagemark list'
status 'list is told so too' 2 "$pagemark" list access/file_read no/such
says 'it names the pattern' "$work/err" "pagemark list: nothing is named 'no/such'"
says 'and lists what the other one means' "$work/out" 'access/file_read/pread/size:64 '
status 'an unknown option is bad usage' 2 "$pagemark" run --fast
says 'it is named' "$work/err" fast
status 'rounds are a positive number' 2 "$pagemark" run --rounds 0
says 'what was expected and found is said' "$work/err" 'from 1 up' 'found 0'
status 'rounds are not a word' 2 "$pagemark" run --rounds many
for wrong in '--rounds 10001' '--rounds 4294967297' '--precision 1% --max-rounds 10001'; do
	# shellcheck disable=SC2086 # two words
	status "$wrong: no more than a record holds" 2 "$pagemark" run $wrong -o "$work/many.jsonl" --target host access/file_read/map_kept/size:64
	says 'the limit is named' "$work/err" 10000
done
status 'nor more points than a file holds' 2 "$pagemark" run --rounds 10000 -o "$work/many.jsonl" --target host access fault pin
says 'both sizes are named' "$work/err" '10000 rounds' 'readers take 256 MiB'
check 'and nothing is begun' test ! -e "$work/many.jsonl"
for wrong in 0 -1 2min ms; do
	status "--min-time $wrong is bad usage" 2 "$pagemark" run "--min-time=$wrong" -o "$work/a" access
	says 'it is named, with what it takes' "$work/err" "'$wrong'" '2ms (wall clock)'
done
status 'batches that no sample has time for are refused' 2 "$pagemark" run --min-time 3s -o "$work/a" access
says 'with both lengths and what to do' "$work/err" '3000000000 ns' '30 s' '--limit'
status 'an unknown guest is bad usage' 2 "$pagemark" run -o "$work/a" --target vax access
says 'it is named, and what there is' "$work/err" "'vax'" 'x86_64-6.1'
status 'a limit below the first line ends it' 2 sh -c 'ulimit -f 1; exec "$@"' sh "$pagemark" run --quick -o "$work/none.jsonl" access/file_read/pread/size:64
says 'which does not pass for a record' "$work/err" 'File too large; nothing was written'
check 'and leaves none' test ! -e "$work/none.jsonl"
status 'an unwritable place is refused' 2 "$pagemark" run -o /nonexistent/a.jsonl access
says 'it is named, with what to do' "$work/err" /nonexistent/a.jsonl '-o FILE'
echo precious >"$work/taken"
status 'an existing file is refused' 2 "$pagemark" run -o "$work/taken" access
check 'and not touched' grep -qx precious "$work/taken"
for command in run check list doctor; do
	status "$command: an unknown option is bad usage" 2 "$pagemark" $command --bogus
	says 'and whoever says so gives its name' "$work/err" "pagemark $command: unrecognized option '--bogus'"
done
status 'an unknown command is bad usage' 2 "$pagemark" measure

# Text that is not UTF-8: a path, an argument, what a contender says
latin1=$(printf '%s/caf\351' "$work")
mkdir "$latin1"
status 'a TMPDIR in Latin-1' 0 env TMPDIR="$latin1" "$pagemark" run --quick --target host -o "$latin1/a.jsonl" access/file_read/pread/size:64
status 'gives a record that can be read' 0 "$pagemark" show "$latin1/a.jsonl"
check 'and that fits its schema' python3 tests/data/validate.py "$latin1/a.jsonl"
check 'its bytes that are no character are replaced' test \
	"$(jq -r 'select(.type == "run") | .filesystem.path + " " + .command[5] | test("caf\ufffd .*/caf\ufffd/a.jsonl$")' "$latin1/a.jsonl")" = true
status 'the doctor can say it' 0 env TMPDIR="$latin1" "$pagemark" doctor --json

# The id of a run
status 'an id that could be a path is refused' 2 "$pagemark" run --id ../x -o "$work/id" access
says 'and it says what is taken' "$work/err" '--id takes 1 to 63'
for i in 1 2; do
	"$selftest" run --rounds 1 -o "$work/id$i" $points/steady/turn:1 2>"$work/err"
	jq -r 'select(.type == "run") | .id' "$work/id$i" >>"$work/ids"
done
check 'two runs have two ids of 80 random bits' test "$(sort -u "$work/ids" | grep -cxE '[0-9]{8}T[0-9]{6}Z-[0-9a-f]{20}')" = 2

# Bad contenders, each beside one that works
status 'bad contenders make the run BROKEN' 2 "$selftest" run --rounds 2 --limit 2 -o "$work/r.jsonl" $points
r=$work/r.jsonl
check 'a good contender is measured beside bad ones' test "$(field "$r" $points/steady/turn:1 status)" = PASS
check 'both its samples are there' test "$(field "$r" $points/steady/turn:2 'samples | length')" = 2
check 'counters are per operation, of timed batches only' test \
	"$(field "$r" $points/steady/turn:1 'counters.operations.samples | unique | tostring')" = '[1]'
status 'a batch that was preempted' 0 "$selftest" run --rounds 1 --min-time 500us -o "$work/c.jsonl" selftest/calibration
for off_ms in 10 150; do
	check "for $off_ms ms does not decide how long batches are" \
		test "$(field "$work/c.jsonl" selftest/calibration/preempted/off_ms:$off_ms n)" -ge 5000
done
check 'a crash is BROKEN' test "$(field "$r" $points/crash status)" = BROKEN
check 'and its signal is named' test "$(field "$r" $points/crash reason)" = 'killed by SIGSEGV'
check 'a hang is BROKEN' test "$(field "$r" $points/hang status)" = BROKEN
check 'and its limit is named' test "$(field "$r" $points/hang reason)" = 'no result within 2 s; killed'
check 'wrong data are a FAIL' test "$(field "$r" $points/wrong_data status)" = FAIL
check 'and the byte is named' test "$(field "$r" $points/wrong_data 'reason | startswith("byte 4095 of 4096 is 0x00")')" = true
check 'wrong data are not verified' test "$(field "$r" $points/wrong_data verified)" = false
check 'wrong data give no sample' test "$(field "$r" $points/wrong_data 'samples | length')" = 0
check 'a skip says why' test "$(field "$r" $points/skipping reason)" = 'there is no moon tonight'
check 'and what would help' test "$(field "$r" $points/skipping remedy)" = 'wait for one'
check 'a failed preparation is BROKEN' test "$(field "$r" $points/broken_setup status)" = BROKEN
check 'and names place and errno' test "$(field "$r" $points/broken_setup 'reason | test("broken_setup.c:[0-9]+: .*No such file")')" = true
check 'a batch that is mostly clock is BROKEN' test "$(field "$r" $points/brief status)" = BROKEN
check 'and names batch and clock cost' test "$(field "$r" $points/brief \
	'reason | test("a batch of [0-9]+ operations took 10 ns, expected at least .* 50 times the .* ns that reading the clock costs")')" = true
check 'and what to do' test "$(field "$r" $points/brief 'remedy | startswith("let what the contender times itself be longer")')" = true
check 'and gives no sample' test "$(field "$r" $points/brief 'samples | length')" = 0
check 'so is one that times a small part of itself' test \
	"$(field "$r" $points/brief_part 'reason | startswith("a batch of 1 operations took 1 ns, expected")')" = true
check 'silence is BROKEN' test "$(field "$r" $points/silent_exit status)" = BROKEN
check 'the hanging process and its child are gone' nothing_runs
status 'what is only skipped ran nothing' 4 "$selftest" run --rounds 1 -o "$work/s.jsonl" $points/skipping
status 'wrong data alone are status 1' 1 "$selftest" run --rounds 1 -o "$work/f.jsonl" $points/wrong_data

# What is wrong is said last and first: FAIL, BROKEN, how much was checked, the path
status 'a FAIL among others' 2 "$selftest" run --rounds 1 -o "$work/w.jsonl" $points/crash $points/wrong_data $points/skipping \
	$points/steady/turn:1 selftest/claims/fail
grep -nE '^(FAIL|BROKEN) |checked|PASS, ' "$work/err" | sed 's/^[0-9]*:\([A-Za-z0-9]* [a-z0-9A-Z/_]*\).*/\1/' >"$work/order"
printf '%s\n' "FAIL $points/wrong_data" 'FAIL selftest/claims/fail' "BROKEN $points/crash" '3 of' '3 PASS' >"$work/wanted"
check 'is named first, then the BROKEN, then how much was checked, then the path' cmp "$work/wanted" "$work/order"
says 'each with its reason' "$work/err" "FAIL $points/wrong_data [host]: " 'SIGSEGV' '3 of 5 checked; 2 not: 1 BROKEN, 1 SKIP (' "$work/w.jsonl"
says 'and standard output has the answers' "$work/out" "all figures: pagemark show $work/w.jsonl"
status 'what is required and SKIP is status 1' 1 "$selftest" run --rounds 1 --require $points/skipping -o "$work/q1.jsonl" $points
says 'and is named' "$work/err" "required, but not checked: SKIP $points/skipping [host]: "
check 'its record has the status' test "$(tail -n 1 "$work/q1.jsonl" | jq .status)" -eq 1
status 'what is required and was not asked for, too' 1 "$selftest" run --rounds 1 --require $points/steady -o "$work/q2.jsonl" $points/steady/turn:1
says 'and is named' "$work/err" "required, but not among what was asked for: $points/steady/turn:2 [host], $points/steady/turn:3 [host]"
status 'and of a whole subject' 1 "$selftest" run --rounds 1 --require selftest -o "$work/q6.jsonl" $points/steady/turn:1
check 'a few names and how many more' sh -c "grep '^required, but not among' '$work/err' | grep -Eq ' and [0-9]+ more\$' &&
	[ \"\$(grep '^required, but not among' '$work/err' | tr ',' '\n' | wc -l)\" -eq 9 ]"
status 'what is required and measured is fine' 0 "$selftest" run --rounds 1 --require $points/steady -o "$work/q3.jsonl" $points/steady
status 'each run of a set is asked for it' 1 "$selftest" run --runs 2 --rounds 1 --require $points/skipping -o "$work/q5" $points/skipping $points/steady
check 'and named in each' test "$(grep -c '^required, but not checked: SKIP' "$work/err")" -eq 2
status 'a --require that means nothing is bad usage' 2 "$selftest" run --require no/such -o "$work/q4.jsonl" $points/steady
says 'and is named' "$work/err" "'no/such'"
check 'before anything is measured' test ! -e "$work/q4.jsonl"

# Batches as long as asked for
length() {
	"$selftest" run --rounds 1 --min-time "$1" -o "$work/$1.jsonl" $points/steady/turn:1 >/dev/null 2>"$work/err"
	jq -r 'select(.type == "run") | .clock.min_batch' "$work/$1.jsonl"
}
check 'the record says how long batches were to be' test "$(length 1ms) $(length 4ms)" = '1000000 4000000'
check 'counters are per operation however long a batch is' test \
	"$(field "$work/4ms.jsonl" $points/steady/turn:1 'counters.operations.samples | unique | tostring')" = '[1]'
check 'the record fits its schema' python3 tests/data/validate.py "$work/4ms.jsonl"
length 1ns >"$work/out"
check 'batches as short as asked for are no numbers' test \
	"$(field "$work/1ns.jsonl" $points/steady/turn:1 'reason | startswith("a batch of ")')" = true
check 'and longer ones help' test "$(field "$work/1ns.jsonl" $points/steady/turn:1 remedy)" = 'a longer --min-time'

# Interrupted: what was measured is there, and the file says so
interrupt() {
	"$selftest" run --rounds 10000 -o "$2" $points/steady 2>"$work/err" &
	pid=$!
	while ! grep -q '"sample"' "$2" 2>/dev/null; do
		kill -0 $pid || return 1
	done
	kill "-$1" $pid
	wait $pid
	got=$?
}
interrupt TERM "$work/int.jsonl"
check 'a run that was told to stop is status 130' test "$got" = 130
check 'the end line names the signal' test "$(jq -r 'select(.type == "end").interrupted' "$work/int.jsonl")" = SIGTERM
check 'the samples are in the bench lines' test "$(jq -s '[.[] | select(.type == "sample")] | length' "$work/int.jsonl")" = \
	"$(jq -s '[.[] | select(.type == "bench") | .samples[]] | length' "$work/int.jsonl")"
interrupt KILL "$work/kill.jsonl"
check 'after kill -9 every whole line is valid' sh -c "head -n -1 '$work/kill.jsonl' | jq -e . >/dev/null"
check 'after kill -9 the samples are there' grep -q '"type":"sample"' "$work/kill.jsonl"
check 'after kill -9 there is no end line' sh -c "! grep -q '\"type\":\"end\"' '$work/kill.jsonl'"
status 'after kill -9 the run can be shown' 2 "$pagemark" show "$work/kill.jsonl"
check 'and is called incomplete' grep -qi incomplete "$work/out" "$work/err"
sleep 1
check 'after kill -9 nothing runs on' nothing_runs

# An output that takes nothing: no command may call that fine
python3 tests/data/fabricate.py >"$work/good.jsonl"
while read -r command; do
	# shellcheck disable=SC2086 # words
	status "$command >/dev/full" 2 sh -c "exec '$pagemark' $command >/dev/full"
	says 'it says why' "$work/err" 'standard output' 'No space left'
done <<EOF
list
list --json
doctor
doctor --json
guest list
guest list --json
--version
--help
history --help
show $work/good.jsonl
export --to csv $work/good.jsonl
EOF

# A full disk: a file system of our own that is too small
full=$work/full
mkdir "$full"
if mount -t tmpfs -o size=32k none "$full" 2>/dev/null; then
	status 'a full disk ends the run' 2 "$selftest" run --rounds 10000 -o "$full/d.jsonl" $points/steady
	says 'it says what happened and what is kept' "$work/err" 'No space left' "$full/d.jsonl" 'whole and readable'
	check 'every line that was kept is valid' jq -e . "$full/d.jsonl" >/dev/null
	umount "$full"
else
	skip 'a full disk ends the run' 'mounting a small tmpfs needs root'
fi

# The same seed visits points in the same order
order() {
	"$selftest" run --rounds 3 --seed "$1" -o "$work/seed$2.jsonl" $points/steady >/dev/null 2>&1
	jq -r 'select(.type == "sample") | .name' "$work/seed$2.jsonl"
}
order 5 a >"$work/a.order"
order 5 b >"$work/b.order"
check 'a seed repeats the order of points' cmp -s "$work/a.order" "$work/b.order"
check 'a round visits every point once' test "$(head -n 3 "$work/a.order" | sort -u | wc -l)" = 3
done_
