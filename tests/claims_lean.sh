#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# On a kernel that was built without what a claim needs the claim is SKIP: neither FAIL, as if the kernel were wrong, nor BROKEN. Such a
# kernel is this one, with the system calls missing that a tinyconfig lacks, and a configuration that has only what a guest needs.
. tests/lib.sh

gcc -O2 -Wall -Werror -o "$work/lean" tests/lean/lean.c
"$work/lean" true 2>"$work/err"
if [ $? -eq 77 ]; then
	skip 'claims on a lean kernel' "$(cat "$work/err")"
	done_
fi
mkdir "$work/root"
sed -n 's/^for option in \(64BIT .*\); do$/\1/p' harness/guest/own.sh | tr ' ' '\n' | sed 's/.*/CONFIG_&=y/' \
	>"$work/root/config"
check 'what a guest needs of a configuration is known' grep -qx CONFIG_PROC_FS=y "$work/root/config"

PAGEMARK_ROOT=$work/root "$work/lean" "$pagemark" check -t host --limit 60 --format jsonl >"$work/record" 2>"$work/err"
jq -r 'select(.type == "claim" and (.status == "FAIL" or .status == "BROKEN")) | "\(.status) \(.name): \(.detail)"' \
	"$work/record" >"$work/wrong"
check 'no claim FAILs or is BROKEN there' test ! -s "$work/wrong"
cat "$work/wrong" >&2
# count STATUS WORDS: claims of that status whose detail has these words
count() {
	jq -s --arg status "$1" --arg words "$2" \
		'[.[] | select(.type == "claim" and .status == $status and ((.detail // "") | contains($words)))] | length' "$work/record"
}
check 'those that need an option are SKIP and name it' test "$(count SKIP CONFIG_ADVISE_SYSCALLS)" -gt 20
check 'many others pass' test "$(count PASS '')" -gt 20
done_
