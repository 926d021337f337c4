#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Guests on bad days: each ends, with the reason and what to do, and no QEMU stays behind.
. tests/lib.sh
guest=x86_64-6.1
console=$work/console

# boot WHAT ARGUMENTS...: status 2
boot() {
	what=$1
	shift
	status "$what" 2 "$pagemark" guest boot --console "$console" "$@"
}

boot 'an unknown guest is bad usage' vax
says 'the guests are named' "$work/err" "'vax'" x86_64-6.1 i386-pae-6.1
boot 'an unknown modifier is bad usage' $guest+turbo
says 'the modifiers are named' "$work/err" "'+turbo'" +iommu-strict
boot 'no guest at all is bad usage'
says 'where to look is said' "$work/err" 'pagemark guest list'
boot 'a limit that is no number is bad usage' --limit soon $guest

# running PID: it exists and is no zombie (some containers have no init that reaps)
running() {
	grep -q '^State:[[:space:]]*[^Z[:space:]]' "/proc/$1/status" 2>/dev/null
}

# A guest that ends or does not
boot 'a panic ends the guest' --append rdinit=/nonexistent $guest
says 'the panic is shown, and where the console is' "$work/err" "guest '$guest' died" 'Kernel panic' "$console"
boot 'a hung guest is killed' --limit 3 --qemu -S $guest
says 'the limit is named' "$work/err" "guest '$guest' hung" '3 s'
boot 'QEMU refusing to start is an end too' --qemu -device --qemu nonsense $guest
says 'its own words are shown' "$work/err" 'QEMU failed with status 1' nonsense

# A guest that says hello, begins, and then says no more
record=$work/silent.jsonl
"$pagemark" run --target $guest --quick --silence 5 -o "$record" 'kmap/page' >"$work/out" 2>"$work/err" &
pid=$!
while ! grep -q '"type":"run"' "$record" 2>/dev/null && kill -0 $pid 2>/dev/null; do
	sleep 0.2
done
qemu=$(pgrep -P $pid qemu)
kill -STOP "$qemu"
wait $pid
check 'a guest that hangs after its hello is a BROKEN run' test $? -eq 2
says 'the limit is named' "$work/err" "guest '$guest' hung" 'no line of output for 5 s' "$work/silent.$guest.console"
says 'and its points, under one reason' "$work/err" "BROKEN [$guest]: " ' times: kmap/page/' ' checked; '
if running "$qemu"; then
	not_ok 'it is killed'
	kill -KILL "$qemu"
else
	ok 'it is killed'
fi
check 'each of its points is BROKEN and says why' test "$(jq -r 'select(.type == "bench") |
	"\(.status) \(.reason | test("hung: no line of output for 5 s"))"' "$record" | sort -u)" = 'BROKEN true'
check 'the record is whole and valid' python3 tests/data/validate.py "$record"

status 'a console that cannot be written is refused' 2 "$pagemark" guest boot --console /nonexistent/c $guest
says 'it is named' "$work/err" /nonexistent/c

# We end, by whatever means
for sig in KILL INT TERM; do
	"$pagemark" guest boot --console "$console" --qemu -S $guest 2>"$work/err" &
	pid=$!
	qemu=
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		qemu=$(pgrep -P $pid)
		[ -n "$qemu" ] && break
		sleep 0.2
	done
	sleep 0.5
	check 'QEMU runs' running "$qemu"
	kill -$sig $pid
	wait $pid
	got=$?
	sleep 0.5
	if running "$qemu"; then
		not_ok "SIG$sig leaves no QEMU"
		kill -KILL "$qemu"
	else
		ok "SIG$sig leaves no QEMU"
	fi
	[ $sig = KILL ] || check "SIG$sig is a BROKEN run" test $got -eq 2
done

# Something is missing
status 'without QEMU there is no guest' 2 env PATH=/nonexistent "$pagemark" guest boot --console "$console" $guest
says 'the package is named' "$work/err" qemu-system-x86_64 'apt install qemu-system-x86'
mkdir -p "$work/other/guest/$guest"
cp "$pagemark" "$work/other/pagemark"
status 'a guest that is not built is refused' 2 "$work/other/pagemark" guest boot --console "$console" $guest
says 'how to build it is said' "$work/err" "pagemark guest fetch $guest"
ln -s "$(readlink -f "$B/guest/$guest/vmlinux")" "$work/other/guest/$guest/vmlinux"
modules=$(dirname "$(readlink "$B/guest/$guest/vmlinux")")/modules
PATH=/usr/bin:/bin harness/guest/initramfs.sh "$work/other/guest/$guest/initramfs.cpio" "$B/static/x86_64/pagemark" "$modules" \
	"$B/kmod/i386-pae-6.1/pagemark.ko"
check 'who has no sbin in PATH packs the modules that others need, too' cmp -s "$work/other/guest/$guest/ext4.cpio" "$B/guest/$guest/ext4.cpio"
status "a guest with another kernel's module runs all the same" 0 \
	"$work/other/pagemark" guest boot --console "$console" $guest -- --version
says 'it says what it lacks and why' "$work/err" 'no /dev/pagemark' 'pagemark.ko does not load' \
	'built for kernel 6.1' 'make guest-NAME'

# A kernel that warns while a point runs
mkdir -p "$work/self/guest/$guest"
cp "$B/pagemark-selftest" "$work/self/pagemark"
cp -P "$B/guest/$guest/vmlinux" "$B/guest/$guest/config" "$B/guest/$guest/kernel" "$work/self/guest/$guest"
harness/guest/initramfs.sh "$work/self/guest/$guest/initramfs.cpio" "$B/static/x86_64/pagemark-selftest" "$modules" \
	"$B/kmod/$guest/pagemark.ko" "$B/guest/$guest/config"
record=$work/warning.jsonl
status 'a warning of the kernel makes the run BROKEN' 2 "$work/self/pagemark" run --target $guest --rounds 2 \
	-o "$record" selftest/kernel/warning selftest/points/steady/turn:1
check 'the point during which it came is BROKEN and names it' test "$(jq -r 'select(.name == "selftest/kernel/warning" and
	.type == "bench") | "\(.status) \(.reason | test("the kernel log gained: WARNING: a test of pagemark"))"' "$record")" = \
	'BROKEN true'
check 'another point is not' test "$(jq -r 'select(.name == "selftest/points/steady/turn:1" and .type == "bench").status' \
	"$record")" = PASS
says 'the end names it too' "$work/err" 'the kernel log gained: WARNING: a test of pagemark'

# A kernel that warns while a claim is checked: no verdict stands, and which claim it was is said
status 'a warning of the kernel makes claims BROKEN' 2 "$work/self/pagemark" check --target $guest \
	selftest/claims/broken_kernel_log selftest/claims/pass
says 'the other one too, naming the one' "$work/out" \
	'2 claims: 0 PASS, 0 FAIL, 0 SKIP, 2 BROKEN' 'while it checked selftest/claims/broken_kernel_log'

# KVM works here or it does not, and then nothing is left of the attempt
record=$work/kvm.jsonl
"$pagemark" run --target $guest+kvm --quick -o "$record" kmap/page/kmap >"$work/out" 2>"$work/err"
case $? in
0)
	check 'numbers under KVM are wall time' test "$(jq -r 'select(.type == "run") | "\(.clock.name) \(.accelerator)"' \
		"$record")" = 'wall kvm'
	;;
4)
	says 'KVM that does not work is said' "$work/err" "$guest+kvm: skipped: "
	check 'each point is skipped, with reason and remedy' test "$(jq -r 'select(.type == "bench") |
		"\(.status) \(.reason | test("kvm|KVM")) \(.remedy | test("without"))"' "$record" | sort -u)" = 'SKIP true true'
	;;
*)
	not_ok 'KVM works or is skipped'
	cat "$work/err" >&2
	;;
esac
check 'the record is valid' python3 tests/data/validate.py "$record"
check 'no QEMU with KVM is left' sh -c '! pgrep -f "accel [k]vm" >/dev/null'

# A kernel that promises no more memory than it has: a shortage of the machine, and no mistake of anyone's
"$pagemark" guest boot --append 'sysctl.vm.overcommit_memory=2 sysctl.vm.overcommit_ratio=8' $guest -- run --rounds 1 -o - \
	--target host 'access/file_read/*/size:67108864' >"$work/commit.jsonl" 2>"$work/err"
check 'without overcommitment nothing is BROKEN' test "$(jq -r 'select(.status == "BROKEN") | .name' "$work/commit.jsonl")" = ''
jq -r 'select(.type == "bench" and .status == "SKIP") | .reason + " " + .remedy' "$work/commit.jsonl" >"$work/why"
says 'the memory that is missing is a SKIP' "$work/why" 'needs a file of 64 MiB in the folder for files' 'CommitLimit leaves' 'vm.overcommit_memory=0'
check 'and nobody is sent to free space that is there' test "$(grep -c 'free space' "$work/why")" -eq 0

# No network
# shellcheck disable=SC2317 # called through status
offline() {
	if unshare -rn true 2>/dev/null; then
		unshare -rn "$@"
	else
		echo 'Acquire::http::Proxy "http://127.0.0.1:9/";' >"$work/apt.conf"
		APT_CONFIG=$work/apt.conf "$@"
	fi
}
status 'no network and no cache is refused' 2 offline env PAGEMARK_CACHE="$work/cache" harness/guest/fetch.sh $guest
says 'what is wanted, from where, and what to do' "$work/err" linux-image-amd64 /etc/apt "$work/cache" \
	PAGEMARK_CACHE=DIR
cache=$(dirname "$(dirname "$modules")")
status 'a cached kernel needs no network' 0 offline env PAGEMARK_CACHE="$cache" harness/guest/fetch.sh $guest
check 'and no word' test ! -s "$work/err"
status 'an unknown guest has no kernel' 2 harness/guest/fetch.sh vax
done_
