// SPDX-License-Identifier: GPL-2.0-only
/* What a mapping and read(2) show at and beyond the end of a file. */
#include "../../claim_file.h"

#define TAIL_BYTES 100

static int fd = -1;

static uint8_t *map_two_pages(off_t size_bytes)
{
	fd = claim_file(size_bytes);
	return claim_file_map(fd, 2, MAP_SHARED);
}

/* The first page has an end of file; under the break it comes with the second one. */
static uint8_t *map_beyond_end(void)
{
	return map_two_pages(pmk_claim_datum() ? (off_t)(2 * page_bytes()) : TAIL_BYTES);
}

static void load_beyond(void)
{
	volatile uint8_t *p = map_beyond_end();

	pmk_keep(p[page_bytes()]);
}

PMK_CLAIM(load_beyond_eof) = {
	.claim = "a load from a page wholly beyond end of file raises SIGBUS",
	.source = "mmap(2), SIGBUS",
	.spec = "POSIX.1-2017 mmap()",
	.signal = SIGBUS,
	.test = load_beyond,
	.broken_datum = true,
};

static void store_beyond(void)
{
	volatile uint8_t *p = map_beyond_end();

	p[page_bytes()] = 1;
}

PMK_CLAIM(store_beyond_eof) = {
	.claim = "a store to a page wholly beyond end of file raises SIGBUS instead of growing "
		 "the file",
	.source = "mmap(2), SIGBUS",
	.spec = "POSIX.1-2017 mmap()",
	.signal = SIGBUS,
	.test = store_beyond,
	.broken_datum = true,
};

static void tail_is_zero(void)
{
	const uint8_t *p = map_two_pages(TAIL_BYTES);

	for (off_t i = 0; i < TAIL_BYTES; i++)
		pmk_claim_need(pwrite(fd, "x", 1, i) == 1, "room to write to the file");
	/*
	 * Bytes beyond the end are not of the file, so here they stand for a kernel that did not
	 * clear them.
	 */
	if (pmk_claim_datum())
		((volatile uint8_t *)p)[page_bytes() - 1] = 1;
	for (size_t i = 0; i < TAIL_BYTES; i++)
		ck_assert_uint_eq(p[i], 'x');
	for (size_t i = TAIL_BYTES; i < page_bytes(); i++)
		ck_assert_uint_eq(p[i], 0);
}

PMK_CLAIM(tail_reads_zero) = {
	.claim = "the rest of the last page beyond end of file reads as zero",
	.source = "mmap(2): the remaining bytes in the partial page are zeroed when mapped",
	.spec = "POSIX.1-2017 mmap()",
	.test = tail_is_zero,
	.broken_datum = true,
};

static void short_read(void)
{
	uint8_t buf[4 * TAIL_BYTES];

	fd = claim_file((off_t)pmk_claim_datum());
	ck_assert_int_eq(read(fd, buf, sizeof(buf)), TAIL_BYTES);
	ck_assert_int_eq(read(fd, buf, sizeof(buf)), 0);
}

PMK_CLAIM(short_read_at_eof) = {
	.claim = "a read(2) across end of file returns the bytes before it, and the next one 0",
	.source = "read(2), RETURN VALUE",
	.spec = "POSIX.1-2017 read()",
	.datum = TAIL_BYTES,
	.test = short_read,
	.broken_datum = 2 * TAIL_BYTES,
};
