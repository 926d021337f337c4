// SPDX-License-Identifier: GPL-2.0-only
/* Advice that lets go of pages: what is there when they are touched again. */
#include "../../claim_file.h"
#include "../../claim_memory.h"

static void advise(volatile uint8_t *p, size_t pages, int advice)
{
	pmk_claim_need(madvise((void *)p, pages * page_bytes(), advice) == 0, "this advice");
}

static void dontneed_shared(void)
{
	volatile uint8_t *p = claim_anonymous(1, (int)pmk_claim_datum());

	p[0] = 's';
	advise(p, 1, MADV_DONTNEED);
	ck_assert_uint_eq(p[0], 's');
}

PMK_CLAIM(dontneed_keeps_shared) = {
	.claim = "shared memory has its bytes after MADV_DONTNEED",
	.source = "madvise(2), MADV_DONTNEED: repopulating the memory contents from the "
		  "up-to-date contents of the underlying mapped file, shared anonymous mappings",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.datum = MAP_SHARED,
	.test = dontneed_shared,
	.broken_datum = MAP_PRIVATE,
};

static void dontneed_private_file(void)
{
	volatile uint8_t *p = claim_file_map(claim_file_written(1), 1, MAP_PRIVATE);

	p[0] = 'p';
	advise(p, 1, (int)pmk_claim_datum());
	ck_assert_uint_eq(p[0], 'a');
}

PMK_CLAIM(dontneed_brings_file_back) = {
	.claim = "after MADV_DONTNEED a private mapping that was stored into shows the file's "
		 "bytes again",
	.source = "madvise(2), MADV_DONTNEED: from the up-to-date contents of the underlying "
		  "mapped file",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.datum = MADV_DONTNEED,
	.test = dontneed_private_file,
	.broken_datum = MADV_NORMAL,
};

#define PAGES 8

static void store_after_free(void)
{
	uint8_t *p = claim_pages(PAGES);

	advise(p, PAGES, MADV_FREE);
	for (size_t i = 0; i < PAGES; i++)
		p[i * page_bytes()] = 0xf0;
	if (pmk_claim_datum())
		advise(p, PAGES, MADV_DONTNEED);
	for (size_t i = 0; i < PAGES; i++)
		ck_assert_uint_eq(p[i * page_bytes()], 0xf0);
}

PMK_CLAIM(free_spares_later_store) = {
	.claim = "what is stored after MADV_FREE is not freed",
	.source = "madvise(2), MADV_FREE: if the caller writes to a page, the kernel will not free "
		  "it",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = store_after_free,
	.broken_datum = true,
};

#define FREED 256

/* MADV_PAGEOUT reclaims at once what memory pressure would reclaim some day. */
static void freed_is_old_or_zero(void)
{
	uint8_t *p = claim_pages(FREED);
	size_t zero = 0;

	claim_need_advice(MADV_PAGEOUT, "MADV_PAGEOUT", "5.4");
	memset(p, 0x5a, FREED * page_bytes());
	advise(p, FREED, MADV_FREE);
	if (!pmk_claim_datum())
		advise(p, FREED, MADV_PAGEOUT);
	for (size_t i = 0; i < FREED; i++) {
		uint8_t *page = p + i * page_bytes();

		zero += claim_filled(page, page_bytes(), 0);
		ck_assert(claim_filled(page, page_bytes(), page[0] ? 0x5a : 0));
	}
	ck_assert_uint_gt(zero, 0);
}

PMK_CLAIM(free_old_or_zero) = {
	.claim = "after MADV_FREE each page is as before or zero, and of those that are reclaimed "
		 "some are zero",
	.source = "madvise(2), MADV_FREE: subsequent reads will see either the old contents or "
		  "zero-fill-on-demand pages",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = freed_is_old_or_zero,
	.broken_datum = true,
};

static void removed(void)
{
	int fd = claim_file_written(3);
	uint8_t *p = claim_file_map(fd, 3, MAP_SHARED);

	/* Whether it can, under the break too. */
	if (madvise(p + page_bytes(), page_bytes(), MADV_REMOVE) && errno == EOPNOTSUPP)
		pmk_claim_skip("the file system of the folder for files punches no holes",
			       "--dir DIR on ext4, xfs, btrfs or tmpfs, such as /dev/shm");
	ck_assert_int_eq(madvise(p, page_bytes(), (int)pmk_claim_datum()), 0);
	ck_assert_uint_eq(claim_file_byte(fd, 0), 0);
	ck_assert_uint_eq(p[0], 0);
	ck_assert_uint_eq(claim_file_byte(fd, (off_t)(2 * page_bytes())), 'c');
}

PMK_CLAIM(remove_punches_file) = {
	.claim = "MADV_REMOVE of a page of a shared mapping makes a hole in the file, which "
		 "read(2) gives as zeros too",
	.source = "madvise(2), MADV_REMOVE: equivalent to punching a hole; fallocate(2)",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.datum = MADV_REMOVE,
	.test = removed,
	.broken_datum = MADV_DONTNEED,
};
