#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The module for a kernel of the user's: kept while nothing that it is made of changes, and where it does not build, why. Boots nothing.
. tests/lib.sh

guest=x86_64-6.1
if ! [ -e "$B/guest/$guest/vmlinux" ]; then
	skip 'the module for a kernel of the user' "guest $guest is not built"
	done_
fi
headers=$(readlink -f "$(dirname "$(readlink "$B/guest/$guest/vmlinux")")/kdir")
root=$(cd "$headers/../../.." && pwd)

# A tree of our own that may be changed, and a module that builds in a moment
mkdir -p "$work/usr/src" "$work/parts/kmod-helper" "$work/parts/bin"
ln -s "$root/usr/lib" "$work/usr/lib"
ln -s "$root"/usr/src/* "$work/usr/src"
rm "$work/usr/src/$(basename "$headers")"
cp -a "$headers" "$work/usr/src/tree"
export KDIR="$work/usr/src/tree" PARTS="$work/parts" PAGEMARK_CACHE="$work/cache"
cp harness/guest/module.sh "$PARTS"
echo 'obj-m := pagemark.o' >"$PARTS/kmod-helper/Kbuild"
printf '#include <linux/mm.h>\n#include <linux/module.h>\nMODULE_LICENSE("GPL");\n' >"$PARTS/kmod-helper/pagemark.c"

# built WHAT: the module is made, and is not the kept one
# kept WHAT: the module is made, and is the kept one
made() {
	rm -rf "$work/made"
	sh harness/guest/own_module.sh "$work/made/pagemark.ko" >"$work/out" 2>"$work/err" || cat "$work/err" >&2
}
built() {
	made
	check "$1" sh -c "grep -q vermagic= '$work/made/pagemark.ko' && ! grep -q marked '$work/made/pagemark.ko'"
	for module in "$work"/cache/own/*/pagemark.ko; do
		grep -q marked "$module" || echo marked >>"$module"
	done
}
kept() {
	made
	check "$1" grep -q marked "$work/made/pagemark.ko"
}
built 'a module is built'
kept 'and kept: the next run takes it'
echo '/* another commit */' >>"$KDIR/include/generated/bounds.h"
built 'where a header of the tree is another one, it is built anew'
kept 'and kept again'
echo '# another' >>"$KDIR/.config"
built 'so with another configuration'
sed -i '$d' "$KDIR/Module.symvers"
built 'with other symbols'
echo '/* changed */' >>"$PARTS/kmod-helper/pagemark.c"
built 'with another source of ours'
mkdir "$work/bin"
compiler=$(head -n 1 "$(find "$work/cache/own" -name compiler | head -n 1)")
# shellcheck disable=SC2016 # for the compiler's shell
printf '#!/bin/sh\n[ "$1" != --version ] || { echo "another compiler"; exit; }\nPATH=%s exec %s "$@"\n' "$PATH" "$compiler" \
	>"$work/bin/$compiler"
chmod 755 "$work/bin/$compiler"
before=$PATH
PATH=$work/bin:$PATH
built 'and with another compiler'
PATH=$before
mv "$KDIR/Module.symvers" "$KDIR/vmlinux.symvers"
built "the symbols of the image serve where no module of the kernel's was built"
for i in $(seq 20); do
	mkdir "$work/cache/own/old-$i"
	touch -d 2020-01-01 "$work/cache/own/old-$i"
done
echo '/* once more */' >>"$PARTS/kmod-helper/pagemark.c"
built 'one more'
check 'of many the newest 16 are kept' test "$(find "$work/cache/own" -mindepth 1 -maxdepth 1 | wc -l)" -eq 16

# The compiler's last word on optimising is ours, also for a kernel that is built for size
cp -a kmod-helper "$work/real"
env -u MAKEFLAGS make -s -C "$KDIR" M="$work/real" CONFIG_CC_OPTIMIZE_FOR_PERFORMANCE= CONFIG_CC_OPTIMIZE_FOR_SIZE=y memory.o \
	>"$work/out" 2>&1 || cat "$work/out" >&2
check 'the module is built -O2, also for a kernel that is built -Os' test "$(grep -o -- ' -O[s0-9] ' "$work/real/.memory.o.cmd" |
	tr -d '\n')" = ' -Os  -O2 '

# Where it does not build: the cause, and the log
echo 'int broken(void) { return no_such_thing; }' >>"$PARTS/kmod-helper/pagemark.c"
status 'a module that does not compile is refused' 2 sh harness/guest/own_module.sh "$work/made/pagemark.ko"
says 'the compiler says why, and the log is named' "$work/err" "pagemark: pagemark.ko does not build against $KDIR:" \
	'error: ' no_such_thing 'the whole log is'
check 'the log is there' grep -q no_such_thing "$(sed -n 's/.*the whole log is //p' "$work/err")"
sed -i '$d' "$PARTS/kmod-helper/pagemark.c"
echo 'int no_such_symbol(void); int (*caller)(void) = no_such_symbol;' >>"$PARTS/kmod-helper/pagemark.c"
status 'one with a symbol that the kernel does not have too' 2 sh harness/guest/own_module.sh "$work/made/pagemark.ko"
says 'which is named' "$work/err" no_such_symbol
check 'nothing half made stays in the cache' test -z "$(find "$work/cache/own" -name '.new*')"

# Since Linux 6.13 the compiler runs in the module's folder, and its own headers are named without one
newest=$(readlink -f "$(dirname "$(readlink "$B/guest/x86_64-newest/vmlinux")")/kdir")
if [ -e "$newest/Module.symvers" ]; then
	KDIR=$newest
	sed -i '$d' "$PARTS/kmod-helper/pagemark.c"
	echo '#include "ours.h"' >>"$PARTS/kmod-helper/pagemark.c"
	echo '/* ours */' >"$PARTS/kmod-helper/ours.h"
	built 'a module with a header of its own is built for the newest kernel'
	kept 'and kept'
else
	skip 'a module for the newest kernel' 'guest x86_64-newest is not built: make guest-x86_64-newest'
fi
done_
