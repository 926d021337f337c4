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

# in_build TARGET...: makes them in $B, which no other script does meanwhile; what make says is in $work/make.
# The makefile that runs us must not tell this one how to run.
in_build() {
	flock "$B" env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s "B=${B#"$PWD/"}" "$@" >"$work/make" 2>&1
}

# need_guest GUEST ARCHITECTURE WHAT: the guest of another architecture is built, with its packages and its kernel; without these, WHAT is
# skipped and the script ends.
need_guest() {
	if ! flock "$B" sh harness/setup.sh "harness/guest/packages-$2" 2>"$work/err" >&2; then
		skip "$3" "its packages cannot be installed: $(grep -v '^installing' "$work/err" | head -n 1)"
		done_
	elif ! harness/guest/fetch.sh "$1" 2>"$work/err"; then
		skip "$3" "its kernel cannot be fetched: $(grep -m 1 'pagemark: ' "$work/err")"
		done_
	fi
	if ! in_build "guest-$1"; then
		not_ok "the guest $1 builds"
		tail -n 20 "$work/make" >&2
		done_
	fi
}

# breakable GUEST ARCHITECTURE WHAT: the same program and kernel with a module whose promises can be broken, as $work/pagemark and
# $work/guest/GUEST; without the guest, WHAT is skipped, and it says no.
breakable() {
	if ! [ -e "$B/guest/$1/initramfs.cpio" ]; then
		skip "$3 in $1" "the guest is not built: make guest-$1"
		return 1
	fi
	if ! in_build "${B#"$PWD"/}/kmod/$1-break/pagemark.ko"; then
		not_ok "the module with promises to break builds for $1"
		cat "$work/make" >&2
		return 1
	fi
	mkdir -p "$work/guest/$1"
	cp "$pagemark" "$work/pagemark"
	cp -P "$B/guest/$1/kernel" "$B/guest/$1/vmlinux" "$work/guest/$1"
	case $2 in
	arm64) tool=aarch64-linux-gnu-strip ;;
	*) tool='strip' ;;
	esac
	STRIP=$tool harness/guest/initramfs.sh "$work/guest/$1/initramfs.cpio" "$B/static/$2/pagemark" \
		"$(dirname "$(readlink "$B/guest/$1/vmlinux")")/modules" "$B/kmod/$1-break/pagemark.ko" "$B/guest/$1/config"
}

# done_: the last line of every script
done_() {
	exit "$bad"
}
