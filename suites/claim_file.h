/* SPDX-License-Identifier: GPL-2.0-only */
/* A file of one page and mappings of it, for claims. */
#ifndef PAGEMARK_CLAIM_FILE_H
#define PAGEMARK_CLAIM_FILE_H

#include "base_pages.h"
#include "pagemark_claim.h"

/* Unlinked, of so many bytes, which read as zero. */
static inline int claim_file(off_t size_bytes)
{
	int fd = pmk_claim_tmpfile();

	pmk_claim_need(ftruncate(fd, size_bytes) == 0, "a file of this size");
	return fd;
}

/* So many pages of it, to be loaded from and stored to; @sharing: MAP_SHARED or MAP_PRIVATE. */
static inline void *claim_file_map(int fd, size_t pages, int sharing)
{
	void *p = mmap(NULL, pages * page_bytes(), PROT_READ | PROT_WRITE, sharing, fd, 0);

	pmk_claim_need(p != MAP_FAILED, "a mapping of the file");
	return p;
}

#endif
