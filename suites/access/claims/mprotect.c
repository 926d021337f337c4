// SPDX-License-Identifier: GPL-2.0-only
/* What mprotect(2) changes of mappings, and leaves of their bytes. */
#include "../../claim_fault.h"
#include "../../claim_maps.h"
#include "../../claim_memory.h"

static void protect(uint8_t *p, int prot)
{
	pmk_claim_must(mprotect(p, page_bytes(), prot) == 0);
}

static void splits_and_merges(void)
{
	uint8_t *p = claim_pages(3);

	pmk_claim_must(maps_count(p, 3) == 1);
	protect(p + page_bytes(), PROT_READ);
	ck_assert_uint_eq(maps_count(p, 3), 3);
	if (!pmk_claim_datum())
		protect(p + page_bytes(), PROT_READ | PROT_WRITE);
	ck_assert_uint_eq(maps_count(p, 3), 1);
}

PMK_CLAIM(mprotect_splits_and_merges) = {
	.claim = "mprotect(2) of the middle of a mapping makes three of it, and changing it back "
		 "one again",
	.source = "mm/vma.c, vma_merge(), in 6.1 mm/mmap.c; proc(5), /proc/pid/maps",
	.test = splits_and_merges,
	.broken_datum = true,
};

static void none_keeps(void)
{
	uint8_t *p = claim_pages(1);

	protect(p, PROT_NONE);
	claim_load_raises(p, SIGSEGV, SEGV_ACCERR);
	if (pmk_claim_datum())
		pmk_claim_must(madvise(p, page_bytes(), MADV_DONTNEED) == 0);
	protect(p, PROT_READ | PROT_WRITE);
	ck_assert_uint_eq(p[0], 1);
}

PMK_CLAIM(mprotect_none_keeps_bytes) = {
	.claim = "memory that was PROT_NONE for a while has its bytes afterwards",
	.source = "mprotect(2), DESCRIPTION: changes the access protections",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = none_keeps,
	.broken_datum = true,
};

static void over_hole(void)
{
	uint8_t *p = claim_pages(3);

	if (!pmk_claim_datum())
		pmk_claim_must(munmap(p + page_bytes(), page_bytes()) == 0);
	claim_refused(mprotect(p, 3 * page_bytes(), PROT_READ), ENOMEM);
	claim_store_raises(p, SIGSEGV, SEGV_ACCERR);
	claim_store_raises(p + 2 * page_bytes(), 0, 0);
}

PMK_CLAIM(mprotect_hole_enomem) = {
	.claim = "mprotect(2) of a range with a hole fails with ENOMEM, after what lies before the "
		 "hole has changed and what lies behind it has not",
	.source = "mprotect(2), ERRORS, ENOMEM; mm/mprotect.c",
	.spec = "POSIX.1-2017 mprotect()",
	.test = over_hole,
	.broken_datum = true,
};

static void no_exec_gain(void)
{
	uint8_t *p = claim_pages(1);

	/* The break asks for nothing. */
	if (prctl(PR_SET_MDWE, (long)pmk_claim_datum(), 0L, 0L, 0L))
		claim_since("PR_SET_MDWE", "6.3");
	claim_refused(mprotect(p, page_bytes(), PROT_READ | PROT_EXEC), EACCES);
}

PMK_CLAIM(mprotect_mdwe_refuses_exec) = {
	.claim = "after PR_SET_MDWE mprotect(2) refuses PROT_EXEC with EACCES for what was not "
		 "executable",
	.source = "PR_SET_MDWE(2const), PR_MDWE_REFUSE_EXEC_GAIN (since Linux 6.3)",
	.datum = PR_MDWE_REFUSE_EXEC_GAIN,
	.test = no_exec_gain,
	.broken_datum = 0,
};
