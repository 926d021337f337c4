#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Claims about what the whole machine counts, or has once, hold while other processes do the same.
. tests/lib.sh
guest=x86_64-6.1

if ! [ -e "$B/guest/$guest/initramfs.cpio" ]; then
	skip 'claims beside others' "guest $guest is not built: make guests"
	done_
fi
# The same program and guest, with the test's busybox.
mkdir -p "$work/guest/$guest"
cp "$pagemark" "$work/pagemark"
cp -P "$B/guest/$guest/kernel" "$B/guest/$guest/vmlinux" "$B/guest/$guest/initramfs.cpio" "$work/guest/$guest"
ln -s "$(command -v busybox)" "$work/guest/$guest/busybox"

claims='pin/claims/pin* access/claims/device_* access/claims/module_* dma/claims/isa_* dma/claims/edu_* mmio/claims'
claims="$claims share/claims/dma_buf* alloc/claims/atomic_does_not_sleep address/claims"
# shellcheck disable=SC2086 # words
n=$("$pagemark" list $claims | grep -c '/claims/')
# Three that check all of them at once; then one of them again and again, beside three that hold pins.
cat >"$work/typed" <<'END'
check="pagemark check --limit 60 --target host"; set -f
for i in 1 2 3; do $check CLAIMS >/tmp/$i 2>&1 </dev/null & done; wait; cat /tmp/1 /tmp/2 /tmp/3
for i in 1 2 3; do (while :; do $check pin/claims/pin_survives_*; done >/dev/null 2>&1 </dev/null) & done
for i in 1 2 3 4 5 6 7 8 9 10; do $check pin/claims/pins_balance; done
exit
END
mkfifo "$work/keys"
exec 3<>"$work/keys"
timeout 240 "$work/pagemark" guest shell $guest <"$work/keys" >"$work/console" 2>"$work/err" &
shell=$!
while kill -0 $shell 2>/dev/null && ! grep -q '# ' "$work/console"; do
	sleep 0.3
done
# On one line, because the prompt comes back for each.
sed "s|CLAIMS|$claims|" "$work/typed" | sed 's/\([^&;]\)$/\1;/' | tr '\n' ' ' >&3
echo >&3
wait $shell
exec 3>&-
tr -d '\r' <"$work/console" >"$work/out"

# passed CLAIMS TIMES
# shellcheck disable=SC2317 # check() calls it
passed() {
	test "$(grep -c "^$1 claims: [0-9]* PASS, 0 FAIL, [0-9]* SKIP, 0 BROKEN\$" "$work/out")" -eq "$2"
}
check 'three times all claims were run' test "$(grep -c "^$n claims: " "$work/out")" -eq 3
check 'none failed beside the others' passed "$n" 3
check 'what was pinned and unpinned is counted ten times beside other pins' passed 1 10
grep -A1 -E '^  (FAIL|BROKEN)' "$work/out" >&2
done_
