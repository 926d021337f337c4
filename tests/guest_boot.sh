#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Guests boot, run what they are asked to, and carry output and exit status out.
. tests/lib.sh

# boot WANTED-STATUS ARGUMENTS...
boot() {
	wanted=$1
	shift
	status "guest boot $* leaves with $wanted" "$wanted" "$pagemark" guest boot --console "$work/console" "$@"
}

"$pagemark" list >"$work/list"
status 'guest list works' 0 "$pagemark" guest list --json
for guest in x86_64-6.1 i386-pae-6.1; do
	check "guest list has $guest as built" \
		test "$(jq -r --arg g "$guest" '.guests[] | select(.name == $g) | .built' "$work/out")" = true
done
for guest in x86_64-6.1 i386-pae-6.1; do
	boot 0 "$guest" -- list
	check "the output of $guest arrives whole and alone" cmp "$work/list" "$work/out"
	boot 0 "$guest" -- doctor --json
	says "$guest has the module and its device" "$work/out" '"module"' '"edu"'
	check "and nothing is amiss" test ! -s "$work/err"
	boot 2 "$guest" -- no-such-command
	says "the words of the pagemark inside $guest are on its console" "$work/console" "no command 'no-such-command'"
	check "and its status is not mistaken for a death of $guest" test ! -s "$work/err"
done

# The kernel itself says what it found: how it translates, nodes, zones.
modifier() {
	boot 0 --append ignore_loglevel "x86_64-6.1+$1" -- --version
	shift
	says 'and its kernel agrees' "$work/console" "$@"
}
modifier iommu-strict 'iommu: Default domain type: Translated' 'invalidation policy: strict'
modifier iommu-lazy 'iommu: Default domain type: Translated' 'invalidation policy: lazy'
modifier iommu-pt 'iommu: Default domain type: Passthrough'
modifier swiotlb 'software IO TLB: area num'
modifier numa2+movable 'SRAT: Node 1 PXM 1 [mem 0x20000000-0x3fffffff]' 'On node 1, zone Movable'
says 'the devices behind ports and behind memory are there' "$work/console" '[1234:11e8]' '[1b36:0005]' '[10ec:8139]' '[1af4:1110]'
done_
