/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether files of a file system are memory, and leave it for no device. */
#ifndef PAGEMARK_MEMORY_FILE_H
#define PAGEMARK_MEMORY_FILE_H

#include <linux/magic.h>
#include <sys/vfs.h>

#include "pagemark.h"

/* What helps then. */
#define ON_A_DISK "--filesystem ext4, or on the host --dir DIR on a file system of a disk"

/* Whether the file system is memory: it writes nothing back, and fetches nothing. */
static inline bool is_memory(struct pmk_case *c, int fd)
{
	struct statfs fs;
	unsigned int type;

	pmk_need(c, fstatfs(fd, &fs) == 0, "the file system of the folder for files");
	/* The magic numbers have 32 bits; the field is signed where a long has 32. */
	type = (unsigned int)fs.f_type;
	return type == TMPFS_MAGIC || type == RAMFS_MAGIC;
}

#endif
