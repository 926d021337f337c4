// SPDX-License-Identifier: GPL-2.0-only
/* What mlock(2), mlock2(2) and munlock(2) do to pages and to the count of locked memory. */
#include "locked.h"

/* What the breaks change: how much is locked and unlocked, and how. */
static size_t lock_divisor = 1;
static bool no_unlock;
static int onfault = MLOCK_ONFAULT;

static void lock_half(void)
{
	lock_divisor = 2;
}

static void lock_resident(void)
{
	size_t size_bytes = locked_bytes();
	uint8_t *p = fresh_map(size_bytes);

	pmk_claim_must(resident_pages(p, size_bytes) == 0);
	must_lock(p, size_bytes / lock_divisor, 0);
	ck_assert_uint_eq(resident_pages(p, size_bytes), LOCKED_PAGES);
}

PMK_CLAIM(mlock_resident) = {
	.claim = "when mlock(2) returns, every page of the range is resident",
	.source = "mlock(2), DESCRIPTION",
	.test = lock_resident,
	.broken_by = lock_half,
};

static void lock_counted(void)
{
	size_t size_bytes = locked_bytes(), before_bytes = counted_bytes();
	uint8_t *p = fresh_map(size_bytes);

	must_lock(p, size_bytes / lock_divisor, 0);
	ck_assert_uint_eq(counted_bytes(), before_bytes + size_bytes);
	/* A page has one lock, however often it is locked. */
	must_lock(p, size_bytes / lock_divisor, 0);
	ck_assert_uint_eq(counted_bytes(), before_bytes + size_bytes);
}

PMK_CLAIM(mlock_counted) = {
	.claim = "VmLck grows by what mlock(2) locked, and locking it twice does not count twice",
	.source = "proc(5), VmLck; mlock(2), NOTES: memory locks do not stack",
	.test = lock_counted,
	.broken_by = lock_half,
};

static void keep_locked(void)
{
	no_unlock = true;
}

static void unlock_uncounted(void)
{
	size_t size_bytes = locked_bytes(), before_bytes = counted_bytes();
	uint8_t *p = fresh_map(size_bytes);

	must_lock(p, size_bytes, 0);
	must_lock(p, size_bytes, 0);
	if (!no_unlock)
		ck_assert_int_eq(unlock_pages(p, size_bytes), 0);
	ck_assert_uint_eq(counted_bytes(), before_bytes);
	ck_assert_uint_eq(resident_pages(p, size_bytes), LOCKED_PAGES);
}

PMK_CLAIM(munlock_uncounts) = {
	.claim = "one munlock(2) takes back any number of mlock(2) and leaves the pages where "
		 "they are",
	.source = "mlock(2), NOTES: memory locks do not stack",
	.test = unlock_uncounted,
	.broken_by = keep_locked,
};

static void lock_at_once(void)
{
	onfault = 0;
}

static void onfault_waits(void)
{
	size_t size_bytes = locked_bytes(), before_bytes = counted_bytes();
	uint8_t *p = fresh_map(size_bytes);

	must_lock(p, size_bytes, onfault);
	ck_assert_uint_eq(resident_pages(p, size_bytes), 0);
	ck_assert_uint_eq(counted_bytes(), before_bytes + size_bytes);
	*(volatile uint8_t *)p = 1;
	ck_assert_uint_eq(resident_pages(p, size_bytes), 1);
}

PMK_CLAIM(onfault_populates_nothing) = {
	.claim = "mlock2(2) with MLOCK_ONFAULT counts the whole range as locked and brings in no "
		 "page",
	.source = "mlock(2), mlock2(), MLOCK_ONFAULT",
	.test = onfault_waits,
	.broken_by = lock_at_once,
};

static bool no_hole;

static void leave_mapped(void)
{
	no_hole = true;
}

static void lock_hole(void)
{
	size_t size_bytes = locked_bytes(), page_bytes = size_bytes / LOCKED_PAGES;
	uint8_t *p = fresh_map(size_bytes);

	/* Whole, it can be locked: so it is not the limit that says ENOMEM below. */
	must_lock(p, size_bytes, 0);
	pmk_claim_must(unlock_pages(p, size_bytes) == 0);
	if (!no_hole)
		pmk_claim_must(munmap(p + page_bytes, page_bytes) == 0);
	errno = 0;
	ck_assert_int_eq(lock_pages(p, size_bytes, 0), -1);
	ck_assert_int_eq(errno, ENOMEM);
}

PMK_CLAIM(mlock_hole_enomem) = {
	.claim = "mlock(2) of a range that is not wholly mapped fails with ENOMEM",
	.source = "mlock(2), ERRORS, ENOMEM",
	.test = lock_hole,
	.broken_by = leave_mapped,
};
