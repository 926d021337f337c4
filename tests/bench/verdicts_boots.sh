#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Instructions: how many points are equal over boots, in whole instructions per operation, and what the rest scatters by.
# BOOTS boots of one request, then OTHERS boots with another seed each: another order of points, other random numbers.
# usage: B=build BOOTS=10 OTHERS=3 ROUNDS=2 TARGET=x86_64-6.1 tests/bench/verdicts_boots.sh [PATTERN...]
set -eu
cd "$(dirname "$0")/../.."
B=${B:-build}
boots=${BOOTS:-10} others=${OTHERS:-3} rounds=${ROUNDS:-2} target=${TARGET:-x86_64-6.1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ ! -e "$B/guest/$target/initramfs.cpio" ]; then
	echo "guest $target is not built: run 'make guest-$target'"
	exit
fi
# Some of every subject: a quick suite of all takes minutes a boot.
[ $# -gt 0 ] || set -- 'access/*/*/size:4096' 'address/*/*' 'alloc/[a-eg-z]*/*' 'alloc/free/*' 'dma/*/*/size:4096' 'dma/isa' \
	'dma/scatter/*/entries:16/*' 'fault/*/*' 'kmap/page' 'kmap/two' 'kmap/many/*/*/pages:16' 'mmio/block' 'mmio/remap' \
	'pin/faulted' 'pin/release' 'pin/first_touch/*/pages:8' 'pin/user_pages/*/pages:8' 'share/*/*/size:4096'

# measure FILE SEED PATTERN...: a boot; what is FAIL or BROKEN in it is told by the record
measure() {
	file=$1 seed=$2
	shift 2
	"$B/pagemark" run --quick --rounds "$rounds" --seed "$seed" --target "$target" -o "$file" "$@" >/dev/null 2>"$work/err" ||
		tail -n 1 "$work/err"
}

for kind in same other; do
	n=$([ $kind = same ] && echo "$boots" || echo "$others")
	[ "$n" -gt 1 ] || continue
	i=0
	while [ $i -lt "$n" ]; do
		i=$((i + 1))
		measure "$work/$kind.$i.jsonl" "$([ $kind = same ] && echo 1 || echo $i)" "$@"
	done
	/usr/bin/python3 tests/bench/verdicts_boots.py "$target, $n boots, $rounds rounds, $kind seed" "$work/$kind".*.jsonl
done
