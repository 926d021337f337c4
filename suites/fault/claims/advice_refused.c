// SPDX-License-Identifier: GPL-2.0-only
/* Advice that madvise(2) refuses, and what it has done by then. */
#include "../../claim_file.h"
#include "../../claim_memory.h"

static void over_hole(void)
{
	uint8_t *p = claim_pages(3);

	if (!pmk_claim_datum())
		pmk_claim_must(munmap(p + page_bytes(), page_bytes()) == 0);
	claim_refused(madvise(p, 3 * page_bytes(), MADV_DONTNEED), ENOMEM);
	ck_assert_uint_eq(p[0], 0);
	ck_assert_uint_eq(p[2 * page_bytes()], 0);
}

PMK_CLAIM(madvise_hole_enomem) = {
	.claim = "madvise(2) of a range with a hole fails with ENOMEM, but is applied to what is "
		 "mapped on both sides",
	.source = "madvise(2), ERRORS, ENOMEM: addresses in the specified range are not currently "
		  "mapped; mm/madvise.c",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = over_hole,
	.broken_datum = true,
};

static void unknown(void)
{
	claim_refused(madvise(claim_pages(1), page_bytes(), (int)pmk_claim_datum()), EINVAL);
}

PMK_CLAIM(madvise_unknown_refused) = {
	.claim = "an advice that does not exist fails with EINVAL",
	.source = "madvise(2), ERRORS, EINVAL: advice is not valid",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.datum = 9999,
	.test = unknown,
	.broken_datum = MADV_NORMAL,
};

static void unaligned(void)
{
	claim_refused(madvise(claim_pages(1) + pmk_claim_datum(), 1, MADV_DONTNEED), EINVAL);
}

PMK_CLAIM(madvise_unaligned_refused) = {
	.claim = "madvise(2) of an address that is no multiple of the page size fails with EINVAL",
	.source = "madvise(2), ERRORS, EINVAL: addr is not page-aligned",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.datum = 1,
	.test = unaligned,
	.broken_datum = 0,
};

/* One page that is of a file; under the break anonymous. */
static uint8_t *page_of_file(int sharing)
{
	return pmk_claim_datum()
		       ? claim_anonymous(1, MAP_PRIVATE)
		       : claim_map(1, PROT_READ | PROT_WRITE, sharing, claim_file_written(1));
}

static void free_file(void)
{
	claim_refused(madvise(page_of_file(MAP_PRIVATE), page_bytes(), MADV_FREE), EINVAL);
}

PMK_CLAIM(free_of_file_refused) = {
	.claim = "MADV_FREE of a mapping of a file fails with EINVAL",
	.source = "madvise(2), MADV_FREE: private anonymous pages only",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = free_file,
	.broken_datum = true,
};

static void wipe_file(void)
{
	claim_refused(madvise(page_of_file(MAP_PRIVATE), page_bytes(), MADV_WIPEONFORK), EINVAL);
}

PMK_CLAIM(wipeonfork_of_file_refused) = {
	.claim = "MADV_WIPEONFORK of a mapping of a file fails with EINVAL",
	.source = "madvise(2), MADV_WIPEONFORK: private anonymous pages only",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = wipe_file,
	.broken_datum = true,
};

static void remove_private(void)
{
	claim_refused(madvise(claim_anonymous(1, (int)pmk_claim_datum()), page_bytes(),
			      MADV_REMOVE),
		      EINVAL);
}

PMK_CLAIM(remove_of_private_refused) = {
	.claim = "MADV_REMOVE of private anonymous memory fails with EINVAL",
	.source = "madvise(2), MADV_REMOVE: must be mapped shared and writable",
	.config = { "CONFIG_ADVISE_SYSCALLS", "CONFIG_SHMEM" },
	.datum = MAP_PRIVATE,
	.test = remove_private,
	.broken_datum = MAP_SHARED,
};

/* The datum is how many pages the file has. */
static void populate_beyond(void)
{
	uint8_t *p = claim_map(2, PROT_READ, MAP_SHARED, claim_file_written(pmk_claim_datum()));

	claim_need_advice(MADV_POPULATE_READ, "MADV_POPULATE_READ", "5.14");
	claim_refused(madvise(p, 2 * page_bytes(), MADV_POPULATE_READ), EFAULT);
}

PMK_CLAIM(populate_beyond_eof_efault) = {
	.claim = "MADV_POPULATE_READ of a page beyond end of file fails with EFAULT, without a "
		 "signal",
	.source = "madvise(2), ERRORS, EFAULT: MADV_POPULATE_READ would have generated SIGBUS",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.datum = 1,
	.test = populate_beyond,
	.broken_datum = 2,
};

static void populate_read_only(void)
{
	uint8_t *p = claim_map(1, (int)pmk_claim_datum(), MAP_PRIVATE | MAP_ANONYMOUS, -1);

	claim_need_advice(MADV_POPULATE_WRITE, "MADV_POPULATE_WRITE", "5.14");
	claim_refused(madvise(p, page_bytes(), MADV_POPULATE_WRITE), EINVAL);
}

PMK_CLAIM(populate_write_read_only_refused) = {
	.claim = "MADV_POPULATE_WRITE of a mapping without PROT_WRITE fails with EINVAL",
	.source = "madvise(2), ERRORS, EINVAL: does not have the required permissions",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.datum = PROT_READ,
	.test = populate_read_only,
	.broken_datum = PROT_READ | PROT_WRITE,
};
