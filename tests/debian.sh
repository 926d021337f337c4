#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The Debian packages: built as committed, judged by lintian, installed in a fresh root of this Debian, used there, and purged.
# `make test-debian` runs it: half an hour of two processors, most of it compiling. DEBS=DIR takes packages that are built already.
. tests/lib.sh
root=$work/root
mirror=${PAGEMARK_MIRROR:-http://deb.debian.org}/debian
export LC_ALL=C DEBIAN_FRONTEND=noninteractive
unset MAKEFLAGS MFLAGS MAKELEVEL

if [ "$(id -u)" -ne 0 ]; then
	skip 'the packages' 'only root makes a root of Debian: sudo make test-debian'
	done_
fi
for command in debootstrap dpkg-buildpackage dh_dkms lintian unshare; do
	if ! command -v $command >/dev/null; then
		skip 'the packages' "$command is missing: apt install debootstrap dpkg-dev debhelper dh-dkms lintian"
		done_
	fi
done

# Its mounts are its own and end with it.
# shellcheck disable=SC2016,SC2317 # the inner shell expands it; status() calls it
inside() {
	timeout --kill-after=10 1200 unshare --mount --fork sh -c 'mount -t proc proc "$0/proc" && mount -t sysfs sys "$0/sys" &&
		mount --rbind /dev "$0/dev" && exec chroot "$0" "$@"' "$root" "$@"
}

if [ -z "${DEBS:-}" ]; then
	mkdir "$work/source"
	git archive HEAD | tar -x -C "$work/source"
	# Not in our own folder, which its `make clean` would empty.
	if ! (cd "$work/source" && nice env -u B dpkg-buildpackage -b -us -uc "-j$(nproc)") >"$work/built" 2>&1; then
		not_ok 'dpkg-buildpackage builds the packages'
		tail -n 20 "$work/built" >&2
		done_
	fi
	ok 'dpkg-buildpackage builds the packages'
	DEBS=$work
fi
# shellcheck disable=SC2016 # as above
check 'nothing was downloaded for that' sh -c '! grep -qs "fetching" "$1"' sh "$work/built"
status 'lintian judges them' 0 lintian --allow-root "$DEBS"/pagemark_*.changes
cat "$work/out" >&2
check 'and has no error and no warning' test "$(grep -c '^[EW]:' "$work/out")" = 0

if ! debootstrap --variant=minbase "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$root" "$mirror" >"$work/bootstrap" 2>&1; then
	skip 'the packages in a fresh root' "debootstrap cannot fill it from $mirror: $(tail -n 1 "$work/bootstrap")"
	done_
fi
mkdir "$root/debs"
cp "$DEBS"/*.deb debian/tests/quick debian/tests/claims debian/tests/module "$root/debs"
status 'the packages install, and DKMS builds the module for the kernel of Debian' 0 inside sh -c \
	'apt-get update && apt-get install -y --no-install-recommends linux-headers-amd64 && apt-get install -y --no-install-recommends /debs/*.deb gnuplot-nox jq'
status 'the program answers' 0 inside pagemark --version
status 'doctor looks at this machine' 0 inside pagemark doctor
for test in quick claims module; do
	status "debian/tests/$test passes" 0 inside "/debs/$test"
done
status 'the packages are purged' 0 inside apt-get purge -y pagemark pagemark-dkms
rm -rf "$root/debs"
find "$root" -xdev ! -path '*/var/cache/*' ! -path '*/var/log/*' ! -path "$root/tmp/*" -name '*pagemark*' >"$work/left"
check 'without a trace' test ! -s "$work/left"
cat "$work/left" >&2
done_
