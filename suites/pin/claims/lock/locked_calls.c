// SPDX-License-Identifier: GPL-2.0-only
/* What other calls make of locked memory: mmap(2), mremap(2), msync(2), madvise(2). */
#include "../../../claim_maps.h"
#include "../../../claim_memory.h"
#include "locked.h"

static void map_locked(void)
{
	uint8_t *p = mmap(claim_room(LOCKED_PAGES), locked_bytes(), PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | (int)pmk_claim_datum(), -1, 0);

	if (p == MAP_FAILED && (errno == EAGAIN || errno == EPERM))
		pmk_claim_skip("RLIMIT_MEMLOCK is too small to lock 8 pages", lock_limit_remedy());
	pmk_claim_need(p != MAP_FAILED, "memory to lock");
	ck_assert_uint_eq(base_pages_present(p, locked_bytes()), LOCKED_PAGES);
	ck_assert_uint_eq(smaps_kib(p, "Locked:"), locked_bytes() / KiB);
}

PMK_CLAIM(map_locked_is_present) = {
	.claim = "MAP_LOCKED memory is present when mmap(2) returns, and counts as Locked in "
		 "/proc/self/smaps",
	.source = "mmap(2), MAP_LOCKED; proc(5), /proc/pid/smaps",
	.config = { "CONFIG_PROC_PAGE_MONITOR" },
	.datum = MAP_LOCKED,
	.test = map_locked,
	.broken_datum = MAP_POPULATE,
};

static void grows(void)
{
	uint8_t *p = claim_pages(1);

	must_lock(p, page_bytes(), 0);
	if (pmk_claim_datum())
		pmk_claim_must(unlock_pages(p, page_bytes()) == 0);
	p = mremap(p, page_bytes(), locked_bytes(), MREMAP_MAYMOVE);
	pmk_claim_need(p != MAP_FAILED, "memory to lock");
	ck_assert_uint_eq(base_pages_present(p, locked_bytes()), LOCKED_PAGES);
	ck_assert_uint_eq(counted_bytes(), locked_bytes());
}

PMK_CLAIM(locked_mapping_grows_locked) = {
	.claim = "a locked mapping that mremap(2) makes longer is present and locked in full",
	.source = "mremap(2), NOTES; mlock(2)",
	.test = grows,
	.broken_datum = true,
};

static void invalidate(void)
{
	uint8_t *p = claim_pages(1);

	must_lock(p, page_bytes(), 0);
	if (pmk_claim_datum())
		pmk_claim_must(unlock_pages(p, page_bytes()) == 0);
	claim_refused(msync(p, page_bytes(), MS_ASYNC | MS_INVALIDATE), EBUSY);
}

PMK_CLAIM(msync_invalidate_spares_locked) = {
	.claim = "MS_INVALIDATE of locked memory fails with EBUSY",
	.source = "msync(2), ERRORS, EBUSY",
	.spec = "POSIX.1-2017 msync()",
	.test = invalidate,
	.broken_datum = true,
};

static void dropped(void)
{
	uint8_t *p = claim_pages(1);

	claim_need_advice(MADV_DONTNEED_LOCKED, "MADV_DONTNEED_LOCKED", "5.18");
	must_lock(p, page_bytes(), 0);
	ck_assert_int_eq(madvise(p, page_bytes(), (int)pmk_claim_datum()), 0);
	ck_assert_uint_eq(base_pages_present(p, page_bytes()), 0);
	ck_assert_uint_eq(counted_bytes(), page_bytes());
	ck_assert_uint_eq(p[0], 0);
}

PMK_CLAIM(dontneed_locked_drops) = {
	.claim = "MADV_DONTNEED_LOCKED drops the pages of locked memory, which stays locked",
	.source = "madvise(2), MADV_DONTNEED_LOCKED (since Linux 5.18)",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.datum = MADV_DONTNEED_LOCKED,
	.test = dropped,
	.broken_datum = MADV_DONTNEED,
};
