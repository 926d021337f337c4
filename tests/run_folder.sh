#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Contenders that need files with names leave none behind, also when the run is killed.
. tests/lib.sh
mkdir "$work/tmp"
export TMPDIR="$work/tmp"

# empties: the folder is empty soon
# shellcheck disable=SC2317 # check() calls it
empties() {
	for _ in $(seq 300); do
		[ -n "$(ls "$work/tmp")" ] || return 0
		sleep 0.1
	done
	ls -R "$work/tmp" >&2
	return 1
}
# appears: a file of such a folder is there
# shellcheck disable=SC2317 # check() calls it
appears() {
	for _ in $(seq 600); do
		[ ! -e "$(echo "$work"/tmp/pagemark-*/0)" ] || return 0
		sleep 0.02
	done
	return 1
}
# shellcheck disable=SC2086 # words
run() {
	"$pagemark" run --quick --accept-hazards --target host --counters none -o "$1" $2 'access/small_files/*/size:1024'
}
status 'small files are read' 0 run "$work/run" '--rounds 1'
check 'by all contenders' test "$(jq -r 'select(.type == "bench" and .verified) | .name' "$work/run" | grep -c small_files)" -eq 3
check 'and none is left' empties
# Not by the function: its process would be a shell's, and the run would outlive it.
"$pagemark" run --quick --accept-hazards --target host --counters none -o "$work/killed" --rounds 200 \
	'access/small_files/*/size:1024' >"$work/out" 2>&1 &
victim=$!
check 'files are there while a sample runs' appears
kill -9 "$victim"
wait "$victim" 2>"$work/err"
check 'a run that is killed leaves none' empties
chmod a-w "$work/tmp"
if [ "$(id -u)" -eq 0 ]; then
	skip 'a folder that may not be written to is a SKIP' 'root may'
else
	run "$work/denied" '--rounds 1' >"$work/out" 2>&1
	check 'a folder that may not be written to is a SKIP' \
		test "$(jq -r 'select(.type == "bench" and (.name | test("small_files"))) | .status' "$work/denied" | sort -u)" = SKIP
fi
status 'a folder that is not there is an answer' 4 env TMPDIR="$work/none" "$pagemark" run --quick --accept-hazards --target host \
	--rounds 1 -o "$work/none.jsonl" access/small_files/read/size:1024
jq -r 'select(.type == "bench" and (.name | test("small_files"))) | .status + ": " + .reason' "$work/none.jsonl" >"$work/why"
says 'a SKIP that names it' "$work/why" 'SKIP: ' "$work/none"

# folder_of FILE: what the record says of where the files were
folder_of() {
	jq -r 'select(.type == "run" and .target == "host") | .filesystem.path' "$1"
}
mkdir "$work/named"
# shellcheck disable=SC2317 # status() calls it
run_in() {
	"$pagemark" run --quick --accept-hazards --target host --counters none --rounds 1 "$@"
}
status '--dir names the folder' 0 run_in --dir "$work/named" -o "$work/named.jsonl" access/small_files/read/size:1024
check 'which the record says' test "$(folder_of "$work/named.jsonl")" = "$(realpath "$work/named")"
status 'it has to be a folder that is there' 2 run_in --dir "$work/none" -o "$work/x.jsonl" access/small_files/read/size:1024
says 'or its name is said' "$work/err" '--dir takes a folder' "$work/none"
status 'claims are checked there, too' 0 env TMPDIR="$work/none" "$pagemark" check --target host --dir "$work/named" \
	access/claims/tail_reads_zero
status 'a guest has no folder of this machine' 2 "$pagemark" check --target x86_64-6.1 --dir "$work/named" access/claims/tail_reads_zero
says 'which is said' "$work/err" '--dir is for the host'
if mkdir "$work/memory" && mount -t tmpfs none "$work/memory" 2>/dev/null; then
	status 'on tmpfs' 0 run_in --dir "$work/memory" -o "$work/memory.jsonl" access/small_files/read/size:1024
	umount "$work/memory"
	check 'the record says that memory has the files' test "$(jq -r 'select(.type == "run") |
		.filesystem.type + " " + .filesystem.backed_by' "$work/memory.jsonl")" = 'tmpfs memory'
	check 'and that no figure there is of a disk' test "$(jq -r 'select(.type == "run") | .hazards[] |
		select(.name == "cold_files") | .severity' "$work/memory.jsonl")" = note
else
	skip 'the record says that memory has the files' 'mounting a tmpfs needs root'
fi
done_
