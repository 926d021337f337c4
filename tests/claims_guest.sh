#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Claims in a guest: what it brings back, what it does not, and a kernel that complains. A program speaks as QEMU's guest does.
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/lib.sh
mkdir -p "$work/bin" "$work/guest/x86_64-6.1"
: >"$work/guest/x86_64-6.1/vmlinux"
: >"$work/guest/x86_64-6.1/initramfs.cpio"
cp "$B/pagemark-selftest" "$work/pagemark"
cat >"$work/bin/qemu-system-x86_64" <<'END'
#!/usr/bin/python3
import os, re, socket, sys
port = re.search(r"id=port,fd=(\d+)", " ".join(sys.argv))
if port:
    guest = socket.socket(fileno=int(port.group(1)))
    guest.sendall(b'{"type":"guest_hello","kernel":"6.1","module":""}\n')
    guest.sendall(open(os.environ["LINES"], "rb").read())
    guest.sendall(b'{"type":"guest_exit","status":0,"kernel_log":"%s"}\n' % os.environ["KERNEL_LOG"].encode())
END
chmod +x "$work/bin/qemu-system-x86_64"

# claim NAME STATUS DETAIL: its line, as a guest sends it
claim() {
	printf '{"type":"claim","target":"x86_64-6.1","name":"selftest/claims/%s","claim":"c","source":"s","status":"%s","detail":%s,' \
		"$1" "$2" "${3:-null}"
	echo '"remedy":null,"seconds":0.5}'
}

# in_guest WHAT WANTED KERNEL_LOG COMMAND...: the status of a pagemark whose guest brings $work/lines
in_guest() {
	what=$1 wanted=$2 log=$3
	shift 3
	status "$what" "$wanted" env "PATH=$work/bin:$PATH" "LINES=$work/lines" "KERNEL_LOG=$log" "$work/pagemark" "$@"
}

{ claim pass PASS; claim fail FAIL '"why"'; } >"$work/lines"
in_guest 'a FAIL in a guest is status 1' 1 '' check --target x86_64-6.1 selftest/claims/pass selftest/claims/fail
says 'verdicts stand below their guest' "$work/out" 'x86_64-6.1:' '  PASS    selftest/claims/pass' '  FAIL    selftest/claims/fail' \
	'2 claims: 1 PASS, 1 FAIL, 0 SKIP, 0 BROKEN'
in_guest 'and so it is in a run' 1 '' run --rounds 1 -o "$work/run.jsonl" --target x86_64-6.1 selftest/claims/pass selftest/claims/fail
check 'whose record has the same verdicts' test "$(jq -r 'select(.type == "claim") | "\(.name) \(.status)"' "$work/run.jsonl" | sort)" = \
	'selftest/claims/fail FAIL
selftest/claims/pass PASS'

claim pass PASS >"$work/lines"
in_guest 'a claim that the guest did not bring back is BROKEN' 2 '' check --format jsonl --target x86_64-6.1 selftest/claims/pass \
	selftest/claims/fail
check 'and the other one stands' test "$(jq -r .status "$work/out" | sort)" = 'BROKEN
PASS'
in_guest 'what is required in a guest and missing is status 1' 1 '' check --target x86_64-6.1 --require selftest/claims/fail \
	selftest/claims/pass selftest/claims/fail
says 'and is named' "$work/err" 'required, but not checked: BROKEN selftest/claims/fail [x86_64-6.1]'

{ claim pass PASS; claim broken_kernel_log BROKEN '"the kernel log gained: WARNING: w"'; } >"$work/lines"
in_guest 'a kernel that complained takes every verdict back' 2 'the kernel log gained: WARNING: w' check --target x86_64-6.1 \
	selftest/claims/pass selftest/claims/broken_kernel_log
says 'naming the claim that was at work' "$work/out" '2 claims: 0 PASS, 0 FAIL, 0 SKIP, 2 BROKEN' \
	'while it checked selftest/claims/broken_kernel_log'
done_
