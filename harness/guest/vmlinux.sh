#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# vmlinux.sh BZIMAGE OUT: the ELF kernel inside a bzImage, so that no guest spends its boot on decompression, if QEMU can enter it.
# An arm64 Image is not compressed, and QEMU cannot load what is inside a 32-bit ARM zImage: they are taken as they are.
#
# Offsets of the setup header: Documentation/arch/x86/boot.rst (setup_sects 0x1f1, payload_offset 0x248,
# payload_length 0x24c). The last 4 bytes of the payload are its unpacked size, which only gzip has in its stream.
set -eu

number()
{
	od -An -t "u$3" -j "$2" -N "$3" "$1" | tr -d ' '
}

# Documentation/arm64/booting.rst: the magic "ARM\x64" at offset 56; arch/arm/boot/compressed/head.S: _magic_sig.
if [ "$(od -An -t x1 -j 56 -N 4 "$1" | tr -d ' ')" = 41524d64 ] ||
	[ "$(od -An -t x1 -j 36 -N 4 "$1" | tr -d ' ')" = 18286f01 ]; then
	cp "$1" "$2.new"
	mv "$2.new" "$2"
	exit
fi

setup_sects=$(number "$1" $((0x1f1)) 1)
offset=$(number "$1" $((0x248)) 4)
length=$(number "$1" $((0x24c)) 4)
start=$(((setup_sects + 1) * 512 + offset))
payload=$2.payload

case $(od -An -t x1 -j "$start" -N 2 "$1" | tr -d ' ') in
1f8b) ;;
*) length=$((length - 4)) ;;
esac
tail -c "+$((start + 1))" "$1" | head -c "$length" > "$payload"
case $(od -An -t x1 -N 4 "$payload" | tr -d ' ') in
fd377a58) xz -dc "$payload" > "$2.new" ;;
28b52ffd) zstd -qdc "$payload" > "$2.new" ;;
02214c18) lz4 -qdc "$payload" > "$2.new" ;;
1f8b*) gzip -dc "$payload" > "$2.new" ;;
*) echo "pagemark: $1: compressed in a way that vmlinux.sh does not know" >&2; exit 2 ;;
esac
rm -f "$payload"
# QEMU enters an ELF kernel where its PVH note says, type 0x12; a kernel without one is entered as a bzImage.
if ! readelf -nW "$2.new" 2> /dev/null | grep -q '^ *Xen .*(0x00000012)'; then
	cp "$1" "$2.new"
fi
mv "$2.new" "$2"
