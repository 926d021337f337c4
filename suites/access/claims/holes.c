// SPDX-License-Identifier: GPL-2.0-only
/* Holes of a file and its last page, through a mapping: what is allocated, and what comes back. */
#include <sys/stat.h>

#include "../../claim_file.h"
#include "../../claim_memory.h"

#define PAGES 16

/* A file that is one hole; SKIP where there are none, or where blocks are larger than pages. */
static int all_hole(void)
{
	int fd = claim_file((off_t)(PAGES * page_bytes()));
	struct stat st;

	pmk_claim_must(fstat(fd, &st) == 0);
	if (st.st_blocks || lseek(fd, 0, SEEK_DATA) != -1 || errno != ENXIO)
		pmk_claim_skip("the file system of the files has no holes, or does not tell them",
			       "--dir DIR on ext4, xfs or btrfs");
	if ((size_t)st.st_blksize > page_bytes())
		pmk_claim_skip("the file system of the files has blocks larger than a page",
			       "one with blocks of a page or less");
	return fd;
}

static void load_hole(void)
{
	int fd = all_hole();
	volatile uint8_t *p = claim_file_map(fd, PAGES, MAP_SHARED);
	struct stat st;

	claim_file_needs_device(fd);
	for (size_t i = 0; i < PAGES; i++)
		ck_assert_uint_eq(p[i * page_bytes()], 0);
	if (pmk_claim_datum())
		p[0] = 1;
	pmk_claim_need(fsync(fd) == 0, "room to write the file back");
	pmk_claim_must(fstat(fd, &st) == 0);
	ck_assert_int_eq(st.st_blocks, 0);
}

PMK_CLAIM(hole_load_allocates_nothing) = {
	.claim = "loads from a hole of a file that is written back to a device read as zero and "
		 "allocate no block",
	.source = "lseek(2), SEEK_HOLE: a sequence of zeros that normally has not been allocated; "
		  "mmap(2)",
	.test = load_hole,
	.broken_datum = true,
};

#define AT 3 /* the page that is stored into */

static void store_hole(void)
{
	int fd = all_hole();
	volatile uint8_t *p = claim_file_map(fd, PAGES, MAP_SHARED);

	for (size_t i = 0; i < PAGES; i++)
		if (i == AT || pmk_claim_datum())
			p[i * page_bytes()] = 1;
	pmk_claim_need(fsync(fd) == 0, "room to write the file back");
	ck_assert_int_eq(lseek(fd, 0, SEEK_DATA), (off_t)(AT * page_bytes()));
	ck_assert_int_le(lseek(fd, (off_t)(AT * page_bytes()), SEEK_HOLE),
			 (off_t)((AT + 1) * page_bytes()));
	ck_assert_int_eq(lseek(fd, (off_t)((AT + 1) * page_bytes()), SEEK_DATA), -1);
}

PMK_CLAIM(hole_store_allocates_its_page) = {
	.claim = "a store into a hole of a file allocates the blocks of that page, and no others",
	.source = "lseek(2), SEEK_DATA and SEEK_HOLE; mmap(2)",
	.test = store_hole,
	.broken_datum = true,
};

#define TAIL_BYTES 100

/* The datum is where the store goes: behind the end of the file, or before it. */
static void tail_store(void)
{
	int fd = claim_file(TAIL_BYTES);
	volatile uint8_t *p = claim_file_map(fd, 1, MAP_SHARED);

	claim_file_needs_device(fd);
	p[pmk_claim_datum()] = 1;
	pmk_claim_need(ftruncate(fd, (off_t)page_bytes()) == 0, "a file of one page");
	ck_assert_uint_eq(claim_file_byte(fd, (off_t)pmk_claim_datum()), 0);
}

PMK_CLAIM(tail_store_not_in_file) = {
	.claim = "what is stored in a page behind the end of its file is no part of the file: when "
		 "it grows, zeros are there",
	.source = "mmap(2), NOTES: the effect of changes to the portion of the page beyond the end "
		  "of the file; ftruncate(2): the extended part reads as null bytes",
	.spec = "POSIX.1-2017 mmap(); POSIX.1-2017 ftruncate()",
	.datum = 2 * TAIL_BYTES,
	.test = tail_store,
	.broken_datum = TAIL_BYTES / 2,
};
