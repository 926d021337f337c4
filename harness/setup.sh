#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Installs the Debian packages that are listed in the given files and missing here; with none missing it does nothing.
# usage: setup.sh LIST...
set -eu

missing=
# shellcheck disable=SC2013 # words are what is wanted
for package in $(awk '!/^#/ && NF { print $1 }' "$@"); do
	dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
		missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "installing missing packages:$missing"
as_root=
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null; then
		echo "setup: these packages are missing and can be installed by root only:$missing" >&2
		echo "setup: as root: apt-get install$missing" >&2
		exit 1
	fi
	as_root=sudo
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
	# shellcheck disable=SC2086 # the list is meant to be split; none of the names holds a blank
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends $missing >"$log" 2>&1
}
# The lists of packages may be old or absent: fetch them and try again once.
if ! install; then
	if ! $as_root apt-get update >"$log" 2>&1 || ! install; then
		tail -n 20 "$log" >&2
		echo "setup: could not install:$missing" >&2
		echo "setup: see above; with a working network: apt-get update && apt-get install$missing" >&2
		exit 1
	fi
fi
