#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Guests with file systems of their own: on a RAM disk and an NVMe drive; why one cannot have them; what a killed run leaves.
. tests/lib.sh
guest=x86_64-6.1
built=$B/guest/$guest
if ! [ -e "$built/initramfs.cpio" ]; then
	skip 'file systems in guests' "guest $guest is not built: make guests"
	done_
fi
if [ ! -e "$built/ext4.cpio" ]; then
	skip 'file systems in guests' "the cache has no modules of its kernel, and Debian's mirror could not be reached: make guests"
	done_
fi

# run ARGUMENT...: one round
# shellcheck disable=SC2317 # status() calls it
run() {
	"$pagemark" run -q --rounds 1 --limit 60 "$@"
}
# of RECORD TARGET FILTER: of where the files of that target's cases lay
of() {
	jq -r --arg target "$2" "select(.type == \"run\" and .target == \$target).filesystem | $3" "$1"
}
# verdict RECORD TARGET NAME: its status there
verdict() {
	jq -r --arg target "$2" --arg name "$3" 'select(.target == $target and .name == $name) | .status | strings' "$1"
}

# Claims that tmpfs can show nothing of, on ext4; and what takes a device with a queue to poll.
claims='access/claims/msync_* access/claims/fdatasync_covers_stores pin/claims/direct_write_seen_by_cache'
read=access/file_read/pread/size:4096 polled=access/async/uring_iopoll/file:direct/depth:1
# shellcheck disable=SC2086 # words
status 'a guest has ext4 on each of its disks' 0 run -o "$work/ext4.jsonl" --filesystem ext4 --target $guest --target $guest+nvme \
	$read $polled $claims
where='.type + " " + .device + " " + .backed_by + " \(.size_bytes / 1048576)"'
check 'a RAM disk is told as one' test "$(of "$work/ext4.jsonl" $guest "$where")" = 'ext4 ram0 memory 512'
check 'so is an emulated drive, which has a queue to poll' test \
	"$(of "$work/ext4.jsonl" $guest+nvme "$where + \" \\(.polled)\"")" = 'ext4 nvme0n1 hypervisor 512 true'
check 'the claims of files that are written back hold there' test "$(jq -r --arg target $guest \
	'select(.type == "claim" and .target == $target) | .status' "$work/ext4.jsonl" | sort -u)" = PASS
check 'a file is read' test "$(verdict "$work/ext4.jsonl" $guest $read)" = PASS
check 'what polls a device is measured where there is one' test "$(verdict "$work/ext4.jsonl" $guest+nvme $polled)" = PASS
check 'and SKIP on a RAM disk' test "$(verdict "$work/ext4.jsonl" $guest $polled)" = SKIP

for type in xfs btrfs; do
	if ! command -v "mkfs.$type" >/dev/null; then
		skip "a guest has $type" "mkfs.$type is not installed"
		continue
	fi
	status "a guest has $type" 0 run -o "$work/$type.jsonl" --filesystem $type --target $guest $read access/claims/msync_cleans
	check 'on a RAM disk' test "$(of "$work/$type.jsonl" $guest "$where")" = "$type ram0 memory 512"
done

# Other disks: each says what it is. null_blk would forget what is written, and has a queue to poll; pmem has no page cache.
for disk in zram:zram0:512:false:false null_blk:nullb0:1024:true:false pmem:pmem0:512:false:true; do
	modifier=${disk%%:*}
	if [ ! -e "$built/$modifier.cpio" ]; then
		skip "a guest has ext4 on $modifier" "the cache has no module of it, and Debian's mirror could not be reached: make guests"
		continue
	fi
	# shellcheck disable=SC2086 # words
	status "a guest has ext4 on $modifier" 0 run -o "$work/$modifier.jsonl" --target "$guest+$modifier" $read $polled $claims \
		access/claims/map_sync_* 'access/persist/*/to:append/size:4096'
	check 'which is told' test "$(of "$work/$modifier.jsonl" "$guest+$modifier" '.type + ":" + .backed_by + ":" + .device +
		":\(.size_bytes / 1048576):\(.polled):\(.dax)"')" = "ext4:memory:${disk#*:}"
	check 'and keeps what is written' test "$(jq -r 'select(.type == "claim" or (.type == "bench" and (.name | startswith("access/"))))
		| .status' "$work/$modifier.jsonl" | sort -u | tr '\n' ' ')" = 'PASS SKIP '
	[ "$modifier" != null_blk ] ||
		check 'its queue is polled' test "$(verdict "$work/$modifier.jsonl" "$guest+$modifier" $polled)" = PASS
done
for point in access/persist/map_sync/to:append/size:4096 access/claims/map_sync_survives_crash; do
	[ ! -e "$work/pmem.jsonl" ] ||
		check "$point takes a mapping with MAP_SYNC" test "$(verdict "$work/pmem.jsonl" $guest+pmem $point)" = PASS
	check 'and is SKIP where there is none' test "$(verdict "$work/zram.jsonl" $guest+zram $point)" = SKIP
done

# What cannot be had is a SKIP that says what to do; none of these boots.
mkdir -p "$work/bin" "$work/guest/$guest"
ln -s "$(command -v qemu-system-x86_64)" "$work/bin"
cp "$pagemark" "$work/pagemark"
for file in kernel vmlinux initramfs.cpio config; do
	cp -P "$built/$file" "$work/guest/$guest"
done
# Programs are also looked for in /usr/sbin, whatever PATH says, so a namespace has another one.
cat >"$work/without_sbin" <<'END'
#!/bin/sh
exec unshare $([ "$(id -u)" -eq 0 ] || echo --map-root-user) --mount sh -c 'mount -t tmpfs none /usr/sbin && exec "$@"' sh "$@"
END
chmod +x "$work/without_sbin"
# refused WHAT TEXT...: the point is a SKIP for that reason
refused() {
	what=$1
	shift
	status "$what is no error" 4 "$work/without_sbin" env PATH="$work/bin" "$work/pagemark" run --rounds 1 -o "$work/$what.jsonl" \
		--target $guest --filesystem xfs $read
	says 'it is told with the remedy' "$work/err" "$guest: skipped: " "$@"
}
refused no-module 'packed without the module of CONFIG_XFS_FS' "run 'pagemark guest fetch $guest'"
cp "$built/xfs.cpio" "$built/brd.cpio" "$work/guest/$guest"
refused no-mkfs 'mkfs.xfs' 'install xfsprogs'
sed -i '/^CONFIG_XFS_FS=/d' "$work/guest/$guest/config"
refused no-option 'needs CONFIG_XFS_FS, which its kernel was built without'

# Killed while the guest works: its disk had no name.
mkdir "$work/tmp"
TMPDIR=$work/tmp "$pagemark" run -q --rounds 500 -o "$work/killed.jsonl" --filesystem ext4 --target $guest+nvme $read &
pid=$!
for _ in $(seq 600); do
	! grep -qs '"type":"sample"' "$work/killed.jsonl" || break
	sleep 0.1
done
check 'a run is at work on its disk' grep -q '"type":"sample"' "$work/killed.jsonl"
qemu=$(pgrep -P $pid qemu)
kill -9 $pid
wait $pid 2>/dev/null
for _ in $(seq 50); do
	[ -e "/proc/$qemu" ] || break
	sleep 0.1
done
check 'killed, it leaves neither an emulator nor a file beside its record' test ! -e "/proc/${qemu:-self}" -a -z "$(ls -A "$work/tmp")"
done_
