// SPDX-License-Identifier: GPL-2.0-only
/* RLIMIT_MEMLOCK: what a process without CAP_IPC_LOCK cannot lock. */
#include <linux/capability.h>
#include <sys/resource.h>

#include "locked.h"

/* CAP_IPC_LOCK in the effective set overrides the limit; giving it up needs no privilege. */
static void give_up_ipc_lock(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];

	pmk_claim_must(syscall(SYS_capget, &header, data) == 0);
	data[CAP_TO_INDEX(CAP_IPC_LOCK)].effective &= ~CAP_TO_MASK(CAP_IPC_LOCK);
	pmk_claim_need(syscall(SYS_capset, &header, data) == 0, "giving up a capability");
}

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
	give_up_ipc_lock();
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
	.test = no_limit,
	.broken_datum = LOCKED_PAGES,
};
