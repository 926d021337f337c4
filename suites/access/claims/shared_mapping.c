// SPDX-License-Identifier: GPL-2.0-only
/* One page cache behind mappings and read(2)/write(2): what each sees of the other's stores. */
#include "../../claim_file.h"

static int fd = -1;

/* One page of a file, already faulted in, so that both ways in see the same page from then on. */
static volatile uint8_t *map_file(int sharing)
{
	volatile uint8_t *p;

	fd = claim_file((off_t)page_bytes());
	p = claim_file_map(fd, 1, sharing);
	pmk_keep(p[0]);
	return p;
}

static void store_then_read(void)
{
	volatile uint8_t *p = map_file((int)pmk_claim_datum());

	p[0] = 'm';
	ck_assert_uint_eq(claim_file_byte(fd, 0), 'm');
}

PMK_CLAIM(shared_store_seen_by_read) = {
	.claim = "a store into a MAP_SHARED mapping is seen by read(2) at once, without msync(2), "
		 "because both go to the same page",
	.source = "Documentation/filesystems/vfs.rst, The Address Space Object: data are provided "
		  "by copying or by memory-mapping the page, and written into it",
	.datum = MAP_SHARED,
	.test = store_then_read,
	.broken_datum = MAP_PRIVATE,
};

static void write_then_load(void)
{
	volatile uint8_t *p = map_file((int)pmk_claim_datum());

	/* The break: the mapping has a copy of its own. */
	if (pmk_claim_datum() == MAP_PRIVATE)
		p[1] = 1;
	pmk_claim_need(pwrite(fd, "w", 1, 0) == 1, "room to write to the file");
	ck_assert_uint_eq(p[0], 'w');
}

PMK_CLAIM(write_seen_through_mapping) = {
	.claim = "what write(2) stored is seen by a load from a MAP_SHARED mapping at once",
	.source = "Documentation/filesystems/vfs.rst, The Address Space Object: data are provided "
		  "by copying or by memory-mapping the page, and written into it",
	.datum = MAP_SHARED,
	.test = write_then_load,
	.broken_datum = MAP_PRIVATE,
};

static void private_store(void)
{
	volatile uint8_t *p = map_file((int)pmk_claim_datum());

	p[0] = 'p';
	ck_assert_uint_eq(p[0], 'p');
	ck_assert_uint_eq(claim_file_byte(fd, 0), 0);
}

PMK_CLAIM(private_store_stays) = {
	.claim = "a store into a MAP_PRIVATE mapping does not reach the file",
	.source = "mmap(2), MAP_PRIVATE",
	.spec = "POSIX.1-2017 mmap()",
	.datum = MAP_PRIVATE,
	.test = private_store,
	.broken_datum = MAP_SHARED,
};

static void load_after_close(void)
{
	volatile uint8_t *p = map_file(MAP_SHARED);
	unsigned char resident;

	p[0] = 'c';
	pmk_claim_must(close(fd) == 0);
	if (pmk_claim_datum())
		pmk_claim_must(munmap((void *)p, page_bytes()) == 0);
	/*
	 * Asked first: a load would end the test by a signal that cannot be told from a mistake of
	 * ours.
	 */
	ck_assert_int_eq(mincore((void *)p, page_bytes(), &resident), 0);
	ck_assert_uint_eq(p[0], 'c');
}

PMK_CLAIM(mapping_survives_close) = {
	.claim = "closing the file descriptor does not unmap the region",
	.source = "munmap(2), DESCRIPTION; mmap(2), DESCRIPTION",
	.spec = "POSIX.1-2017 mmap()",
	.test = load_after_close,
	.broken_datum = true,
};
