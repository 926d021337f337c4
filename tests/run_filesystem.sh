#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# File systems of our own for the files of cases: they are what the record says, and go with the run, also when it is killed.
. tests/lib.sh
point=access/small_files/read/size:1024

run() {
	"$pagemark" run --quick --accept-hazards --target host --counters none --rounds 1 --dir "$work" "$@"
}
# of RECORD FILTER: what the run line says
of() {
	jq -r 'select(.type == "run") | .filesystem | '"$2" "$1"
}
# mounted PID: what that run has mounted for its files: "FOLDER DEVICE"
mounted() {
	sed -n 's|.* \(/tmp/pagemark-files-[^ ]*\) .* - [a-z0-9]* \([^ ]*\) .*|\1 \2|p' "/proc/$1/mountinfo" 2>/dev/null
}
# goes FOLDER DEVICE: neither is there soon
# shellcheck disable=SC2317 # check() calls it
goes() {
	for _ in $(seq 100); do
		[ -e "$1" ] || [ -e "/sys/block/${2#/dev/}/loop/backing_file" ] || return 0
		sleep 0.1
	done
	return 1
}

status 'another word is refused' 2 run --filesystem fat -o "$work/fat.jsonl" "$point"
says 'with those that there are' "$work/err" '--filesystem takes ext4, xfs, btrfs or tmpfs' "'fat'"
status 'claims have it, too' 2 "$pagemark" check --filesystem fat access/claims/tail_reads_zero

run --filesystem tmpfs -o "$work/tmpfs.jsonl" "$point" >"$work/out" 2>"$work/err"
made=$?
if [ $made -ne 0 ]; then
	says 'who may not mount is told so' "$work/err" '--filesystem cannot be granted' 'no mounts of our own'
	skip 'file systems of our own' "$(cat "$work/err")"
	done_
fi
check 'a tmpfs has the files' test "$(of "$work/tmpfs.jsonl" '.type + " " + .backed_by')" = 'tmpfs memory'
for type in ext4 xfs btrfs; do
	record=$work/$type.jsonl
	if ! command -v "mkfs.$type" >/dev/null; then
		status "$type without its mkfs is refused" 2 run --filesystem $type -o "$record" "$point"
		says 'with the package' "$work/err" '--filesystem cannot be granted' 'install '
		skip "$type has the files" "mkfs.$type is not installed"
		continue
	fi
	run --filesystem $type -o "$record" "$point" >"$work/out" 2>"$work/err"
	case $(cat "$work/err") in
	*'no loop device'* | *'cannot be mounted'*)
		skip "$type has the files" "$(grep 'cannot be granted' "$work/err")"
		continue
		;;
	esac
	check "$type has the files, on a loop device" test "$(of "$record" '.type + " " + .device[:4]')" = "$type loop"
	check 'and what backs it is known' test "$(of "$record" .backed_by)" != null
	check 'and the folder is gone' goes "$(of "$record" .path)" "$(of "$record" .device)"
done

run --filesystem ext4 --rounds 500 -o "$work/killed.jsonl" "$point" >"$work/out" 2>"$work/err" &
pid=
for _ in $(seq 200); do
	# The shell's child is a shell, whose child is the run.
	pid=$(pgrep -P $! 2>/dev/null | head -n 1)
	pid=${pid:-$!}
	[ -z "$(mounted "$pid")" ] || break
	sleep 0.05
done
# shellcheck disable=SC2046 # two words
set -- $(mounted "$pid")
if [ $# -ne 2 ]; then
	skip 'a run that is killed leaves nothing' 'no ext4 could be made here'
	done_
fi
check 'a run has its own' test -e "$1"
check 'which nobody else sees' test "$(grep -c "$1" /proc/self/mountinfo)" -eq 0
kill -9 "$pid"
check 'a run that is killed leaves no folder and no loop device' goes "$1" "$2"
wait
done_
