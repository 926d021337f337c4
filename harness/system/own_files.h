/* SPDX-License-Identifier: GPL-2.0-only */
/* A file system of our own for the files of cases, which goes with this process. */
#ifndef PAGEMARK_OWN_FILES_H
#define PAGEMARK_OWN_FILES_H

#include <stdbool.h>

#include "why.h"

/* The types that can be made, for people. */
#define PMK_OWN_FILES_TYPES "ext4, xfs, btrfs or tmpfs"

/* Whether that is one of them. */
bool pmk_own_files_known(const char *type);

/**
 * pmk_own_files_make() - makes a file system, and mounts it where only we and our children see it
 * @type: one of PMK_OWN_FILES_TYPES
 * @folder: where the file is made that a loop device makes a disk of; unused for tmpfs
 * @why: out, on error
 *
 * $TMPDIR names it from then on. Mount, loop device and file end with the last process that sees
 * them, however that dies; a process of ours then removes the folder that it was mounted on.
 *
 * Context: once.
 * Return: 0 or a negative errno.
 */
int pmk_own_files_make(const char *type, const char *folder, struct pmk_why *why);

/**
 * pmk_own_files_image() - makes a file system in a file in memory, for another kernel
 * @type: one of PMK_OWN_FILES_TYPES that lies on a disk
 * @bytes: of it; what is not written takes no memory
 * @why: out, on error
 *
 * It is the same each time: names that are drawn for others are fixed. Needs no rights.
 *
 * Return: its descriptor, or a negative errno.
 */
int pmk_own_files_image(const char *type, long long bytes, struct pmk_why *why);

#endif
