// SPDX-License-Identifier: GPL-2.0-only
/* What munmap(2) takes away, and what it refuses. */
#include "../../claim_fault.h"
#include "../../claim_maps.h"
#include "../../claim_memory.h"

static void over_hole(void)
{
	uint8_t *p = claim_pages(3);

	pmk_claim_must(munmap(p + page_bytes(), page_bytes()) == 0);
	if (!pmk_claim_datum())
		ck_assert_int_eq(munmap(p, 3 * page_bytes()), 0);
	for (size_t i = 0; i < 3; i++)
		claim_load_raises(p + i * page_bytes(), SIGSEGV, SEGV_MAPERR);
}

PMK_CLAIM(munmap_over_hole) = {
	.claim = "munmap(2) of a range with a hole is no error and takes away what is mapped "
		 "around it",
	.source = "munmap(2), DESCRIPTION: it is not an error if the indicated range does not "
		  "contain any mapped pages",
	.spec = "POSIX.1-2017 munmap()",
	.test = over_hole,
	.broken_datum = true,
};

/* The datum is the page that goes. */
static void splits(void)
{
	uint8_t *p = claim_pages(3);

	pmk_claim_must(maps_count(p, 3) == 1);
	ck_assert_int_eq(munmap(p + pmk_claim_datum() * page_bytes(), page_bytes()), 0);
	ck_assert_uint_eq(maps_count(p, 3), 2);
	ck_assert_uint_eq(maps_count(p + page_bytes(), 1), 0);
	ck_assert_uint_eq(p[0], 1);
	ck_assert_uint_eq(p[2 * page_bytes()], 3);
}

PMK_CLAIM(munmap_middle_leaves_two) = {
	.claim = "munmap(2) of the middle page of a mapping leaves two, which /proc/self/maps "
		 "lists",
	.source = "munmap(2), NOTES; proc(5), /proc/pid/maps",
	.datum = 1,
	.test = splits,
	.broken_datum = 2,
};

static void unaligned(void)
{
	uint8_t *p = claim_pages(2);

	claim_refused(munmap(p + pmk_claim_datum(), page_bytes()), EINVAL);
	ck_assert_uint_eq(p[0], 1);
	ck_assert_uint_eq(p[page_bytes()], 2);
}

PMK_CLAIM(munmap_unaligned_refused) = {
	.claim = "munmap(2) of an address that is no multiple of the page size fails with EINVAL "
		 "and takes nothing away",
	.source = "munmap(2), ERRORS, EINVAL; NOTES: the address must be a multiple of the page "
		  "size",
	.datum = 1,
	.test = unaligned,
	.broken_datum = 0,
};

static void length_zero(void)
{
	uint8_t *p = claim_pages(1);

	claim_refused(munmap(p, pmk_claim_datum()), EINVAL);
	ck_assert_uint_eq(p[0], 1);
}

PMK_CLAIM(munmap_length_zero_refused) = {
	.claim = "munmap(2) of length 0 fails with EINVAL",
	.source = "munmap(2), ERRORS, EINVAL (since Linux 2.6.12)",
	.spec = "POSIX.1-2017 munmap()",
	.datum = 0,
	.test = length_zero,
	.broken_datum = 1,
};
