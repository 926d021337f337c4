// SPDX-License-Identifier: GPL-2.0-only
/* What mlock(2), mlock2(2) and munlock(2) do to pages and to the count of locked memory. */
#include "locked.h"

/* The datum divides the range: 1 locks all of it, 2 the first half. */
static void lock_resident(void)
{
	size_t size_bytes = locked_bytes();
	uint8_t *p = fresh_map(size_bytes);

	pmk_claim_must(base_pages_present(p, size_bytes) == 0);
	must_lock(p, size_bytes / pmk_claim_datum(), 0);
	ck_assert_uint_eq(base_pages_present(p, size_bytes), LOCKED_PAGES);
}

PMK_CLAIM(mlock_resident) = {
	.claim = "when mlock(2) returns, every page of the range is resident",
	.source = "mlock(2), DESCRIPTION",
	.spec = "POSIX.1-2017 mlock()",
	.datum = 1,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = lock_resident,
	.broken_datum = 2,
};

static void lock_counted(void)
{
	size_t size_bytes = locked_bytes(), before_bytes = counted_bytes();
	uint8_t *p = fresh_map(size_bytes);

	must_lock(p, size_bytes / pmk_claim_datum(), 0);
	ck_assert_uint_eq(counted_bytes(), before_bytes + size_bytes);
	/* A page has one lock, however often it is locked. */
	must_lock(p, size_bytes / pmk_claim_datum(), 0);
	ck_assert_uint_eq(counted_bytes(), before_bytes + size_bytes);
}

PMK_CLAIM(mlock_counted) = {
	.claim = "VmLck grows by what mlock(2) locked, and locking it twice does not count twice",
	.source = "proc(5), VmLck; mlock(2), NOTES: memory locks do not stack",
	.datum = 1,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = lock_counted,
	.broken_datum = 2,
};

static void unlock_uncounted(void)
{
	size_t size_bytes = locked_bytes(), before_bytes = counted_bytes();
	uint8_t *p = fresh_map(size_bytes);

	must_lock(p, size_bytes, 0);
	must_lock(p, size_bytes, 0);
	if (!pmk_claim_datum())
		ck_assert_int_eq(unlock_pages(p, size_bytes), 0);
	ck_assert_uint_eq(counted_bytes(), before_bytes);
	ck_assert_uint_eq(base_pages_present(p, size_bytes), LOCKED_PAGES);
}

PMK_CLAIM(munlock_uncounts) = {
	.claim = "one munlock(2) takes back any number of mlock(2) and leaves the pages where "
		 "they are",
	.source = "mlock(2), NOTES: memory locks do not stack",
	.spec = "POSIX.1-2017 munlock()",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = unlock_uncounted,
	.broken_datum = true,
};

static void onfault_waits(void)
{
	size_t size_bytes = locked_bytes(), before_bytes = counted_bytes();
	uint8_t *p = fresh_map(size_bytes);

	must_lock(p, size_bytes, (int)pmk_claim_datum());
	ck_assert_uint_eq(base_pages_present(p, size_bytes), 0);
	ck_assert_uint_eq(counted_bytes(), before_bytes + size_bytes);
	*(volatile uint8_t *)p = 1;
	ck_assert_uint_eq(base_pages_present(p, size_bytes), 1);
}

PMK_CLAIM(onfault_populates_nothing) = {
	.claim = "mlock2(2) with MLOCK_ONFAULT counts the whole range as locked and brings in no "
		 "page",
	.source = "mlock(2), mlock2(), MLOCK_ONFAULT",
	.datum = MLOCK_ONFAULT,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = onfault_waits,
	.broken_datum = 0,
};

static void lock_hole(void)
{
	size_t size_bytes = locked_bytes(), hole_bytes = page_bytes();
	uint8_t *p = fresh_map(size_bytes);

	/* Whole, it can be locked: so it is not the limit that says ENOMEM below. */
	must_lock(p, size_bytes, 0);
	pmk_claim_must(unlock_pages(p, size_bytes) == 0);
	if (!pmk_claim_datum())
		pmk_claim_must(munmap(p + hole_bytes, hole_bytes) == 0);
	errno = 0;
	ck_assert_int_eq(lock_pages(p, size_bytes, 0), -1);
	ck_assert_int_eq(errno, ENOMEM);
}

PMK_CLAIM(mlock_hole_enomem) = {
	.claim = "mlock(2) of a range that is not wholly mapped fails with ENOMEM",
	.source = "mlock(2), ERRORS, ENOMEM",
	.spec = "POSIX.1-2017 mlock()",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = lock_hole,
	.broken_datum = true,
};
