#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Draws the pictures of docs/pictures.md from results/reference: the map of operations by targets that `pagemark report A B` makes.
# usage: B=build docs/pictures.sh   needs Chromium
set -eu
cd "$(dirname "$0")/.."
pagemark=$PWD/${B:-build}/pagemark
command -v chromium >/dev/null || {
	echo "pictures: Chromium draws them, and is not here: apt-get install chromium" >&2
	exit 1
}
ROWS=24 # operations in a picture
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# picture NAME GUEST...: docs/NAME.png; the first guest is what the others are held against
picture() {
	name=$1
	shift
	rm -rf "$work/report"
	# shellcheck disable=SC2046 # names of guests have no blanks
	(cd results/reference && "$pagemark" report -o "$work/report" $(printf '%s.jsonl ' "$@")) >/dev/null
	{
		echo '<!DOCTYPE html><html lang="en"><meta charset="utf-8">'
		sed -n '/<style>/,/<\/style>/p; /<details class="map"/,/<\/details>/p' "$work/report/report.html" |
			sed 's/ [0-9]* more are in the tables\.//' | awk -v most=$ROWS '/^<tr>/ { n++ } n <= most + 1 || /<\/table>/'
	} >"$work/map.html"
	rows=$(grep -c '^<tr>' "$work/map.html")
	HOME=$work chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --virtual-time-budget=3000 \
		--window-size=1100,$((rows * 32 + 90)) --screenshot="$work/map.png" "file://$work/map.html" 2>/dev/null
	cp "$work/map.png" "docs/$name.png"
	echo "docs/$name.png: $*"
}

picture kernels x86_64-5.10 x86_64-6.1 x86_64-6.12 x86_64-newest
picture iommu-modes x86_64-6.1 x86_64-6.1+iommu-lazy x86_64-6.1+iommu-strict
picture architectures x86_64-6.1 i386-pae-6.1 arm64-6.1
