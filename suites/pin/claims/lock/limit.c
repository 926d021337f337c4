// SPDX-License-Identifier: GPL-2.0-only
/* RLIMIT_MEMLOCK: what a process without CAP_IPC_LOCK cannot lock or register. */
#include <sys/resource.h>

#include "../../../capability.h"
#include "../../../claim_memory.h"
#include "../../../claim_uring.h"
#include "locked.h"

/* The datum is the limit, in pages. */
static void lock_under_limit(int expected_errno)
{
	size_t size_bytes = locked_bytes();
	struct rlimit limit;
	uint8_t *p = fresh_map(size_bytes);

	pmk_claim_must(counted_bytes() == 0);
	pmk_claim_must(getrlimit(RLIMIT_MEMLOCK, &limit) == 0);
	if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < size_bytes)
		pmk_claim_skip("the hard RLIMIT_MEMLOCK is below 8 pages",
			       "ulimit -H -l unlimited");
	limit.rlim_cur = pmk_claim_datum() * (size_bytes / LOCKED_PAGES);
	pmk_claim_need(setrlimit(RLIMIT_MEMLOCK, &limit) == 0, "RLIMIT_MEMLOCK");
	capability_give_up(CAP_IPC_LOCK); /* it overrides the limit */
	errno = 0;
	ck_assert_int_eq(lock_pages(p, size_bytes, 0), -1);
	ck_assert_int_eq(errno, expected_errno);
	ck_assert_uint_eq(counted_bytes(), 0);
}

static void beyond_limit(void)
{
	lock_under_limit(ENOMEM);
}

PMK_CLAIM(mlock_limit_enomem) = {
	.claim = "without CAP_IPC_LOCK, mlock(2) of a page more than RLIMIT_MEMLOCK fails with "
		 "ENOMEM and locks nothing",
	.source = "mlock(2), ERRORS, ENOMEM; getrlimit(2), RLIMIT_MEMLOCK",
	.datum = LOCKED_PAGES - 1,
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = beyond_limit,
	.broken_datum = LOCKED_PAGES,
};

static void no_limit(void)
{
	lock_under_limit(EPERM);
}

PMK_CLAIM(mlock_zero_limit_eperm) = {
	.claim = "without CAP_IPC_LOCK and with RLIMIT_MEMLOCK 0, mlock(2) fails with EPERM",
	.source = "mlock(2), ERRORS, EPERM",
	.config = { "CONFIG_ADVISE_SYSCALLS" },
	.test = no_limit,
	.broken_datum = LOCKED_PAGES,
};

/* Without CAP_IPC_LOCK the limit is of all that the user's processes lock for io_uring and bpf. */
static void registered(void)
{
	struct rlimit limit;
	uint8_t *p = claim_pages(LOCKED_PAGES);
	struct uring r;

	capability_give_up(CAP_IPC_LOCK);
	r = claim_uring(1, 0);
	pmk_claim_must(getrlimit(RLIMIT_MEMLOCK, &limit) == 0);
	limit.rlim_cur = pmk_claim_datum() ? limit.rlim_max : (LOCKED_PAGES - 1) * page_bytes();
	if (setrlimit(RLIMIT_MEMLOCK, &limit))
		pmk_claim_skip("the hard RLIMIT_MEMLOCK is below 7 pages", lock_limit_remedy());
	ck_assert_int_eq(claim_uring_buffer(&r, p, LOCKED_PAGES * page_bytes()), -ENOMEM);
}

PMK_CLAIM(registered_limit_enomem) = {
	.claim = "without CAP_IPC_LOCK, registering a buffer of a page more than RLIMIT_MEMLOCK "
		 "fails with ENOMEM",
	.source = "io_uring_register(2), IORING_REGISTER_BUFFERS and ERRORS, ENOMEM: charged "
		  "against the user's RLIMIT_MEMLOCK",
	.config = { "CONFIG_IO_URING", "CONFIG_ADVISE_SYSCALLS" },
	.test = registered,
	.broken_datum = true,
};
