// SPDX-License-Identifier: GPL-2.0-only
/* What a mapping and read(2) show at and beyond the end of a file. */
#include <sys/mman.h>
#include <unistd.h>

#include "pagemark_claim.h"

#define TAIL_BYTES 100

static int fd = -1;
static size_t page_bytes;
/* What the breaks change: the size of the file behind the mapping, and what reads are asked for. */
static off_t size_bytes = TAIL_BYTES;

static uint8_t *map_two_pages(int prot)
{
	uint8_t *p;

	page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	fd = pmk_claim_tmpfile();
	pmk_claim_need(ftruncate(fd, size_bytes) == 0, "a longer file");
	p = mmap(NULL, 2 * page_bytes, prot, MAP_SHARED, fd, 0);
	pmk_claim_need(p != MAP_FAILED, "a mapping of the file");
	return p;
}

static void file_of_two_pages(void)
{
	size_bytes = 2 * sysconf(_SC_PAGESIZE);
}

static void load_beyond(void)
{
	volatile uint8_t *p = map_two_pages(PROT_READ);

	pmk_keep(p[page_bytes]);
}

PMK_CLAIM(load_beyond_eof) = {
	.claim = "a load from a page wholly beyond end of file raises SIGBUS",
	.source = "mmap(2), SIGBUS",
	.signal = SIGBUS,
	.test = load_beyond,
	.broken_by = file_of_two_pages,
};

static void store_beyond(void)
{
	volatile uint8_t *p = map_two_pages(PROT_READ | PROT_WRITE);

	p[page_bytes] = 1;
}

PMK_CLAIM(store_beyond_eof) = {
	.claim = "a store to a page wholly beyond end of file raises SIGBUS instead of growing "
		 "the file",
	.source = "mmap(2), SIGBUS",
	.signal = SIGBUS,
	.test = store_beyond,
	.broken_by = file_of_two_pages,
};

static bool tail_dirtied;

static void dirty_tail(void)
{
	tail_dirtied = true;
}

static void tail_is_zero(void)
{
	const uint8_t *p = map_two_pages(PROT_READ | PROT_WRITE);

	for (off_t i = 0; i < size_bytes; i++)
		pmk_claim_need(pwrite(fd, "x", 1, i) == 1, "room to write to the file");
	/*
	 * Bytes beyond the end are not of the file, so here they stand for a kernel that did not
	 * clear them.
	 */
	if (tail_dirtied)
		((volatile uint8_t *)p)[page_bytes - 1] = 1;
	for (size_t i = 0; i < (size_t)size_bytes; i++)
		ck_assert_uint_eq(p[i], 'x');
	for (size_t i = (size_t)size_bytes; i < page_bytes; i++)
		ck_assert_uint_eq(p[i], 0);
}

PMK_CLAIM(tail_reads_zero) = {
	.claim = "the rest of the last page beyond end of file reads as zero",
	.source = "mmap(2), DESCRIPTION: the remaining bytes in the partial page are zeroed when "
		  "mapped",
	.test = tail_is_zero,
	.broken_by = dirty_tail,
};

static off_t more_bytes;

static void file_longer(void)
{
	more_bytes = TAIL_BYTES;
}

static void short_read(void)
{
	uint8_t buf[4 * TAIL_BYTES];

	fd = pmk_claim_tmpfile();
	pmk_claim_need(ftruncate(fd, size_bytes + more_bytes) == 0, "a longer file");
	ck_assert_int_eq(read(fd, buf, sizeof(buf)), size_bytes);
	ck_assert_int_eq(read(fd, buf, sizeof(buf)), 0);
}

PMK_CLAIM(short_read_at_eof) = {
	.claim = "a read(2) across end of file returns the bytes before it, and the next one 0",
	.source = "read(2), RETURN VALUE",
	.test = short_read,
	.broken_by = file_longer,
};
