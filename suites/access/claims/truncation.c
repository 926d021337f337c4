// SPDX-License-Identifier: GPL-2.0-only
/* What truncation, holes and moved ranges of a file do to its mappings. */
#include <fcntl.h>

#include "../../claim_call.h"
#include "../../claim_file.h"

static int fd = -1;

/* So many pages, written: 'a', 'b', and so on. */
static volatile uint8_t *map_written(size_t pages, int sharing)
{
	fd = claim_file_written(pages);
	return claim_file_map(fd, pages, sharing);
}

static void resize(off_t size_bytes)
{
	pmk_claim_need(ftruncate(fd, size_bytes) == 0, "a file of this size");
}

/* SKIP where the file system has no such thing. */
static void change_page(int mode, size_t page)
{
	int err = fallocate(fd, mode, (off_t)(page * page_bytes()), (off_t)page_bytes());

	if (err && errno == EOPNOTSUPP)
		claim_file_lacks(fd, "such mode of fallocate(2)", "--filesystem ext4 or xfs");
	pmk_claim_need(err == 0, "fallocate(2)");
}

/* The datum is what is left of the file. */
static void truncate_private(void)
{
	volatile uint8_t *p = map_written(1, MAP_PRIVATE);

	p[0] = 'p';
	resize((off_t)pmk_claim_datum());
	pmk_keep(p[0]);
}

PMK_CLAIM(truncation_takes_private_copies) = {
	.claim = "truncation takes a page of a private mapping away also where the process has "
		 "its own copy: a load raises SIGBUS",
	.source = "mm/memory.c, unmap_mapping_range(): even_cows is 1 when truncating a file; "
		  "mmap(2), SIGBUS",
	.signal = SIGBUS,
	.test = truncate_private,
	.broken_datum = 1,
};

static void punched(void)
{
	volatile uint8_t *copy = map_written(1, MAP_PRIVATE);
	volatile uint8_t *shared = claim_file_map(fd, 1, MAP_SHARED);

	pmk_keep(shared[0]);
	if (!pmk_claim_datum())
		copy[0] = 'p';
	change_page(FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0);
	ck_assert_uint_eq(shared[0], 0);
	ck_assert_uint_eq(copy[0], 'p');
}

PMK_CLAIM(punch_spares_private_copy) = {
	.claim = "a hole punched into a file takes its page from a shared mapping, which then "
		 "reads as zero, and spares the copy that a private mapping has",
	.source = "fallocate(2), Deallocating file space; mm/memory.c, unmap_mapping_range(): "
		  "even_cows is 0 to keep private copies",
	.test = punched,
	.broken_datum = true,
};

static void regrown(void)
{
	volatile uint8_t *p = map_written(1, MAP_SHARED);

	ck_assert_uint_eq(p[0], 'a');
	if (!pmk_claim_datum())
		resize(0);
	resize((off_t)page_bytes());
	ck_assert_uint_eq(p[0], 0);
}

PMK_CLAIM(truncate_and_grow_reads_zero) = {
	.claim = "what was truncated away reads as zero when the file has grown again, through a "
		 "mapping that was there before",
	.source = "ftruncate(2): the extended part reads as null bytes",
	.spec = "POSIX.1-2017 ftruncate()",
	.test = regrown,
	.broken_datum = true,
};

/* The datum is the size between. */
static void within_page(void)
{
	volatile uint8_t *p = map_written(1, MAP_SHARED);

	pmk_keep(p[0]);
	resize(pmk_claim_datum() ? (off_t)page_bytes() : 100);
	resize((off_t)page_bytes());
	ck_assert_uint_eq(p[99], 'a');
	for (size_t i = 100; i < page_bytes(); i++)
		ck_assert_uint_eq(p[i], 0);
}

PMK_CLAIM(truncate_within_page_zeroes) = {
	.claim = "truncation within a page zeroes the rest of it: it reads as zero when the file "
		 "has grown again",
	.source = "ftruncate(2): the extended part reads as null bytes",
	.spec = "POSIX.1-2017 ftruncate()",
	.test = within_page,
	.broken_datum = true,
};

static void collapsed(void)
{
	volatile uint8_t *p;

	/* Whether the file system can, is seen first, whatever is done then. */
	map_written(2, MAP_SHARED);
	change_page(FALLOC_FL_COLLAPSE_RANGE, 0);
	p = map_written(3, MAP_SHARED);
	for (size_t i = 0; i < 3; i++)
		pmk_keep(p[i * page_bytes()]);
	change_page((int)pmk_claim_datum(), 0);
	ck_assert_uint_eq(p[0], 'b');
	ck_assert_uint_eq(p[page_bytes()], 'c');
	ck_assert(!claim_loads(p + 2 * page_bytes()));
}

PMK_CLAIM(collapse_moves_mapping) = {
	.claim = "FALLOC_FL_COLLAPSE_RANGE moves what an existing mapping shows, and takes the "
		 "page at its end away",
	.source = "fallocate(2), Collapsing file space",
	.datum = FALLOC_FL_COLLAPSE_RANGE,
	.test = collapsed,
	.broken_datum = FALLOC_FL_ZERO_RANGE,
};

static void private_unwritten(void)
{
	volatile uint8_t *p = map_written(1, MAP_PRIVATE);

	pmk_keep(p[0]);
	if (pmk_claim_datum())
		p[1] = 'p';
	pmk_claim_need(pwrite(fd, "w", 1, 0) == 1, "room to write to the file");
	ck_assert_uint_eq(p[0], 'w');
}

PMK_CLAIM(private_unwritten_follows_file) = {
	.claim = "a page of a private mapping that was loaded and not stored to shows a later "
		 "write(2) to the file",
	.source = "mmap(2), MAP_PRIVATE (unspecified there); mm/memory.c, do_read_fault(): maps "
		  "the page of the page cache",
	.test = private_unwritten,
	.broken_datum = true,
};

static void private_written(void)
{
	volatile uint8_t *p = map_written(1, MAP_PRIVATE);

	pmk_keep(p[0]);
	if (!pmk_claim_datum())
		p[1] = 'p';
	pmk_claim_need(pwrite(fd, "w", 1, 0) == 1, "room to write to the file");
	ck_assert_uint_eq(p[0], 'a');
}

PMK_CLAIM(private_written_is_a_copy) = {
	.claim = "a page of a private mapping that was stored to no longer shows what write(2) "
		 "does to the file",
	.source = "mmap(2), MAP_PRIVATE: a copy-on-write mapping; mm/memory.c, do_cow_fault()",
	.test = private_written,
	.broken_datum = true,
};
