#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# pagemark run --place: what is granted, what is refused, and that nothing is written then.
. tests/lib.sh
selftest=$B/pagemark-selftest
point=selftest/points/steady/turn:1

placement() {
	jq -r 'select(.type == "run") | .placement' "$1"
}

# place WHAT WHERE: runs one point there
place() {
	status "$1" 0 "$selftest" run --accept-hazards --rounds 1 --place "$2" -o "$work/r" $point
	got=$(placement "$work/r")
	rm -f "$work/r"
}
place 'a core is granted' core:0
check 'and told in words' sh -c "echo '$got' | grep -qx 'core 0 (PU [0-9]*)'"
if [ -e /proc/self/numa_maps ] && [ -e /sys/devices/system/node/node0 ]; then
	place 'a node is granted' node:0
	check 'and told in words' sh -c "echo '$got' | grep -q '^node 0 (PU '"
	place 'near memory is granted, and the buffers lie there' core:0+mem:near
	check 'and told in words' sh -c "echo '$got' | grep -q 'memory of node [0-9-]* (near, bound)'"
else
	skip 'a node is granted' 'this kernel has no NUMA'
fi

# The static program has no hwloc, and binds all the same
plain=$B/static/x86_64/pagemark
if [ -x "$plain" ]; then
	status 'a program without hwloc runs' 0 "$plain" run --accept-hazards --rounds 1 --target host -o "$work/r" access/file_read/pread/size:64
	check 'bound to one processing unit' sh -c "echo '$(placement "$work/r")' | grep -qx 'PU [0-9]*'"
	status 'and refuses what takes hwloc' 2 "$plain" run --accept-hazards --rounds 1 --target host --place node:0 -o "$work/no" access
	says 'saying so' "$work/err" 'built without hwloc'
	rm -f "$work/r"
else
	skip 'a program without hwloc runs' 'the static program is not built (make guests)'
fi

# refused WHAT WHERE TEXT...: status 2, the texts are said, and no record is made
refused() {
	what=$1 where=$2
	shift 2
	status "$what" 2 "$selftest" run --accept-hazards --rounds 1 --place "$where" -o "$work/no" $point
	says 'it says what there is' "$work/err" "$@"
	check 'and nothing is written' test ! -e "$work/no"
}
refused 'a core that is not there' core:99999 'no core:99999' 'this machine has'
refused 'memory that is not there' core:0+mem:99999 'no node:99999' 'node'
refused 'a word that is none' socket:0 "'socket:0'" 'core:N, package:N or node:N' 'mem:far'
if [ "$(find /sys/devices/system/node -maxdepth 1 -name 'node[0-9]*' 2>/dev/null | wc -l)" -eq 1 ]; then
	refused 'far memory where there is one node' mem:far 'no memory is far' 'node 0 is near'
else
	skip 'far memory where there is one node' 'this machine has several'
fi
status 'a place without a host to run on' 2 "$pagemark" run --place core:0 --target x86_64-6.1 -o "$work/no" \
	access/file_read/pread/size:64
says 'it says so' "$work/err" '--place is for the host'
status 'the grammar is in the help' 0 "$pagemark" --help
says 'with every form' "$work/out" '--place WHERE' 'core:N' 'package:N' 'node:N' 'mem:near' 'mem:far' 'mem:N'
done_
