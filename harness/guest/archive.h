/* SPDX-License-Identifier: GPL-2.0-only */
/* Writes a guest's first file system where none was packed in advance: a cpio archive. */
#ifndef PAGEMARK_GUEST_ARCHIVE_H
#define PAGEMARK_GUEST_ARCHIVE_H

#include <stdio.h>

/**
 * struct pmk_archive - an archive being written; what fails is said at its end
 * @f: the file
 * @inode: of the next entry
 * @err: the first failure, 0 or -errno
 */
struct pmk_archive {
	FILE *f;
	unsigned int inode;
	int err;
};

/* Begins an archive where @f stands; behind another one is fine, the kernel unpacks all. */
void pmk_archive_begin(struct pmk_archive *a, FILE *f);

/* A folder, its parents first. Names have no leading '/'. */
void pmk_archive_dir(struct pmk_archive *a, const char *name);

/**
 * pmk_archive_file() - a file with the contents of another
 * @a: the archive
 * @name: in the archive
 * @mode: its permissions
 * @from: the file that is copied
 */
void pmk_archive_file(struct pmk_archive *a, const char *name, unsigned int mode, const char *from);

/* A file with these contents. */
void pmk_archive_text(struct pmk_archive *a, const char *name, const char *text);

/* The end of the archive; @a->f stays open. Return: 0, or the first -errno. */
int pmk_archive_end(struct pmk_archive *a);

#endif
