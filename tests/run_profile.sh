#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# run --profile: what is refused and why, and the lines that come of a plugin's file and a guest's symbols. A program speaks as QEMU's guest does.
. tests/lib.sh
point=access/file_read/pread/size:64

# refused WHAT ARGUMENTS...: before anything is written
refused() {
	what=$1
	shift
	status "$what is refused" 2 "$@"
	check 'and nothing is begun' test ! -e "$work/r.jsonl"
}

# What no profile can be had of
refused 'this machine' "$pagemark" run --profile --rounds 1 -o "$work/r.jsonl" --target host $point 'pin/*'
says 'with what perf does there, and how' "$work/err" "'host' is a real machine" "perf record -g -e c" \
	"-- pagemark run --target host $point \"pin/*\"" 'perf report' '--target x86_64-6.1' 'nothing here can be profiled'
refused 'a guest under KVM' "$pagemark" run --profile --rounds 1 -o "$work/r.jsonl" --target x86_64-6.1+kvm $point
says 'with what to do' "$work/err" "without '+kvm'"
refused 'a profile of claims' "$pagemark" run --profile --rounds 1 -o "$work/r.jsonl" --target x86_64-6.1 'pin/claims/*'
says 'with the reason' "$work/err" 'points have profiles, and the patterns select claims alone; name points, or leave out --profile'
refused '--caches without --profile' "$pagemark" run --caches x --rounds 1 -o "$work/r.jsonl" $point
refused 'a file of caches that is not there' "$pagemark" run --profile --caches "$work/no" --rounds 1 -o "$work/r.jsonl" --target x86_64-6.1 $point
says 'which is named' "$work/err" "$work/no"

# What is not built
mkdir -p "$work/bin" "$work/guest/x86_64-6.1"
: >"$work/guest/x86_64-6.1/vmlinux"
: >"$work/guest/x86_64-6.1/initramfs.cpio"
cp "$pagemark" "$work/pagemark"
refused 'a pagemark without its plugin' "$work/pagemark" run --profile --rounds 1 -o "$work/r.jsonl" --target x86_64-6.1 $point
says 'which is named, with what to do' "$work/err" "expected $work/pagemark-profile.so" "run 'make'"
: >"$work/pagemark-profile.so"
refused 'a guest whose program has no symbols' "$work/pagemark" run --profile --rounds 1 -o "$work/r.jsonl" --target x86_64-6.1 $point
says 'with what to do' "$work/err" "expected $work/guest/x86_64-6.1/pagemark.symbols" "run 'pagemark guest fetch x86_64-6.1'"
refused 'the static program' "$B/static/x86_64/pagemark" run --profile --rounds 1 -o "$work/r.jsonl" --target x86_64-6.1 $point
says 'with what to do' "$work/err" 'without libelf' 'linked dynamically'

# A guest that is there: a program in whose symbols run() lies at 0x401000, as a file without an operating system has it
cat >"$work/s.c" <<'EOF'
void run(void) { __asm__ volatile("nop; nop"); }
void _start(void) { run(); }
EOF
gcc -static -nostdlib -Wl,-Ttext=0x401000 -fcf-protection=none -o "$work/guest/x86_64-6.1/pagemark.symbols" "$work/s.c"
cat >"$work/bin/qemu-system-x86_64" <<'EOF'
#!/usr/bin/python3
import os, re, socket, sys
words = " ".join(sys.argv)
if "REFUSES" in os.environ:
    sys.exit(os.environ["REFUSES"])
port = re.search(r"id=port,fd=(\d+)", words)
out = re.search(r"out=([^, ]+)", words)
if port:
    if out:
        open(out.group(1), "w").write(open(os.environ["RAW"]).read())
    guest = socket.socket(fileno=int(port.group(1)))
    guest.sendall(b'{"type":"guest_hello","kernel":"6.1","module":""}\n')
    guest.sendall(open(os.environ["LINES"], "rb").read())
    if "DIES" in os.environ:
        sys.exit(0)
    guest.sendall(b'{"type":"guest_done"}\n')
    asked = guest.recv(64)
    open(os.environ["ASKED"], "wb").write(asked)
    if asked == b"symbols\n":
        guest.sendall(open(os.environ["SYMBOLS"], "rb").read())
    guest.sendall(b'{"type":"guest_exit","status":0,"kernel_log":""}\n')
EOF
chmod +x "$work/bin/qemu-system-x86_64"
export RAW="$work/raw" LINES="$work/lines" SYMBOLS="$work/symbols" ASKED="$work/asked"

# What the guest measured: the lines of a record that a run on this machine wrote, under its name
"$pagemark" run --rounds 1 --min-time 100us --accept-hazards -o "$work/here.jsonl" --target host $point 2>/dev/null
jq -c 'select(.target) | .target = "x86_64-6.1" | if .n and (.name | startswith("access")) then .n = 8 else . end' \
	"$work/here.jsonl" >"$LINES"
# FNV-1a of 64 bits, folded to 48
key=$(python3 -c 'import sys
h = 0xcbf29ce484222325
for c in sys.argv[1].encode():
    h = (h ^ c) * 0x100000001b3 & (1 << 64) - 1
print("%012x" % ((h >> 48 ^ h) & (1 << 48) - 1))' $point)
cat >"$RAW" <<EOF
pagemark-profile 2 x86_64 0
point $key 0
batch 60 0 0
batch 60 0 0
node 0 -1 root 401000 0 1
node 1 0 syscall ffffffff81000000 401001 2
node 2 1 call ffffffff81000100 ffffffff81000008 2
node 3 2 trap ffffffff81000200 ffffffff81000108 1
block 0 401000 4 5
block 1 ffffffff81000000 9 10
block 2 ffffffff81000100 9 20 3:locked
block 3 ffffffff81000200 9 50
count 0 0 5 2
count 1 1 10 2
count 2 2 20 2
count 3 3 50 1
memory 2 2 4 32 2 16 0 1
touched kernel 5 2
touched user 1 1
end $key
EOF
cat >"$SYMBOLS" <<'EOF'
ffffffff81000000 T entry_SYSCALL_64
ffffffff81000100 T vfs_read	
ffffffff81000200 T asm_sysvec_apic_timer_interrupt
EOF

# profiled WHAT WANTED FILE [ARGUMENTS...]: a run in that guest
profiled() {
	what=$1 wanted=$2 file=$3
	shift 3
	status "$what" "$wanted" env "PATH=$work/bin:$PATH" "$work/pagemark" run --rounds 1 -o "$file" --target x86_64-6.1 "$@" $point
}
# of FILE FILTER: of the profile line of our point
of() {
	jq -c --arg name $point "select(.type == \"profile\" and .name == \$name) | $2" "$1"
}

profiled 'a guest is profiled' 0 "$work/a.jsonl" --profile
check 'it was asked for its symbols' test "$(cat "$ASKED")" = symbols
check 'functions of user space and of the kernel have their names' test "$(of "$work/a.jsonl" '[.functions[] | [.name, .in, .insn, .calls]]')" = \
	'[["vfs_read","kernel",40,2],["entry_SYSCALL_64","kernel",20,2],["run","user",10,0]]'
check 'an interrupt is none of them' test "$(of "$work/a.jsonl" '[.insn, .interrupts]')" = '[120,50]'
check 'the tree says who called' test "$(of "$work/a.jsonl" .tree)" = '[[-1,2,0,10],[0,1,2,20],[1,0,2,40]]'
check 'it covers the operations of all batches' test "$(of "$work/a.jsonl" .ops)" = 16
check 'classes and memory are there' test "$(of "$work/a.jsonl" '[.classes.locked, .memory.kernel.load_bytes, .memory.kernel.lines, .memory.device_writes]')" = '[2,32,5,1]'
check 'a point that the plugin did not see says why' test \
	"$(jq -r 'select(.type == "profile" and .name == "selfcheck/loop/a").why.reason' "$work/a.jsonl")" = 'no batch of it was seen in the round that was profiled'
check 'the record fits its schema' python3 tests/data/validate.py "$work/a.jsonl"
check 'profiles stand behind the points' test "$(jq -r 'select(.type == "bench" or .type == "profile").type' "$work/a.jsonl" | uniq | tr '\n' ' ')" = 'bench profile '
check 'nothing else is left' test "$(cd "$work" && echo a.*)" = 'a.jsonl a.x86_64-6.1.console'
for command in show 'export --to csv' 'report -o '"$work/page"; do
	# shellcheck disable=SC2086 # words
	status "$command takes it" 0 "$pagemark" $command "$work/a.jsonl"
done

profiled 'without --profile' 0 "$work/n.jsonl"
check 'nothing is asked for' test "$(cat "$ASKED")" = end
check 'and there are no profiles' test -z "$(of "$work/n.jsonl" .)"

# Side by side, and in a set
status 'a set of runs' 0 env "PATH=$work/bin:$PATH" "$work/pagemark" run --profile --runs 2 --rounds 1 -o "$work/set" --target x86_64-6.1 $point
check 'each run has its profiles' test "$(of "$work/set/run-001.jsonl" .insn) $(of "$work/set/run-002.jsonl" .insn)" = '120 120'
status 'beside this machine' 0 env "PATH=$work/bin:$PATH" "$work/pagemark" run --profile --rounds 1 --min-time 100us --accept-hazards \
	-o "$work/two.jsonl" --target host --target x86_64-6.1 $point
says 'what has no profile is said at once' "$work/err" "host: no profile: "
check 'and on its points' test "$(of "$work/two.jsonl" '[.target, .insn, (.why.remedy // "" | test("perf record"))]' | tr -d '\n')" = \
	'["host",null,true]["x86_64-6.1",120,false]'
check 'the record fits its schema' python3 tests/data/validate.py "$work/two.jsonl"

# Bad days
: >"$SYMBOLS"
profiled 'a kernel without kallsyms' 0 "$work/k.jsonl" --profile
check 'it is said on the point, with what to do' test "$(of "$work/k.jsonl" '[(.why.reason | test("/proc/kallsyms")), (.why.remedy | length > 0)]')" = '[true,true]'
check 'the record fits its schema' python3 tests/data/validate.py "$work/k.jsonl"
printf '0000000000000000 T hidden\n' >"$SYMBOLS"
profiled 'a kernel that hides its addresses' 0 "$work/h.jsonl" --profile
check 'it is said too' test "$(of "$work/h.jsonl" '.why.reason | length > 0')" = true
echo 'ffffffff81000000 T entry_SYSCALL_64' >"$SYMBOLS"

sed -i 's/^batch 60 0 0/batch 61 0 0/' "$RAW"
profiled 'a file of the plugin that does not add up' 0 "$work/b.jsonl" --profile
says 'is kept and named' "$work/err" "$work/b.x86_64-6.1.profile"
check 'as it was' cmp "$RAW" "$work/b.x86_64-6.1.profile"
check 'and the point says why it has no profile' test "$(of "$work/b.jsonl" '.why.reason | test("line [0-9]+ of what the plugin wrote")')" = true
sed -i 's/^batch 61 0 0/batch 60 0 0/' "$RAW"

DIES=1 profiled 'a guest that dies' 2 "$work/d.jsonl" --profile
check 'has its points all the same' test "$(jq -c 'select(.type == "bench" and .name == "'$point'").status' "$work/d.jsonl")" = '"PASS"'
check 'and what the plugin wrote is kept' cmp "$RAW" "$work/d.x86_64-6.1.profile"
says 'and named' "$work/err" "$work/d.x86_64-6.1.profile"

# A QEMU that does not take the plugin: each of two words for it
for words in 'Could not load plugin p.so: TCG plugin requires API version 1, but this QEMU supports only a minimum version of 2' \
	'qemu-system-x86_64: -plugin: invalid option'; do
	rm -f "$work/q.jsonl"
	REFUSES=$words profiled 'a QEMU that does not take the plugin' 4 "$work/q.jsonl" --profile
	says 'it says so, and what to do' "$work/err" "$words" "run 'make'" 'leave out --profile'
	check 'its points are SKIP' test "$(jq -r 'select(.type == "bench").status' "$work/q.jsonl" | sort -u)" = SKIP
	check 'and nothing else is left' test "$(cd "$work" && echo q.*)" = q.jsonl
done
done_
