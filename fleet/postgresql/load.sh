#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Copies records into the PostgreSQL of schema.sql, each in one transaction; what is there already stays as it is.
# usage: load.sh [--node NAME] FILE|DIR...   psql's PGHOST, PGDATABASE and the like say where. Of a folder every *.jsonl is loaded.
# Exit status: 0 every record is there now, 2 some are not; each of those is named on standard error.
set -u
script=$(dirname "$0")/load.sql
node=
if [ "${1:-}" = --node ]; then
	node=${2:-}
	shift 2
fi
if [ $# -eq 0 ] || [ "${1#-}" != "$1" ]; then
	sed -n '3,5s/^# //p' "$0" >&2
	exit 2
fi
said=$(mktemp) || exit 2
trap 'rm -f "$said"' EXIT
added=0 known=0 refused=0

refuse() {
	echo "load: $1: not added: $2" >&2
	refused=$((refused + 1))
}

# What else the server said: the line of the record, and what to do.
why() {
	sed -n 's/.*COPY stage, \(line [0-9]*\).*/, \1 of the record/p' "$said" | head -n 1
	! grep -q ' 42P01: ' "$said" || printf '; make it with fleet/postgresql/schema.sql'
}

load() {
	# A record without its last line may grow, and then its id is taken.
	if ! tail -n 1 "$1" 2>"$said" | grep -q '"type": *"end"'; then
		refuse "$1" "expected a record whose last line is an \"end\", found none$(sed 's/^tail: /; /' "$said"); measure it again"
		return
	fi
	# psql would take the line for the end of its input, and leave out the rest.
	if grep -qxF '\.' "$1"; then
		refuse "$1" "expected lines of JSON, found a line \\."
		return
	fi
	# Who adds the same record at the same moment wins; the second attempt finds it there.
	for _ in 1 2; do
		word=$(psql -X -q -v VERBOSITY=verbose -v node="$node" -f "$script" <"$1" 2>"$said")
		grep -q ' 23505: ' "$said" || break
	done
	case $word in
	added) added=$((added + 1)) ;;
	known) known=$((known + 1)) ;;
	another) refuse "$1" "another run of the same id is there already; change the id in its run lines" ;;
	*) refuse "$1" "$(grep -m 1 -E 'ERROR|error|FATAL' "$said" | sed 's/^psql:[^ ]* //; s/ERROR:  [0-9A-Z]*: //')$(why)" ;;
	esac
}

for path; do
	if [ -d "$path" ]; then
		for file in "$path"/*.jsonl; do
			load "$file"
		done
	else
		load "$path"
	fi
done
echo "$added records added, $known there already, $refused refused"
[ "$refused" -eq 0 ] || exit 2
