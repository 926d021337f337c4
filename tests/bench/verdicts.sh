#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Every part of `make bench-verdicts`, in order of name; with arguments only those: errors, peer, ...
# usage: B=build verdicts.sh [PART...]
set -eu
cd "$(dirname "$0")/../.."
export B="${B:-build}"

if [ $# -eq 0 ]; then
	set -- tests/bench/verdicts_*.sh
else
	for part; do
		shift
		set -- "$@" "tests/bench/verdicts_$part.sh"
	done
fi
for part; do
	name=$(basename "$part" .sh)
	printf '\n== %s\n' "${name#verdicts_}"
	sh "$part"
done
