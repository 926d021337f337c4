#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Style, warnings of two compilers, static analysis, layering and limits. Says what it ran; exits 1 if anything was found.
# usage: B=build CFLAGS_LINT='...' lint.sh
set -u
cd "$(dirname "$0")/../.." || exit 2
B=${B:-build}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
bad=0

# run NAME COMMAND...: silent when it succeeds
run() {
	name=$1
	shift
	if "$@" >"$log" 2>&1; then
		echo "lint: $name: clean"
	else
		echo "lint: $name:"
		head -n 60 "$log"
		bad=1
	fi
}

user_c=$(git ls-files 'harness/*.c' 'results/*.c' 'report/*.c' 'suites/*.c' 'tests/*.c')
all_c=$(git ls-files '*.c' '*.h')
scripts=$(git ls-files '*.sh' .ci/run)
mkdir -p "$B"
[ -e "$B/unit_suites.h" ] || : >"$B/unit_suites.h"

# Word splitting is meant in all of the following: lists of files and of flags.
# shellcheck disable=SC2086
{
	run clang-format clang-format --dry-run --Werror $all_c
	run clang clang -fsyntax-only $CFLAGS_LINT $user_c
	run 'gcc -fanalyzer' sh -c "for f in $(echo $user_c); do gcc -O1 -fanalyzer $CFLAGS_LINT -c -o /dev/null \$f || exit 1; done"
	run clang-tidy clang-tidy --quiet $user_c -- $CFLAGS_LINT
	run shellcheck shellcheck -x -s sh $scripts
	run layering sh tests/lint/layering.sh
	run limits sh tests/lint/limits.sh
}
exit "$bad"
