# SPDX-License-Identifier: GPL-2.0-only
# For the test scripts: checks that print their line, and a work folder that goes away with the script.
# shellcheck shell=sh

B=${B:-build}
case $B in
/*) ;;
*) B=$PWD/$B ;;
esac
# shellcheck disable=SC2034 # for the scripts that source this
pagemark=$B/pagemark
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
# What aa learned of this machine is no business of a test's.
export XDG_DATA_HOME="$work/data"

# kunit.py comes with the source of the kernel from which libperf is built.
kunit=${PAGEMARK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pagemark}/libperf/tools/testing/kunit
# shellcheck disable=SC2034 # for the scripts that source this
KUNIT_DIR=${KUNIT_DIR:-$([ ! -e "$kunit/kunit.py" ] || echo "$kunit")}

ok() {
	echo "ok - $1"
}

not_ok() {
	echo "not ok - $1"
	bad=1
}

skip() {
	echo "skip - $1: $2"
}

# check WHAT COMMAND...: the command must succeed
check() {
	what=$1
	shift
	if "$@"; then
		ok "$what"
	else
		not_ok "$what"
	fi
}

# status WHAT WANTED COMMAND...: the exit status must be WANTED; output goes to $work/out and $work/err
status() {
	what=$1 wanted=$2
	shift 2
	"$@" >"$work/out" 2>"$work/err"
	got=$?
	if [ "$got" -eq "$wanted" ]; then
		ok "$what"
	else
		not_ok "$what: status $got, wanted $wanted"
		cat "$work/err" >&2
	fi
}

# says WHAT FILE TEXT...: the file must contain each text
says() {
	what=$1 file=$2
	shift 2
	for text; do
		if ! grep -qF -e "$text" "$file"; then
			not_ok "$what: '$text' is missing"
			sed 's/^/    /' "$file" >&2
			return
		fi
	done
	ok "$what"
}

# need_guest GUEST ARCHITECTURE WHAT: the guest of another architecture is built, with its packages and its kernel; without these, WHAT is
# skipped and the script ends.
need_guest() {
	if ! sh harness/setup.sh "harness/guest/packages-$2" 2>"$work/err" >&2; then
		skip "$3" "its packages cannot be installed: $(grep -v '^installing' "$work/err" | head -n 1)"
		done_
	elif ! harness/guest/fetch.sh "$1" 2>"$work/err"; then
		skip "$3" "its kernel cannot be fetched: $(grep -m 1 'pagemark: ' "$work/err")"
		done_
	fi
	# The makefile that runs us must not tell this one how to run.
	if ! env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s "B=${B#"$PWD/"}" "guest-$1" >"$work/err" 2>&1; then
		not_ok "the guest $1 builds"
		tail -n 20 "$work/err" >&2
		done_
	fi
}

# done_: the last line of every script
done_() {
	exit "$bad"
}
