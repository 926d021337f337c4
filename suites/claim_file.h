/* SPDX-License-Identifier: GPL-2.0-only */
/* A file of one page and mappings of it, for claims. */
#ifndef PAGEMARK_CLAIM_FILE_H
#define PAGEMARK_CLAIM_FILE_H

#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

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

/* File systems: their magic number in statfs(2), their name, whether pages leave for a device. */
static const struct claim_file_system {
	unsigned int type;
	const char *name;
	bool writes_back;
} claim_file_systems[] = {
	{ TMPFS_MAGIC, "tmpfs", false },
	{ RAMFS_MAGIC, "ramfs", false },
	{ OVERLAYFS_SUPER_MAGIC, "overlayfs", false },
	{ EXT4_SUPER_MAGIC, "ext2/3/4", true },
	{ XFS_SUPER_MAGIC, "xfs", true },
	{ BTRFS_SUPER_MAGIC, "btrfs", true },
	{ 0, "this file system", true },
};

static inline const struct claim_file_system *claim_file_system(int fd)
{
	const struct claim_file_system *f = claim_file_systems;
	struct statfs fs;

	pmk_claim_need(fstatfs(fd, &fs) == 0, "the file system of the folder for files");
	/* The magic numbers have 32 bits; the field is signed where a long has 32. */
	while (f->type && f->type != (unsigned int)fs.f_type)
		f++;
	return f;
}

/* SKIP: what the file system of @fd has not, and where it is to be had. */
static inline _Noreturn void claim_file_lacks(int fd, const char *what, const char *remedy)
{
	char reason[160];

	snprintf(reason, sizeof(reason), "%s, where the temporary directory is, has no %s",
		 claim_file_system(fd)->name, what);
	pmk_claim_skip(reason, remedy);
}

/* SKIP where pages of files stay in memory: there is nothing to be written back, or evicted. */
static inline void claim_file_needs_device(int fd)
{
	if (!claim_file_system(fd)->writes_back)
		claim_file_lacks(fd, "write-back of its own",
				 "--filesystem ext4, or --dir DIR on a disk");
}

#ifndef STATX_ATTR_DAX
#define STATX_ATTR_DAX 0x00200000 /* Linux 5.8 */
#endif

/* Whether it is mapped in place (DAX): no page of it is cached, dirty or clean. */
static inline bool claim_file_in_place(int fd)
{
	struct statx st = { 0 };

	return !statx(fd, "", AT_EMPTY_PATH, 0, &st) && st.stx_attributes & STATX_ATTR_DAX;
}

static inline void claim_file_needs_cache(int fd)
{
	if (claim_file_in_place(fd))
		pmk_claim_skip("the file system of the folder for files maps files in place, "
			       "without a page cache",
			       "--dir DIR on one that is not mounted with dax");
}

/* So many pages that were written, each of a byte of its own: 'a', 'b', and so on. */
static inline int claim_file_written(size_t pages)
{
	int fd = claim_file((off_t)(pages * page_bytes()));
	uint8_t *page = pmk_claim_alloc(page_bytes());

	for (size_t i = 0; i < pages; i++) {
		memset(page, (int)('a' + i), page_bytes());
		pmk_claim_need(pwrite(fd, page, page_bytes(), (off_t)(i * page_bytes())) ==
				       (ssize_t)page_bytes(),
			       "room to write to the file");
	}
	pmk_claim_must(munmap(page, page_bytes()) == 0);
	return fd;
}

/* Written back, and out of the page cache; SKIP where it does not go. */
static inline void claim_file_evict(int fd, size_t pages)
{
	uint8_t *p = claim_file_map(fd, pages, MAP_SHARED);

	claim_file_needs_device(fd);
	claim_file_needs_cache(fd);
	pmk_claim_need(fsync(fd) == 0, "room to write the file back");
	pmk_claim_must(posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) == 0);
	if (base_pages_present(p, pages * page_bytes()))
		pmk_claim_skip("files of this file system do not leave the page cache",
			       "--filesystem ext4, or --dir DIR on a disk");
	pmk_claim_must(munmap(p, pages * page_bytes()) == 0);
}

/* One byte of it, by read(2). */
static inline uint8_t claim_file_byte(int fd, off_t at)
{
	uint8_t byte;

	pmk_claim_must(pread(fd, &byte, 1, at) == 1);
	return byte;
}

#endif
