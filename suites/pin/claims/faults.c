// SPDX-License-Identifier: GPL-2.0-only
/* When pages come and go: MAP_POPULATE, first touch and MADV_DONTNEED, by counted page faults. */
#include "../../first_use.h"
#include "lock/locked.h"

/* Page faults of one store into each page; AddressSanitizer would add those of its shadow. */
static __attribute__((noinline, no_sanitize_address)) uint64_t touch(volatile uint8_t *p,
								     size_t size_bytes)
{
	size_t each = page_bytes();
	uint64_t before = page_faults(RUSAGE_SELF);

	for (size_t i = 0; i < size_bytes; i += each)
		p[i] = 1;
	return page_faults(RUSAGE_SELF) - before;
}

/* The code and the stack of touch() have been faulted in by then. */
static void warm_up(void)
{
	touch(pmk_claim_alloc(locked_bytes()), locked_bytes());
}

#define TRIES 3

/* A machine short of memory may take a page away before it is touched, but not each time. */
static void populated(void)
{
	uint64_t faults = 1;
	uint8_t *p;

	warm_up();
	for (int i = 0; faults && i < TRIES; i++) {
		p = mmap(NULL, locked_bytes(), PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | (int)pmk_claim_datum(), -1, 0);
		pmk_claim_need(p != MAP_FAILED, "memory to lock");
		faults = touch(p, locked_bytes());
	}
	ck_assert_uint_eq(faults, 0);
}

PMK_CLAIM(populate_leaves_no_fault) = {
	.claim = "stores to memory mapped with MAP_POPULATE take no page fault",
	.source = "mmap(2), MAP_POPULATE",
	.datum = MAP_POPULATE,
	.test = populated,
	.broken_datum = 0,
};

static void first_touch(void)
{
	uint8_t *p = fresh_map(locked_bytes());

	warm_up();
	if (pmk_claim_datum())
		touch(p, locked_bytes());
	ck_assert_uint_eq(touch(p, locked_bytes()), LOCKED_PAGES);
	ck_assert_uint_eq(touch(p, locked_bytes()), 0);
}

PMK_CLAIM(touch_faults_once) = {
	.claim = "without huge pages, the first store to each page of private anonymous memory "
		 "takes one fault, the next none",
	.source = "getrusage(2), ru_minflt; Documentation/admin-guide/mm/concepts.rst, Anonymous "
		  "Memory",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = first_touch,
	.broken_datum = true,
};

static void dontneed_zeroes(void)
{
	volatile uint8_t *p = fresh_map(locked_bytes());

	touch(p, locked_bytes());
	pmk_claim_must(madvise((void *)p, locked_bytes(), (int)pmk_claim_datum()) == 0);
	ck_assert_uint_eq(base_pages_present((uint8_t *)p, locked_bytes()), 0);
	for (size_t i = 0; i < locked_bytes(); i++)
		ck_assert_uint_eq(p[i], 0);
}

PMK_CLAIM(dontneed_reads_zero) = {
	.claim = "private anonymous memory after MADV_DONTNEED is gone, and reads as zero when "
		 "touched again",
	.source = "madvise(2), MADV_DONTNEED",
	.datum = MADV_DONTNEED,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = dontneed_zeroes,
	.broken_datum = MADV_NORMAL,
};

static void dontneed_locked(void)
{
	volatile uint8_t *p = fresh_map(locked_bytes());

	touch(p, locked_bytes());
	if (!pmk_claim_datum())
		must_lock((const void *)p, locked_bytes(), 0);
	errno = 0;
	ck_assert_int_eq(madvise((void *)p, locked_bytes(), MADV_DONTNEED), -1);
	ck_assert_int_eq(errno, EINVAL);
	ck_assert_uint_eq(p[0], 1);
}

PMK_CLAIM(dontneed_spares_locked) = {
	.claim = "MADV_DONTNEED of locked memory fails with EINVAL and drops nothing",
	.source = "madvise(2), ERRORS, EINVAL",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = dontneed_locked,
	.broken_datum = true,
};
