#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# On a kernel that was built without what a claim or a point needs that is SKIP: neither FAIL, as if the kernel were wrong, nor BROKEN.
# Such a kernel is this one, with the system calls missing that a tinyconfig lacks, and a configuration that has only what a guest needs.
. tests/lib.sh

gcc -O2 -Wall -Werror -o "$work/lean" tests/lean/lean.c
"$work/lean" true 2>"$work/err"
if [ $? -eq 77 ]; then
	skip 'a run on a lean kernel' "$(cat "$work/err")"
	done_
fi
mkdir "$work/root"
sed -n 's/^for option in \(64BIT .*\); do$/\1/p' harness/guest/own.sh | tr ' ' '\n' | sed 's/.*/CONFIG_&=y/' \
	>"$work/root/config"
check 'what a guest needs of a configuration is known' grep -qx CONFIG_PROC_FS=y "$work/root/config"

PAGEMARK_ROOT=$work/root "$work/lean" "$pagemark" run -q --accept-hazards --rounds 1 --min-time 100us --target host \
	-o "$work/record" '*' >"$work/out" 2>"$work/err"
check 'the run came to its end' test "$(jq -r 'select(.type == "end").not_run' "$work/record")" = 0
# Another test may write into this kernel's log meanwhile.
jq -r 'select(.status == "FAIL" or .status == "BROKEN") | "\(.status) \(.name): \(.reason // .detail)"' "$work/record" |
	grep -v ': the kernel log gained' >"$work/wrong"
check 'no claim and no point FAILs or is BROKEN there' test ! -s "$work/wrong"
cat "$work/wrong" >&2
# count TYPE STATUS WORDS: claims or points of that status whose reason has these words
count() {
	jq -s --arg type "$1" --arg status "$2" --arg words "$3" '[.[] | select(.type == $type and .status == $status and
		((.detail // .reason // "") | contains($words)))] | length' "$work/record"
}
check 'claims that need an option are SKIP and name it' test "$(count claim SKIP CONFIG_ADVISE_SYSCALLS)" -gt 20
check 'points too' test "$(count bench SKIP CONFIG_ADVISE_SYSCALLS)" -gt 20
check 'many other claims pass' test "$(count claim PASS '')" -gt 20
check 'and points' test "$(count bench PASS '')" -gt 20
done_
