#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The hard size limits of the house style. Prints each breach; exits 1 if there is one.
set -u
cd "${1:-.}" || exit 2
found=$(mktemp)
trap 'rm -f "$found"' EXIT

sources=$(git ls-files '*.c' '*.h')

# The module is to be read in two hours: at most 3,000 lines of code, its ABI included, comments and blank lines not.
lines=$(git ls-files 'kmod-helper/*.[ch]' | xargs cat | gcc -fpreprocessed -dD -E -P -w - | grep -c '[^[:space:]]')
[ "$lines" -le 3000 ] || echo "limits: kmod-helper/ has $lines lines of code, more than 3000" >>"$found"

# Files: a case 120 lines (a table of them 200), another .c 400, the module's 250, a header 200.
for f in $sources; do
	lines=$(wc -l <"$f")
	case $f in
	suites/*/claims/*.c) max=200 ;; # a file of claims holds several cases
	# A case 120, a comparison that reads as a table 200.
	suites/*.c) grep -q PMK_CONTENDER "$f" && max=200 || max=120 ;;
	kmod-helper/*.[ch]) max=250 ;;
	*.h) max=200 ;;
	*) max=400 ;;
	esac
	[ "$lines" -le "$max" ] || echo "limits: $f has $lines lines, at most $max" >>"$found"
done

# A .c of the harness, results or report has 40 lines or more, unless it only holds data and so no function.
for f in $(git ls-files 'harness/*.c' 'results/*.c' 'report/*.c'); do
	lines=$(wc -l <"$f")
	[ "$lines" -ge 40 ] || [ -z "$(ctags -x --c-kinds=f "$f" 2>/dev/null)" ] ||
		echo "limits: $f has $lines lines, at least 40 unless it is data; it belongs to what uses it" >>"$found"
done

# Lines: 100 columns, tabs of 8. The table of a plot or a message may not hide behind this either.
for f in $sources; do
	expand -t 8 "$f" | awk -v f="$f" 'length($0) > 100 { printf "limits: %s:%d has %d columns, at most 100\n", f, NR, length($0) }' >>"$found"
done

# Functions: 60 lines, 6 parameters.
for f in $(printf '%s\n' "$sources" | grep '\.c$'); do
	ctags -x --c-kinds=f --_xformat='%F %n %{end} %N %{signature}' "$f" 2>/dev/null
done | awk '{
	lines = $3 - $2 + 1
	parameters = gsub(/,/, ",") + 1
	if (lines > 60) printf "limits: %s:%d %s has %d lines, at most 60\n", $1, $2, $4, lines
	if (parameters > 6) printf "limits: %s:%d %s takes %d parameters, at most 6\n", $1, $2, $4, parameters
}' >>"$found"

# Every source says its licence and, in line 2, what it is for.
for f in $sources $(git ls-files '*.jq'); do
	head -n 1 "$f" | grep -q 'SPDX-License-Identifier: GPL-2.0-only' || echo "limits: $f: line 1 is no SPDX line" >>"$found"
	sed -n 2p "$f" | grep -qE '^(/\*|#) .*' || echo "limits: $f: line 2 does not say what the file is for" >>"$found"
done

cat "$found"
[ ! -s "$found" ]
