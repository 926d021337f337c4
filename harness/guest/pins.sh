# SPDX-License-Identifier: GPL-2.0-only
# For fetch.sh and links.sh: which kernel a guest is pinned to. $PAGEMARK_PINS names a file of lines "GUEST PACKAGE", the
# package as a record's guest.kernel_package has it: "x86_64-6.1 linux-image-6.1.0-56-amd64_6.1.192-2_amd64".
# shellcheck shell=sh

# The package that guest $1 is pinned to; nothing if it is not.
pin_of()
{
	[ ! -r "${PAGEMARK_PINS:-}" ] || awk -v guest="$1" '$1 == guest { print $2; exit }' "$PAGEMARK_PINS"
}

# The folder of guest $1 in the cache; of a pinned one, another for each kernel.
folder_of()
{
	pin=$(pin_of "$1")
	echo "$1${pin:+@$pin}"
}
