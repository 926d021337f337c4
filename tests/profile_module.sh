#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The profiling plugin on a module of which every instruction is known, in a stock kernel: its functions, among the kernel's page faults and
# timer interrupts in the middle of them.
. tests/lib.sh
guest=x86_64-6.1

if ! [ -e "$B/guest/$guest/initramfs.cpio" ]; then
	skip 'a module of which every instruction is known' "guest $guest is not built: make guests"
	done_
fi
mkdir -p "$work/module" "$work/more" "$work/guest/$guest"
cp tests/profile/module/* tests/profile/known_functions.S kmod-helper/pagemark_mark.h harness/system/mark_codes.h "$work/module"
stock=$(dirname "$(readlink "$B/guest/$guest/vmlinux")")
make -s -C "$stock/kdir" M="$work/module" W=1 CONFIG_DEBUG_INFO_BTF_MODULES= modules >"$work/make" 2>&1 || {
	cat "$work/make" >&2
	not_ok 'the module builds'
	done_
}
# Only what lies in .text, where the region is.
objdump -t "$work/module/known.ko" | awk '$3 == ".text" || ($3 == "F" && $4 == ".text") { print $1, "t", $NF }' | sort >"$work/symbols"

# The guest with this module loaded before ours: a second archive behind the first, its files win.
cp "$pagemark" "$work/pagemark"
cp -P "$B/guest/$guest/kernel" "$B/guest/$guest/vmlinux" "$work/guest/$guest"
cpio -i --quiet --to-stdout modules.list <"$B/guest/$guest/initramfs.cpio" | sed 's|^/pagemark.ko|/known.ko\n&|' >"$work/more/modules.list"
strip --strip-debug -o "$work/more/known.ko" "$work/module/known.ko"
(cd "$work/more" && printf '%s\n' modules.list known.ko | cpio -o -H newc -R 0:0 --quiet) |
	cat "$B/guest/$guest/initramfs.cpio" - >"$work/guest/$guest/initramfs.cpio"

status 'the guest boots with it' 0 "$work/pagemark" guest boot --console "$work/console" \
	--qemu -plugin --qemu "$B/pagemark-profile.so,out=$work/raw,round=0" $guest -- --version
awk -v root=batch -f tests/profile/known.awk "$work/symbols" "$work/raw" | sort >"$work/functions"
grep -vE '^(batch [0-9]* 0 [0-9]*$|indirect|\?|tree)' "$work/functions" >"$work/ours"
cat >"$work/expected" <<'END'
batch 74 0 0 41
caller 40 10 0 20
faults 70 10 20 0
leaf 80 20 20 0
loops 20000002 1 1 0
return_thunk 10 10 10 0
returns 20 10 0 0
tail 30 10 10 0
target 20 10 10 0
thunk 30 10 10 20
END
check 'every function of it has what it executes' diff "$work/expected" "$work/ours"
grep -E '^tree (root|call) batch[^?]*$' "$work/functions" >"$work/tree"
cat >"$work/expected" <<'END'
tree call batch<caller 70
tree call batch<caller<leaf 80
tree call batch<faults 70
tree call batch<loops 20000002
tree call batch<returns 30
tree call batch<thunk 30
tree call batch<thunk<thunk 20
tree root batch 74
END
check 'the call tree has them where they are called' diff "$work/expected" "$work/tree"
check 'page faults lie below the function that faults' grep -q '^tree trap batch<faults<? ' "$work/functions"
check 'ticks lie below the function that they interrupt' grep -q '^tree trap batch<loops<? ' "$work/functions"
done_
