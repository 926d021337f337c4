#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# `make static`: the program for a board of another architecture is made on this Debian alone, needs nothing where it runs, and says
# under emulation that its figures are no time. BOARDS="arm64 ..." names the architectures; `make test-static` tests all.
# shellcheck disable=SC2016 # inner shells expand it
. tests/lib.sh
BOARDS=${BOARDS:-arm64}
# Of qemu-user, which kills itself or never comes back there: no verdict on us. docs/install.md has what else differs under it.
hangs=access/claims/mprotect_hole_enomem

status 'an architecture that there is not is refused' 2 in_build static ARCH=vax
says 'with those that there are' "$work/make" 'expected ARCH= one of x86_64 i386 arm64 armhf riscv64'

# emulated PROGRAM...: runs it, and all that it starts, on an emulator; only here: the registration is the namespace's own (Linux 6.7)
emulated() {
	timeout --kill-after=5 400 unshare --user --map-root-user --mount sh -c \
		'mount -t binfmt_misc none /proc/sys/fs/binfmt_misc && cat "$0" >/proc/sys/fs/binfmt_misc/register && exec "$@"' "$binfmt" "$@"
}

# native PROGRAM...
# shellcheck disable=SC2317 # $run is it
native() {
	timeout --kill-after=5 400 "$@"
}

# used ARCHITECTURE: what a board's user does first
used() {
	status "$1: it answers" 0 "$run" "$work/pagemark" --version
	status "$1: it lists what there is" 0 "$run" "$work/pagemark" list
	status "$1: it looks at the machine" 0 "$run" "$work/pagemark" doctor
	"$run" "$work/pagemark" check --target host --format jsonl >"$work/check.jsonl" 2>"$work/err"
	jq -r 'select(.type == "claim" and .status == "BROKEN") | .name' "$work/check.jsonl" >"$work/broken"
	check "$1: of its claims many hold" test "$(jq -s '[.[] | select(.type == "claim" and .status == "PASS")] | length' "$work/check.jsonl")" -gt 80
	check "$1: no claim is BROKEN" sh -c '! grep -vxF "$1" "$2" >&2' sh "$([ "$run" = native ] || echo $hangs)" "$work/broken"
	check "$1: each SKIP has a reason and a remedy" test "$(jq -s '[.[] | select(.type == "claim" and .status == "SKIP" and
		((.detail // "") == "" or (.remedy // "") == ""))] | length' "$work/check.jsonl")" = 0
	if [ "$run" = emulated ]; then
		status "$1: under emulation it does not measure of itself" 2 "$run" "$work/pagemark" run --target host -o "$work/r.jsonl" access/file_read
		says "$1: and says why" "$work/err" 'emulation: the kernel runs '
	fi
	status "$1: it measures" 0 "$run" "$work/pagemark" run --quick --rounds 1 --accept-hazards --target host -o "$work/r.jsonl" access/file_read
	check "$1: each point passes or is SKIP" test "$(jq -s '[.[] | select(.type == "bench").status] | index("PASS") != null and . - ["PASS", "SKIP"] == []' \
		"$work/r.jsonl")" = true
	[ "$run" = native ] || check "$1: the record says that it was emulated" \
		test "$(jq -r 'select(.type == "run").hazards[] | select(.name == "emulation").severity' "$work/r.jsonl")" = severe
	"$pagemark" show "$work/r.jsonl" >"$work/out" 2>"$work/err"
	says "$1: this machine reads it" "$work/out" 'pread  size 64 MiB'
	rm "$work/r.jsonl"
}

for architecture in $BOARDS; do
	# Its machine as file headers have it, its name to QEMU
	case $architecture in
	i386) machine=80386 qemu='' ;;
	arm64) machine=AArch64 qemu=aarch64 ;;
	armhf) machine=ARM qemu=arm ;;
	riscv64) machine=RISC-V qemu=riscv64 ;;
	x86_64) machine=X86-64 qemu='' ;;
	*) not_ok "$architecture: expected an architecture of this test"; done_ ;;
	esac
	if ! in_build static "ARCH=$architecture"; then
		if grep -q -e 'could not be fetched' -e 'could not install' -e 'missing and can be installed' "$work/make"; then
			skip "$architecture: the program for a board" "$(grep -m 1 -e 'could not' -e missing "$work/make")"
			continue
		fi
		not_ok "$architecture: the program for a board is made"
		tail -n 20 "$work/make" >&2
		continue
	fi
	ok "$architecture: the program for a board is made"
	cp "$B/static/$architecture/pagemark" "$work/pagemark"
	readelf -hlW "$work/pagemark" >"$work/out"
	says "$architecture: it is of that machine" "$work/out" "$machine"
	check "$architecture: and needs no library and no loader" sh -c '! grep -qE "INTERP|DYNAMIC" "$1"' sh "$work/out"
	binfmt=/usr/lib/binfmt.d/qemu-$qemu.conf run=native
	if [ -n "$qemu" ]; then
		run=emulated
		if ! [ -e "$binfmt" ]; then
			skip "$architecture: it runs" 'no emulator: apt-get install qemu-user-static (tests/packages)'
			continue
		elif ! emulated true 2>"$work/err"; then
			skip "$architecture: it runs" "emulated programs cannot be registered in a namespace: $(tail -n 1 "$work/err"); Linux 6.7 or newer can"
			continue
		fi
	elif ! "$work/pagemark" --version >/dev/null 2>&1; then
		skip "$architecture: it runs" 'this kernel does not run its programs'
		continue
	fi
	used "$architecture"
done
done_
