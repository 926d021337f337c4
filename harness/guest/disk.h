/* SPDX-License-Identifier: GPL-2.0-only */
/* The disk of a guest on which cases make their files: made and formatted here, mounted there. */
#ifndef PAGEMARK_GUEST_DISK_H
#define PAGEMARK_GUEST_DISK_H

#include <stdbool.h>

#include "guest.h"
#include "initramfs.h"
#include "system/why.h"

/* Where a device of guests.conf has the disk's file. */
#define PMK_GUEST_FILES "FILES"

#define PMK_GUEST_DISK_BYTES (512ll << 20) /* xfs wants 300 MiB; half of most guests' memory */

/* Variables of the guest's init: the file system, its disk, and an option of the mount. */
#define PMK_GUEST_FILESYSTEM "PAGEMARK_FILESYSTEM"
#define PMK_GUEST_DISK	     "PAGEMARK_DISK"
#define PMK_GUEST_MOUNTED    "PAGEMARK_MOUNTED"

/* In the archive of a boot: pieces of the disk, each named by where it lies, in hexadecimal. */
#define PMK_GUEST_PIECES "disk"

/**
 * pmk_guest_disk_lacks() - whether the guest's kernel can have the file system that @g asks for
 * @g: the guest
 * @why: out, if so
 *
 * Return: true if the kernel was built without it, or the guest was packed without its modules.
 */
bool pmk_guest_disk_lacks(const struct pmk_guest *g, struct pmk_why *why);

/**
 * struct pmk_guest_disk - the disk of one boot
 * @image: a file in memory without a name; -1 for none, or once it is packed into the archive
 * @path: what QEMU opens, as long as this process lives; "" where it is packed
 */
struct pmk_guest_disk {
	int image;
	char path[64];
};

/**
 * pmk_guest_disk_make() - makes the file system, and adds it to an archive where it is packed
 * @g: the guest; one without a file system needs nothing
 * @fs: open
 * @disk: out; close @image once QEMU has ended
 * @why: out, on error
 *
 * Return: 0 or a negative errno.
 */
int pmk_guest_disk_make(const struct pmk_guest *g, struct pmk_initramfs *fs,
			struct pmk_guest_disk *disk, struct pmk_why *why);

#endif
