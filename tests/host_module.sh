#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The kernel side as on metal: /dev/pagemark is there, the target is the host, and threads run on two processors. The machine
# is emulated, its init a shell: that all of it works is shown here, and no number.
. tests/lib.sh
guest=x86_64-6.1

if ! [ -e "$B/kmod/$guest/pagemark.ko" ] || ! [ -e "$B/guest/$guest/vmlinux" ]; then
	skip 'the module on a host' "guest $guest is not built: make guests"
	done_
fi
mkdir -p "$work/root/bin" "$work/root/dev" "$work/root/proc" "$work/root/sys" "$work/root/tmp"
cp "$B/static/x86_64/pagemark" "$B/kmod/$guest/pagemark.ko" "$(command -v busybox)" "$work/root/bin"
cat >"$work/root/init" <<'END'
#!/bin/busybox sh
export PATH=/bin
busybox mount -t proc proc /proc
busybox mount -t sysfs sys /sys
busybox mount -t devtmpfs dev /dev
busybox mount -t tmpfs tmp /tmp
pagemark run --target host -o /tmp/without --accept-hazards --rounds 1 kmap/page >/dev/null 2>&1
echo "without the module: status $?"
busybox insmod /bin/pagemark.ko
pagemark run --target host -o /tmp/run --accept-hazards --rounds 2 --quick pin/concurrent kmap/page 2>/dev/null
echo "run: status $?"
pagemark check --target host 'pin/claims/pin*' kmap/claims share/claims 2>/dev/null >/tmp/claims
echo "check: status $?"
busybox grep -E "^  (FAIL|BROKEN)|^[0-9]+ claims:" /tmp/claims
echo RECORD
busybox cat /tmp/run
busybox poweroff -f
END
chmod +x "$work/root/init"
(cd "$work/root" && find . | cpio -o -H newc -R 0:0 --quiet) >"$work/host.cpio"
timeout 240 qemu-system-x86_64 -machine q35 -cpu max -accel tcg,thread=multi -smp 2 -m 1024 -nic none -display none \
	-no-reboot -serial stdio -monitor none -kernel "$(dirname "$(readlink "$B/guest/$guest/vmlinux")")/vmlinuz" \
	-initrd "$work/host.cpio" -append 'console=ttyS0 panic=-1 quiet' </dev/null 2>"$work/err" | tr -d '\r' >"$work/all"
sed '/^RECORD$/q' "$work/all" >"$work/out"
sed '1,/^RECORD$/d' "$work/all" | grep '^{' >"$work/run"

says 'without the module the kernel side is skipped, and nothing ran' "$work/out" 'without the module: status 4'
says 'with it points run, and claims hold' "$work/out" 'run: status 0' 'check: status 0'
check 'the claims are all judged or skipped' grep -qE '^[0-9]+ claims: [0-9]+ PASS, 0 FAIL, [0-9]+ SKIP, 0 BROKEN$' "$work/out"
check 'the record fits its schema and is complete' python3 tests/data/validate.py "$work/run"
check 'its target is the host, its clock is wall time' test \
	"$(jq -r 'select(.type == "run") | "\(.target) \(.clock.name)"' "$work/run" | head -n 1)" = 'host wall'

# bench NAME FIELD
bench() {
	jq -r --arg name "$1" 'select(.type == "bench" and .name == $name) | '"$2" "$work/run"
}
for way in gup_fast pin_fast pin; do
	check "two threads at once: $way" test \
		"$(bench "pin/concurrent/$way/threads:2/memory:same" '"\(.status) \(.unit) \(.items_per_op)"')" = 'PASS ns 16'
done
check 'four threads are more than there are processors' test \
	"$(bench pin/concurrent/pin/threads:4/memory:own .status)" = SKIP
done_
