#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Each claim on the kernel fails when its promise is broken: in a guest with a pagemark.ko built for that.
. tests/lib.sh
guest=x86_64-6.1

if ! [ -e "$B/guest/$guest/initramfs.cpio" ]; then
	skip 'kernel claims under their breaks' "guest $guest is not built: make guests"
	done_
fi
module=${B#"$PWD"/}/kmod/$guest-break/pagemark.ko # as the makefile spells it
make -s B="$B" "$module" >"$work/make" 2>&1 || {
	cat "$work/make" >&2
	not_ok 'the module with promises to break builds'
	done_
}

# The same program and kernel, with the other module.
here=$work/guest/$guest
mkdir -p "$here"
cp "$pagemark" "$work/pagemark"
cp -P "$B/guest/$guest/kernel" "$B/guest/$guest/vmlinux" "$here"
harness/guest/initramfs.sh "$here/initramfs.cpio" "$B/static/x86_64/pagemark" \
	"$(dirname "$(readlink "$B/guest/$guest/vmlinux")")/modules" \
	"$B/kmod/$guest-break/pagemark.ko"

set -- 'access/claims/device_*' 'access/claims/module_*' 'pin/claims/pin*' kmap/claims share/claims
n_claims=$("$pagemark" list "$@" | grep -c '/claims/')
status 'kernel claims hold' 0 "$pagemark" check --target "$guest" "$@"
says 'each of them ran' "$work/out" "$n_claims claims: $n_claims PASS"
status 'kernel claims fail under their breaks' 0 "$work/pagemark" check --break --target "$guest" "$@"
says 'each of them was broken' "$work/out" "$n_claims claims: $n_claims PASS"
check 'each says how it failed' [ "$(grep -c 'broken on purpose it fails' "$work/out")" -eq "$n_claims" ]
status 'the module that users load breaks nothing' 4 "$pagemark" check --break --target "$guest" \
	kmap/claims/kmap_lowmem_address
done_
