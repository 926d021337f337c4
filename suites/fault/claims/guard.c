// SPDX-License-Identifier: GPL-2.0-only
/* Guard regions: pages that fault without a mapping of their own. */
#include "../../claim_fault.h"
#include "../../claim_file.h"
#include "../../claim_maps.h"
#include "../../claim_memory.h"

static void guard(uint8_t *p, int advice)
{
	int err = madvise(p, page_bytes(), advice);

	if (err && errno == EINVAL)
		claim_since("guard regions in mappings of files", "6.15");
	pmk_claim_must(err == 0);
}

static void anonymous(void)
{
	uint8_t *p = claim_pages(3), *middle = p + page_bytes();

	claim_need_advice(MADV_GUARD_INSTALL, "MADV_GUARD_INSTALL", "6.13");
	if (pmk_claim_datum())
		pmk_claim_must(mprotect(middle, page_bytes(), PROT_NONE) == 0);
	else
		guard(middle, MADV_GUARD_INSTALL);
	claim_load_raises(middle, SIGSEGV, pmk_claim_datum() ? SEGV_ACCERR : SEGV_MAPERR);
	ck_assert_uint_eq(maps_count(p, 3), 1);
	guard(middle, MADV_GUARD_REMOVE);
	ck_assert_uint_eq(middle[0], 0);
	ck_assert_uint_eq(p[0], 1);
}

PMK_CLAIM(guard_needs_no_mapping) = {
	.claim = "a page under MADV_GUARD_INSTALL raises SIGSEGV without a mapping of its own, and "
		 "after MADV_GUARD_REMOVE it reads as zero",
	.source = "madvise(2), MADV_GUARD_INSTALL (since Linux 6.13)",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = anonymous,
	.broken_datum = true,
};

static void of_file(void)
{
	uint8_t *p = claim_map(2, PROT_READ | PROT_WRITE, MAP_SHARED, claim_file_written(2));

	claim_need_advice(MADV_GUARD_INSTALL, "MADV_GUARD_INSTALL", "6.13");
	guard(p, MADV_GUARD_INSTALL);
	if (pmk_claim_datum())
		p = claim_pages(1);
	claim_load_raises(p, SIGSEGV, SEGV_MAPERR);
	guard(p, MADV_GUARD_REMOVE);
	ck_assert_uint_eq(p[0], 'a');
}

PMK_CLAIM(guard_of_file) = {
	.claim = "a page of a file's mapping under MADV_GUARD_INSTALL raises SIGSEGV, and after "
		 "MADV_GUARD_REMOVE it shows the file's bytes",
	.source = "madvise(2), MADV_GUARD_INSTALL; mm/madvise.c, is_valid_guard_vma(), of files "
		  "since Linux 6.15",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = of_file,
	.broken_datum = true,
};
