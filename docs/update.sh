#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Puts the program's own tables into the documents, between "<!-- pagemark _docs TABLE -->" and "<!-- end -->".
# usage: B=build docs/update.sh [--check]   with --check nothing is written; status 1 if a document is not up to date
set -eu
pagemark=${B:-build}/pagemark
new=$(mktemp)
trap 'rm -f "$new"' EXIT
status=0
for file in README.md docs/*.md; do
	awk -v pagemark="$pagemark" '
		/^<!-- end -->$/ { inside = 0 }
		!inside
		/^<!-- pagemark _docs [a-z]+ -->$/ {
			inside = 1
			fflush()
			if (system("\"" pagemark "\" _docs " $4) != 0) exit 2
		}' "$file" >"$new"
	cmp -s "$new" "$file" && continue
	if [ "${1:-}" = --check ]; then
		echo "$file: not what the program has; run 'make docs'"
		status=1
	else
		cp "$new" "$file"
	fi
done
exit $status
