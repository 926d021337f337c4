#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The module against kernels' headers: a broken tree, a tree that clang configured, a compiler that is not here, cleaning, DKMS.
. tests/lib.sh
kdir=$B/guest/x86_64-6.1/cached/kdir

# The kernels that DKMS builds for
supported() {
	bash -c '. kmod-helper/dkms.conf; [[ $1 =~ $BUILD_EXCLUSIVE_KERNEL ]]' bash "$1"
}
for release in 4.19.0-27-amd64 5.1.21 5.4.0-100-generic 5.9.16; do
	# shellcheck disable=SC2310 # a failure is what is wanted
	check "DKMS leaves out $release" test "$(supported $release && echo built)" = ''
done
for release in 5.10.0-46-amd64 5.15.1 5.19.17 6.1.0-56-amd64 6.12.9 7.2.0 10.0.1; do
	check "DKMS builds for $release" supported $release
done
if ! [ -e "$kdir/Module.symvers" ]; then
	skip 'the module is built' 'guest x86_64-6.1 is not built: make guests'
	done_
fi

# tree NAME: a copy of the headers, in which a file can be another one
tree() {
	usr=$(cd "$(readlink -f "$kdir")/../.." && pwd)
	flavour=$(basename "$(readlink -f "$kdir")")
	common=$(sed -n 's|.*/\(linux-headers-[^/]*-common\)/Makefile$|\1|p' "$kdir/Makefile")
	mkdir -p "$work/$1/src" "$work/$1/lib"
	cp -as "$usr/src/$flavour" "$usr/src/$common" "$work/$1/src"
	ln -s "$usr"/lib/linux-kbuild-* "$work/$1/lib"
	headers=$work/$1/src/$flavour common=$work/$1/src/$common
}

# own FILE...: these are no links any more
own() {
	for file; do
		cp --remove-destination "$(readlink -f "$file")" "$file"
	done
}

# shellcheck disable=SC2317 # status() calls it
build() {
	sh harness/guest/module.sh "$work/module" "$headers" kmod-helper -- -s -j2 "$@"
}

compiler_of() {
	readelf -p .comment "$1" | sed -n 's/.*\] *//p'
}

tree broken
own "$common/include/linux/mm_types.h"
echo '#error "half of this is missing"' >>"$common/include/linux/mm_types.h"
status 'headers that do not compile are refused' 2 build
says 'as what they are, with the compiler and its error' "$work/err" 'does not compile against the headers of this kernel' \
	'half of this is missing'
status 'what was built can be cleaned up there' 0 make -s -C "$headers" M="$work/module" clean

tree named
own "$headers/.kernelvariables"
sed -i 's/gcc-[0-9]*$/gcc-0.1/' "$headers/.kernelvariables"
status 'a compiler that the headers name and this machine lacks is another one of its kind' 0 build
check 'the module is there' test -s "$work/module/pagemark.ko"

# What this clang does not know goes, where the kernel was configured for gcc.
tree clang
set -- "$headers/.config" "$headers/include/config/auto.conf" "$headers/include/generated/autoconf.h"
own "$@"
sed -i -e 's/CC_IS_GCC/CC_IS_CLANG/; s/AS_IS_GNU/AS_IS_LLVM/; s/LD_IS_BFD/LD_IS_LLD/; s/\(through=\|-fallthrough\)=5/\1/' \
	-e 's/\(CONFIG_CLANG_VERSION.\)0/\1140000/; s/\(CONFIG_GCC_VERSION.\)[0-9]*/\10/' \
	-e '/CONFIG_\(RETHUNK\|SLS\|FTRACE_MCOUNT_USE_CC\|INIT_STACK_ALL[A-Z_]*\)\>/d' "$@"
status 'headers that clang configured take the module' 0 build
check 'the module is built by clang' test "$(compiler_of "$work/module/pagemark.ko" | grep -c clang)" = 1
check 'and by nothing else' test "$(compiler_of "$work/module/pagemark.ko" | grep -vc clang)" = 0
done_
