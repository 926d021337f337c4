#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Counts the product's code, room by room: lines without comments and blank ones. `make lines` calls it.
# usage: lines.sh [TREE]
#
# C is .c and .h. "other" is what else a person has to read as code: scripts, SQL, jq, makefiles, and the templates of pages. "data" is what only
# lists (packages, guests, kernel options, JSON schemas); it is shown and not in the sum. Documents, tests and the top Makefile are not product code.
# A module is a .c and its .h. The largest file is told with its comments, as limits.sh counts it.
set -u
cd "${1:-.}" || exit 2

# The lines of C that the compiler sees.
c_code() {
	cat "$@" </dev/null | gcc -fpreprocessed -dD -E -P -w - | grep '[^[:space:]]'
}

# The rest: comments that fill lines of their own, as each of these languages writes them.
other_code() {
	for f; do
		case $f in
		*.css | *.js) sed -zE 's@/\*([^*]|\*+[^*/])*\*+/@@g' "$f" ;;
		*.html | *.mustache) sed -zE 's/<!--([^-]|-[^-])*-->//g; s/\{\{![^}]*\}\}//g' "$f" ;;
		*.sql) grep -vE '^[[:space:]]*--' "$f" ;;
		*) grep -vE '^[[:space:]]*#' "$f" ;;
		esac
	done | grep '[^[:space:]]'
}

# room NAME, reading the names of its files: one line of the table
# shellcheck disable=SC2046,SC2086 # lists of names without blanks
room() {
	files=$(cat)
	c=$(printf '%s\n' "$files" | grep '\.[ch]$')
	other=$(printf '%s\n' "$files" | grep -E '\.(sh|sql|jq|mk|html|css|js|svg|mustache)$|/Kbuild$')
	data=$(printf '%s\n' "$files" | grep -vxF -e "$c" -e "$other" | grep -v '\.md$')
	[ -n "$c$other$data" ] || return
	largest=$(wc -l $c $other /dev/null | grep -v ' total$' | sort -rn | awk 'NR == 1 { sub(".*/", "", $2); print $1, $2 }')
	printf '%s %d %d %d %d %s\n' "$1" "$(c_code $c | wc -l)" "$(other_code $other | wc -l)" "$(other_code $data | wc -l)" \
		"$(printf '%s\n' $c | sed 's/\.[ch]$//' | sort -u | grep -c .)" "$largest"
}

rooms=$(git ls-files harness results report suites kmod-helper | awk -F/ '{ print (NF > 2 ? $1 "/" $2 : $1) }' | sort -u)
for name in $rooms; do
	case $name in
	*/* | kmod-helper) git ls-files "$name" ;;
	*) git ls-files "$name" | grep -v '/.*/' ;;
	esac | room "$name"
done | awk '
	function row(name, c, other, data, modules, largest) {
		printf "%-20s %7d %7d %7d %7d %8d  %s\n", name, c, other, c + other, data, modules, largest
	}
	function add(name) {
		c[name] += $2; other[name] += $3; data[name] += $4; modules[name] += $5
	}
	BEGIN { printf "%-20s %7s %7s %7s %7s %8s  %s\n", "room", "C", "other", "sum", "data", "modules", "largest file" }
	{
		row($1, $2, $3, $4, $5, $6 " " $7)
		top = $1
		sub("/.*", "", top)
		if (!(top in c))
			order[++n] = top
		add(top)
		add("all")
	}
	END {
		order[++n] = "all"
		for (i = 1; i <= n; i++)
			row((i < n ? "all of " : "") order[i], c[order[i]], other[order[i]], data[order[i]], modules[order[i]])
	}'
