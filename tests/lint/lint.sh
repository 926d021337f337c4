#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Style, warnings of two compilers, static analysis, layering and limits. Says what it ran; exits 1 if anything was found.
# usage: B=build CFLAGS_LINT='...' KDIR=HEADERS lint.sh
set -u
cd "$(dirname "$0")/../.." || exit 2
B=${B:-build}
export CFLAGS_LINT
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

# each COMMAND...: for every C file of user space, two at a time
# shellcheck disable=SC2086,SC2317 # the list is meant to be split, and run() calls this
each() {
	printf '%s\n' $user_c | xargs -P 2 -n 1 "$@"
}

# The module with every warning that the kernel's build system knows, and sparse: silent or wrong.
# shellcheck disable=SC2317 # run() calls it
module() {
	rm -rf "$B/lint/kmod"
	mkdir -p "$B/lint/kmod"
	cp -rs "$PWD/kmod-helper/." "$B/lint/kmod"
	make -s -C "$KDIR" M="$PWD/$B/lint/kmod" W=1 C=2 CONFIG_DEBUG_INFO_BTF_MODULES= modules 2>&1 |
		tee /dev/stderr | { ! grep -q .; }
}

# shellcheck disable=SC2317 # run() calls it
kernel_doc() {
	git ls-files '*.h' kmod-helper | grep '\.[ch]$' | xargs "$KDIR/scripts/kernel-doc" -none -Werror
}

user_c=$(git ls-files 'harness/*.c' 'results/*.c' 'report/*.c' 'suites/*.c' 'tests/*.c' ':!tests/kmod/faults' ':!tests/kmod/engine' ':!tests/kmod/break' ':!tests/profile/module') # the kernel's
all_c=$(git ls-files '*.c' '*.h')
scripts=$(git ls-files '*.sh' .ci/run)
mkdir -p "$B"

# Word splitting is meant in all of the following: lists of files and of flags.
# shellcheck disable=SC2086
{
	run clang-format clang-format --dry-run --Werror $all_c
	run clang each clang -fsyntax-only $CFLAGS_LINT
	# Without the check for leaks: gcc 12 loses sight of what is stored through a pointer. LeakSanitizer has those.
	run 'gcc -fanalyzer' each gcc -O1 -fanalyzer -Wno-analyzer-malloc-leak $CFLAGS_LINT -c -o /dev/null
	# shellcheck disable=SC2016 # for the inner shell
	run clang-tidy each sh -c 'clang-tidy --quiet "$1" -- $CFLAGS_LINT 2>/dev/null' tidy
	run shellcheck shellcheck -x -s sh $scripts
	run 'sparse, W=1' module
	run kernel-doc kernel_doc
	run layering sh tests/lint/layering.sh
	run limits sh tests/lint/limits.sh
}
exit "$bad"
