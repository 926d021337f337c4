#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The layering of the house: who may include what. Prints each breach; exits 1 if there is one.
set -u
cd "${1:-.}" || exit 2
bad=0

# breach WHAT, reading "file:line:text" from standard input
breach() {
	while IFS= read -r line; do
		echo "layering: $1: $line"
		: >"$mark"
	done
}
mark=$(mktemp -u)

includes() {
	grep -rnE '^[[:space:]]*#[[:space:]]*include' "$@" --include='*.[ch]' 2>/dev/null
}

# Suites: the two public headers, the module's ABI, headers of their own folder, libc and the kernel's UAPI.
includes suites | grep -vE '"(pagemark|pagemark_claim|pagemark_abi)\.h"|<' | while IFS= read -r line; do
	file=${line%%:*}
	name=$(printf '%s\n' "$line" | sed 's/.*"\(.*\)".*/\1/')
	[ -f "$(dirname "$file")/$name" ] || printf '%s\n' "$line"
done | breach 'a suite includes only pagemark.h, pagemark_claim.h, pagemark_abi.h and its own headers'
includes suites | grep -E '<(jansson|hwloc|sqlite3|perf/)' | breach 'a suite uses no library but libc and libcheck'

# One file per library.
for library in hwloc.h sqlite3.h perfmon/pfmlib_perf_event.h; do
	files=$(includes harness results report kmod-helper | grep "<$library>" | cut -d: -f1 | sort -u)
	[ "$(printf '%s\n' "$files" | grep -c .)" -le 1 ] ||
		printf '%s\n' "$files" | breach "only one file includes <$library>"
done
files=$(includes harness results report | grep '<perf/' | cut -d: -f1 | sort -u)
[ "$(printf '%s\n' "$files" | grep -c .)" -le 1 ] || printf '%s\n' "$files" | breach 'only one file includes libperf'

# What a folder offers to the others: every header that another folder includes is listed here.
local_headers() {
	find "$1" -name '*.h' -exec basename {} \;
}
for header in $(local_headers harness); do
	case $header in
	commands.h) continue ;; # the command line is everybody's
	esac
	includes report results | grep "\"$header\"" | breach 'results and report read records, never harness internals'
done
for header in $(local_headers report); do
	includes harness results suites | grep "\"$header\"" | breach 'report is the top: nothing includes it'
done
includes kmod-helper | grep '"' | while IFS= read -r line; do
	name=$(printf '%s\n' "$line" | sed 's/.*"\(.*\)".*/\1/')
	[ -f "kmod-helper/$name" ] || printf '%s\n' "$line"
done | breach 'the module includes kernel headers and its own only'
includes harness results report kmod-helper | grep -E '"[^"]*suites/' | breach 'nothing includes a suite'

[ ! -e "$mark" ] || bad=1
rm -f "$mark"
exit $bad
