#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Machines that have too little of something: a SKIP that says what was wanted, what is there, and what helps.
. tests/lib.sh
pread=access/file_read/pread/size
n=0

# short WHAT POINT COMMAND...: the point is a SKIP in the record that COMMAND ... run writes; $reason and $remedy
short() {
	what=$1 point=$2
	shift 2
	n=$((n + 1)) r=$work/$n.jsonl
	"$@" "$pagemark" run --rounds 2 --target host -o "$r" "$point" >"$work/out" 2>"$work/err"
	check "$what: a SKIP" test "$(jq -r --arg name "$point" 'select(.name == $name and .status) | .status' "$r")" = SKIP
	jq -r --arg name "$point" 'select(.name == $name and .status) | .reason + "\n" + .remedy' "$r" >"$work/why"
}

# limited OPTION VALUE COMMAND...: under ulimit
# shellcheck disable=SC2317 # short() calls it
limited() {
	(
		# shellcheck disable=SC3045 # dash has these
		ulimit "$1" "$2" || exit 2
		shift 2
		exec "$@"
	)
}

short 'no TMPDIR' "$pread:64" env TMPDIR=/nonexistent
says 'it names the folder, and what helps' "$work/why" 'a file of 64 bytes in the folder for files' '/nonexistent' '--dir DIR'

mkdir "$work/small"
if mount -t tmpfs -o size=1M none "$work/small" 2>/dev/null; then
	short 'a small TMPDIR' "$pread:16777216" env TMPDIR="$work/small"
	says 'it says how small' "$work/why" 'a file of 16 MiB' 'has 1 MiB free' '--dir DIR'
	head -c 1M /dev/zero >"$work/small/full"
	TMPDIR=$work/small "$pagemark" check --target host access >"$work/out"
	check 'with a full one no claim is BROKEN' grep -q ' 0 FAIL, .* 0 BROKEN' "$work/out"
	says 'and those that need it say so' "$work/out" 'a file of 1 MiB in the folder for files' 'has 0 bytes free'
	umount "$work/small"
else
	skip 'a small TMPDIR' 'mounting a small tmpfs needs root'
fi

short 'a limit on the size of files' "$pread:16777216" limited -f 512
says 'it names the limit' "$work/why" 'RLIMIT_FSIZE is 262144' 'ulimit -f unlimited'
(
	# shellcheck disable=SC3045 # dash has it
	ulimit -f 0
	"$pagemark" check --target host access | cat
) | tail -n 1 >"$work/out"
check 'with a limit of nothing no claim is BROKEN' grep -q ' 0 FAIL, .* 0 BROKEN' "$work/out"

short 'a limit on the address space' "$pread:67108864" limited -v 60000
says 'it names the limit' "$work/why" 'of memory' 'RLIMIT_AS is 61440000' 'ulimit -v unlimited'

group=/sys/fs/cgroup/memory/pagemark-test-$$
# The group must count, and a process must be able to join it.
# shellcheck disable=SC2317 # short() calls it
in_group() {
	(
		sh -c 'echo $PPID' >"$group/cgroup.procs" || exit 2
		exec "$@"
	)
}
if mkdir "$group" 2>/dev/null && echo 40M >"$group/memory.limit_in_bytes"; then
	short 'a control group with less than a buffer' "$pread:67108864" in_group
	says 'it names the limit' "$work/why" '64 MiB of memory' "$group/memory.limit_in_bytes" 'control group'
	short 'a control group with less than a mapping' pin/first_touch/plain/pages:16384 in_group
	says 'the kernel killed it, and that is why' "$work/why" 'want of memory' 'control group'
	rmdir "$group"
else
	skip 'a control group with less than a buffer' 'no group of cgroup v1 can be made here'
fi
done_
