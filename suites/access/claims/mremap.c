// SPDX-License-Identifier: GPL-2.0-only
/* What mremap(2) keeps, moves, takes away and refuses. */
#include <sys/syscall.h>

#include "../../claim_fault.h"
#include "../../claim_memory.h"
#include "../../first_use.h"

#ifndef MREMAP_DONTUNMAP
#define MREMAP_DONTUNMAP 4
#endif

#define PAGES 8

/* By number: C libraries read a fifth argument only with MREMAP_FIXED, and pass on garbage else. */
static void *remap(void *p, size_t from_pages, size_t to_pages, int flags, void *to)
{
	return (void *)syscall(SYS_mremap, p, from_pages * page_bytes(), to_pages * page_bytes(),
			       (long)flags, to);
}

static void grows(void)
{
	uint8_t *p = remap(claim_pages(1), 1, 2, MREMAP_MAYMOVE, NULL);

	ck_assert_ptr_ne(p, MAP_FAILED);
	if (pmk_claim_datum())
		p = mmap(p, page_bytes(), PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
			 0);
	ck_assert_uint_eq(p[0], 1);
	ck_assert(claim_filled(p + page_bytes(), page_bytes(), 0));
}

PMK_CLAIM(mremap_grows_with_zeros) = {
	.claim = "a mapping that mremap(2) makes longer keeps its bytes, and reads as zero behind "
		 "them",
	.source = "mremap(2), DESCRIPTION; mmap(2), MAP_ANONYMOUS",
	.test = grows,
	.broken_datum = true,
};

static void no_room(void)
{
	claim_refused(remap(claim_pages(1), 1, 2, (int)pmk_claim_datum(), NULL), ENOMEM);
}

PMK_CLAIM(mremap_no_room_enomem) = {
	.claim = "without MREMAP_MAYMOVE mremap(2) of a mapping that has another one behind it "
		 "fails with ENOMEM",
	.source = "mremap(2), ERRORS, ENOMEM",
	.datum = 0,
	.test = no_room,
	.broken_datum = MREMAP_MAYMOVE,
};

static __attribute__((no_sanitize_address)) void moves(void)
{
	uint8_t *p = claim_pages(PAGES), *to = claim_room(PAGES);
	uint64_t before;

	if (pmk_claim_datum()) {
		to = claim_anonymous(PAGES, MAP_PRIVATE);
		memcpy(to, p, PAGES * page_bytes());
	} else {
		ck_assert_ptr_eq(remap(p, PAGES, PAGES, MREMAP_MAYMOVE | MREMAP_FIXED, to), to);
	}
	page_faults(RUSAGE_SELF); /* its code has been faulted in by then */
	before = page_faults(RUSAGE_SELF);
	for (size_t i = 0; i < PAGES; i++)
		pmk_claim_must(((volatile uint8_t *)to)[i * page_bytes()] == i + 1);
	ck_assert_uint_eq(page_faults(RUSAGE_SELF) - before, 0);
	for (size_t i = 0; i < PAGES; i++)
		claim_load_raises(p + i * page_bytes(), SIGSEGV, SEGV_MAPERR);
}

PMK_CLAIM(mremap_moves_pages) = {
	.claim = "mremap(2) moves pages with what is in them: the new addresses take no fault, the "
		 "old ones raise SIGSEGV",
	.source = "mremap(2), NOTES: changes the mapping between virtual addresses and memory "
		  "pages",
	.test = moves,
	.broken_datum = true,
};

static void shrinks(void)
{
	uint8_t *p = claim_pages(2);

	ck_assert_ptr_eq(remap(p, 2, pmk_claim_datum(), 0, NULL), p);
	ck_assert_uint_eq(p[0], 1);
	claim_load_raises(p + page_bytes(), SIGSEGV, SEGV_MAPERR);
}

PMK_CLAIM(mremap_shrink_unmaps_tail) = {
	.claim = "mremap(2) to a smaller size unmaps the rest at once",
	.source = "mremap(2), DESCRIPTION: expands (or shrinks) an existing memory mapping",
	.datum = 1,
	.test = shrinks,
	.broken_datum = 2,
};

static void second_of_shared(void)
{
	volatile uint8_t *p = claim_anonymous(1, (int)pmk_claim_datum());
	volatile uint8_t *q = remap((void *)p, 0, 1, MREMAP_MAYMOVE, NULL);

	ck_assert_ptr_ne((void *)q, MAP_FAILED);
	ck_assert_ptr_ne((void *)q, (void *)p);
	p[0] = 7;
	ck_assert_uint_eq(q[0], 7);
}

PMK_CLAIM(mremap_size_zero_duplicates) = {
	.claim = "mremap(2) of size 0 of a shared mapping makes a second one of the same pages",
	.source = "mremap(2), DESCRIPTION: if the value of old_size is zero",
	.datum = MAP_SHARED,
	.test = second_of_shared,
	.broken_datum = MAP_PRIVATE,
};

static void second_of_private(void)
{
	void *p = claim_anonymous(1, (int)pmk_claim_datum());

	claim_refused(remap(p, 0, 1, MREMAP_MAYMOVE, NULL), EINVAL);
}

PMK_CLAIM(mremap_size_zero_private_refused) = {
	.claim = "mremap(2) of size 0 of a private mapping fails with EINVAL",
	.source = "mremap(2), BUGS: since Linux 4.14",
	.datum = MAP_PRIVATE,
	.test = second_of_private,
	.broken_datum = MAP_SHARED,
};

static void not_unmapped(void)
{
	uint8_t *p = claim_pages(1);
	uint8_t *q = remap(p, 1, 1, MREMAP_MAYMOVE | (int)pmk_claim_datum(), NULL);

	if (q == MAP_FAILED && errno == EINVAL)
		claim_since("MREMAP_DONTUNMAP", "5.7");
	/* Without the flag a mapping that may stay where it is stays: the break moves it. */
	if (q == p)
		q = remap(p, 1, 1, MREMAP_MAYMOVE | MREMAP_FIXED, claim_room(1));
	pmk_claim_need(q != MAP_FAILED, "a mapping");
	ck_assert_uint_eq(q[0], 1);
	claim_load_raises(p, 0, 0);
	ck_assert_uint_eq(p[0], 0);
}

PMK_CLAIM(mremap_dontunmap_leaves_zeros) = {
	.claim = "MREMAP_DONTUNMAP moves the pages and leaves a mapping that reads as zero",
	.source = "mremap(2), MREMAP_DONTUNMAP (since Linux 5.7)",
	.datum = MREMAP_DONTUNMAP,
	.test = not_unmapped,
	.broken_datum = 0,
};

/* The datum says how many pages the new place is behind the old one. */
static void overlaps(void)
{
	uint8_t *p = claim_anonymous(PAGES, MAP_PRIVATE), *to;

	to = p + pmk_claim_datum() * page_bytes();
	claim_refused(remap(p, 2, 2, MREMAP_MAYMOVE | MREMAP_FIXED, to), EINVAL);
}

PMK_CLAIM(mremap_overlap_refused) = {
	.claim = "mremap(2) to a place that overlaps the old one fails with EINVAL",
	.source = "mremap(2), ERRORS, EINVAL",
	.datum = 1,
	.test = overlaps,
	.broken_datum = 2,
};
