#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The layering of the house: who may include what. Prints each breach; exits 1 if there is one.
# usage: layering.sh [TREE]
set -u
cd "${1:-.}" || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

# Every room, the lowest first: a room includes itself and what stands before it.
rooms='results/text results/stats results/record results/outcome results/expect
harness/options harness/system harness/counters harness/topology harness/machine harness/case harness/claims harness/profile harness/attribution harness/guest harness/state harness/measure harness/cli
results/history results/export results/show results/profile
report/judge report/aa report/expect report/answer report/plot report/page report/compare report/explain report/track'

# breach WHAT, reading "file:line:text" or the like from standard input
breach() {
	sed "s|^|layering: $1: |" | tee -a "$work/breaches"
}

includes() {
	grep -rnE '^[[:space:]]*#[[:space:]]*include' "$@" --include='*.[ch]' 2>/dev/null
}

# Suites: the public headers, the module's ABI, headers of their own folders, libc and the kernel's UAPI.
includes suites | grep -vE '"(pagemark|pagemark_module|pagemark_claim|pagemark_abi)\.h"|<' | while IFS= read -r line; do
	name=$(printf '%s\n' "$line" | sed 's/.*"\(.*\)".*/\1/')
	[ -f "$(dirname "${line%%:*}")/$name" ] || printf '%s\n' "$line"
done | breach 'a suite includes only pagemark.h, pagemark_module.h, pagemark_claim.h, pagemark_abi.h and its own headers'
includes suites | grep -E '<(jansson|hwloc|sqlite3|perf/)' | breach 'a suite uses no library but libc and libcheck'
includes kmod-helper | grep '"' | while IFS= read -r line; do
	[ -f "kmod-helper/$(printf '%s\n' "$line" | sed 's/.*"\(.*\)".*/\1/')" ] || printf '%s\n' "$line"
done | breach 'the module includes kernel headers and its own only'

# One file per library.
for library in hwloc.h sqlite3.h jq.h mustach/mustach.h perfmon/pfmlib_perf_event.h perf/evlist.h; do
	files=$(includes harness results report | grep "<$library>" | cut -d: -f1 | sort -u)
	[ "$(printf '%s\n' "$files" | grep -c .)" -le 1 ] || printf '%s\n' "$files" | breach "only one file includes <$library>"
done

# Every include of our own as "includer included", two paths without .c and .h: modules.
includes harness results report | sed -n 's/^\([^:]*\):.*"\(.*\)".*/\1 \2/p' | while read -r from name; do
	for folder in "$(dirname "$from")" harness results report; do
		[ -f "$folder/$name" ] || continue
		echo "${from%.[ch]} $folder/${name%.h}"
		break
	done
done | sort -u >"$work/modules"

# Rooms depend one way.
tail -n +1 "$work/modules" | awk -v rooms="$rooms" '
	BEGIN { n = split(rooms, list); for (i = 1; i <= n; i++) floor[list[i]] = i }
	function room(path) { sub("/[^/]*$", "", path); return path }
	{
		from = room($1); to = room($2)
		if (!(from in floor)) print $1 ": no room of layering.sh"
		else if (floor[to] > floor[from]) print $1 " includes " $2
	}' | breach 'a room includes only rooms that stand before it in layering.sh'
grep -E '^(results|report)/.* harness/' "$work/modules" | grep -v ' harness/options/' |
	breach 'results and report include of the harness its options only'

# No two modules use each other, however many lie between them.
awk '$1 != $2' "$work/modules" | tsort 2>&1 >/dev/null | sed 's/^tsort: //' | breach 'modules include each other'

# A header and its functions stand in one room; only the commands of commands.h stand with what they command.
# tags KIND NAMES FOLDER...: "NAME FILE" of all files with such names
tags() {
	kind=$1 names=$2
	shift 2
	find "$@" -name "$names" -exec ctags -x "--c-kinds=$kind" --_xformat='%N %F' {} + | sort -u
}
tags p '*.h' harness results report >"$work/declared"
tags f '*.c' harness results report >"$work/defined"
join "$work/declared" "$work/defined" | awk '
	function room(path) { sub("/[^/]*$", "", path); return path }
	$1 !~ /^pmk_cmd_/ && room($2) != room($3) { print $1 " of " $2 " is in " $3 }' |
	breach 'what a header declares is defined in its room'

# Two structs never share a tag: in the program and in the ABI. What one comparison of a suite has, no other sees.
{
	tags s '*.[ch]' harness results report
	tags s '*.h' kmod-helper
} | grep -v '^__anon' | awk '
	{ n[$1]++; where[$1] = where[$1] " " $2 }
	END { for (tag in n) if (n[tag] > 1) print tag ":" where[tag] }' | breach 'two structs never share a tag'

# About 20 modules a folder, and a README in each.
for room in $rooms; do
	n=$(find "$room" -maxdepth 1 -name '*.[ch]' | sed 's/\.[ch]$//' | sort -u | wc -l)
	[ "$n" -le 20 ] || echo "$room has $n" | breach 'a folder has at most 20 modules'
	[ -f "$room/README.md" ] || echo "$room" | breach 'a folder has a README.md'
done

! [ -s "$work/breaches" ]
