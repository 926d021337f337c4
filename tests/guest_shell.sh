# SPDX-License-Identifier: GPL-2.0-only
# A shell in a guest: it says what it lacks, answers on our terminal, and leaves nothing behind.
. tests/lib.sh
guest=x86_64-6.1

# The same program and guest, with the test's busybox.
mkdir -p "$work/guest/$guest"
cp "$pagemark" "$work/pagemark"
cp -P "$B/guest/$guest/kernel" "$B/guest/$guest/vmlinux" "$B/guest/$guest/initramfs.cpio" "$work/guest/$guest"

status 'a guest without busybox has no shell' 2 "$work/pagemark" guest shell $guest
says 'what is missing and what brings it' "$work/err" "guest '$guest' has no shell" busybox "pagemark guest fetch $guest"
status 'a shell of no guest is bad usage' 2 "$pagemark" guest shell vax
says 'it is named' "$work/err" "'vax'"
status 'words behind the name are bad usage' 2 "$pagemark" guest shell $guest -- doctor
says 'how to use it is said' "$work/err" 'usage: pagemark guest shell'

ln -s "$(command -v busybox)" "$work/guest/$guest/busybox"
mkfifo "$work/keys"
exec 3<>"$work/keys"
timeout 120 "$work/pagemark" guest shell $guest+movable <"$work/keys" >"$work/console" 2>"$work/err" &
shell=$!
# Its prompt says that it listens.
while kill -0 $shell 2>/dev/null && ! grep -q '# ' "$work/console"; do
	sleep 0.3
done
echo 'cat /proc/zoneinfo; pagemark --version; ls /dev/pagemark; exit' >&3
wait $shell
check 'it ends when the shell does' test $? -eq 0
exec 3>&-
tr -d '\r' <"$work/console" >"$work/out"
says 'the shell runs commands, pagemark among them' "$work/out" 'zone   Normal' "$("$pagemark" --version)" /dev/pagemark
check 'the guest has movable memory when asked for' test \
	"$(awk '$4 == "Movable" { in_zone = 1 } in_zone && $1 == "present" { print $2 + 0; exit }' "$work/out")" -gt 30000
check 'no file of it stays in /tmp' sh -c '! ls /tmp/pagemark-shell-* >/dev/null 2>&1'
done_
