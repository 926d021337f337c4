/* SPDX-License-Identifier: GPL-2.0-only */
/* A guest's first file system with what one boot adds behind it: its request, a shell. */
#ifndef PAGEMARK_GUEST_INITRAMFS_H
#define PAGEMARK_GUEST_INITRAMFS_H

#include <stddef.h>
#include <stdio.h>

#include "guest.h"

/**
 * struct pmk_initramfs - a copy of a guest's archive in memory, and a second one behind it
 * @file: the copy, NULL before it is open; fclose() once QEMU has ended
 * @path: what QEMU opens, as long as this process lives
 * @inode: of the next entry
 */
struct pmk_initramfs {
	FILE *file;
	char path[64];
	unsigned int inode;
};

/*
 * The kernel unpacks one archive after the other.
 * Return: 0; -ENOENT if the guest is not built; another -errno.
 */
int pmk_initramfs_open(struct pmk_initramfs *fs, const struct pmk_guest *g);

/* Another archive of the guest, before what is added. Return: as pmk_initramfs_open(). */
int pmk_initramfs_join(struct pmk_initramfs *fs, const struct pmk_guest *g, const char *name);

/**
 * pmk_initramfs_add() - a file or a folder, its parents first
 * @fs: open
 * @name: without a leading '/'
 * @mode: S_IFREG or S_IFDIR, and permissions
 * @contents: of a file; NULL for a folder
 * @bytes: how long they are
 */
void pmk_initramfs_add(struct pmk_initramfs *fs, const char *name, unsigned int mode,
		       const void *contents, size_t bytes);

/* The end of the second archive. Return: 0, or -EIO if something was not written. */
int pmk_initramfs_end(struct pmk_initramfs *fs);

#endif
