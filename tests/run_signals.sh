#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# pagemark run, check and aa and the signals that reach them: ignored ones, a stop in the middle, an interruption.
. tests/lib.sh
selftest=$B/pagemark-selftest
steady=selftest/points/steady

# holds FILE EXPRESSION: true of the lines of a record
# shellcheck disable=SC2317 # check() calls it
holds() {
	jq -es "$2" "$1" >/dev/null
}

# Waits until the record $1 has a sample; fails if the run $pid ends before.
sampled() {
	while ! grep -q '"sample"' "$1" 2>/dev/null; do
		kill -0 "$pid" 2>/dev/null || return 1
		sleep 0.05
	done
}

# nohup(1) ignores SIGHUP for what it starts; a closed terminal must not end the run
nohup "$selftest" run --rounds 30 --min-time 1ms -o "$work/hup.jsonl" $steady >/dev/null 2>&1 &
pid=$!
sampled "$work/hup.jsonl"
kill -HUP $pid
wait $pid
check 'under nohup a run outlives its terminal' test $? -eq 0
check 'and is whole' holds "$work/hup.jsonl" '.[-1] | .type == "end" and .interrupted == null'

# Without nohup the same signal ends it: what was measured is kept, what was not is "not run"
"$selftest" run --rounds 9000 -o "$work/term.jsonl" $steady selftest/threads 2>"$work/err" &
pid=$!
sampled "$work/term.jsonl"
kill -HUP $pid
wait $pid
check 'a signal that is not ignored ends a run with status 130' test $? -eq 130
says 'the last line names it' "$work/err" 'interrupted by SIGHUP'
check 'what was measured is kept' holds "$work/term.jsonl" 'any(.type == "bench" and .status == "PASS")'
check 'nothing is BROKEN for it' holds "$work/term.jsonl" '[.[] | select(.status == "BROKEN" and (.name | test("steady")))] == []'
check 'and the end counts what did not run' holds "$work/term.jsonl" '.[-1].not_run == ([.[] | select(.not_run == true)] | length)'
status 'a claim that a signal came before' 130 sh -c "'$selftest' check --format jsonl --limit 60 selftest/claims/broken_hang \
	selftest/claims/pass >'$work/claims' & pid=\$!; while ! [ -e /proc/\$pid/task/\$pid/children ] ||
	[ -z \"\$(cat /proc/\$pid/task/\$pid/children)\" ]; do kill -0 \$pid || exit 3; done; kill -TERM \$pid; wait \$pid"
check 'is not run, and so is one in the middle' holds "$work/claims" '[.[] | select(.not_run and .status == "SKIP")] | length == 2'
check 'the schema knows both' python3 tests/data/validate.py "$work/term.jsonl" "$work/claims"

# A run that was stopped (SIGSTOP, a suspended machine) for longer than a sample's limit. A sample takes a tenth of a second, so that one
# of a busy machine does not come to the limit.
"$selftest" run --limit 4 --min-time 10ms --rounds 6 -o "$work/stop.jsonl" $steady 2>"$work/err" &
pid=$!
sampled "$work/stop.jsonl"
kill -STOP $pid
sleep 5
kill -CONT $pid
wait $pid
check 'a stop that is longer than the limit breaks nothing' test $? -eq 0
check 'and costs no sample' holds "$work/stop.jsonl" '[.[] | select(.type == "sample" and (.name | test("steady")))] | length == 18'

# The same with a guest that is silent for a while: a program that speaks as QEMU's guest does, and is done after 9 s
mkdir -p "$work/bin" "$work/guest/x86_64-6.1"
: >"$work/guest/x86_64-6.1/vmlinux"
: >"$work/guest/x86_64-6.1/initramfs.cpio"
cp "$selftest" "$work/pagemark"
cat >"$work/bin/qemu-system-x86_64" <<'EOF'
#!/usr/bin/python3
import re, socket, sys, time
port = re.search(r"id=port,fd=(\d+)", " ".join(sys.argv))
if port:
    guest = socket.socket(fileno=int(port.group(1)))
    guest.sendall(b'{"type":"guest_hello","kernel":"6.1","module":""}\n')
    open("WORK/hello", "w").close()
    time.sleep(9)
    guest.sendall(b'{"type":"guest_exit","status":0,"kernel_log":""}\n')
EOF
sed -i "s|WORK|$work|" "$work/bin/qemu-system-x86_64"
chmod +x "$work/bin/qemu-system-x86_64"
PATH=$work/bin:$PATH "$work/pagemark" run --target x86_64-6.1 --silence 5 --rounds 1 -o "$work/guest.jsonl" $steady 2>"$work/err" &
pid=$!
while ! [ -e "$work/hello" ] && kill -0 $pid 2>/dev/null; do
	sleep 0.05
done
kill -STOP $pid
sleep 7
kill -CONT $pid
wait $pid
check 'nor is a guest called hung for the time that we were stopped' sh -c "! grep -q hung '$work/err'"
says 'it came to its end' "$work/err" 'the pagemark in the guest refused the request'
done_
