/* SPDX-License-Identifier: GPL-2.0-only */
/* A guest's first file system with something added for one boot: its request, a shell. */
#ifndef PAGEMARK_GUEST_INITRAMFS_H
#define PAGEMARK_GUEST_INITRAMFS_H

#include <stddef.h>

#include "archive.h"
#include "profile.h"

/**
 * pmk_initramfs_open() - a copy of a guest's archive, in memory, and a second one begun behind it
 * @g: the guest
 * @a: out: the second archive, for entries and pmk_archive_end(); fclose(@a->f) once QEMU has ended
 * @path: out: what QEMU opens, as long as this process lives
 * @size: room there
 *
 * Return: 0; -ENOENT if the guest is not built; another -errno.
 */
int pmk_initramfs_open(const struct pmk_guest *g, struct pmk_archive *a, char *path, size_t size);

#endif
