/* SPDX-License-Identifier: GPL-2.0-only */
/* What the claims on locked memory share: fresh memory, locking it, and how much is locked. */
#ifndef PAGEMARK_PIN_CLAIMS_LOCKED_H
#define PAGEMARK_PIN_CLAIMS_LOCKED_H

#include "../../../base_pages.h"
#include "../../../proc_value.h"
#include "../../lock_limit.h"
#include "pagemark_claim.h"

#define LOCKED_PAGES 8

static inline size_t locked_bytes(void)
{
	return LOCKED_PAGES * page_bytes();
}

/* No page present, and none will be by its neighbour's fault. */
static inline uint8_t *fresh_map(size_t size_bytes)
{
	uint8_t *p = base_pages(size_bytes);

	pmk_claim_need(p != MAP_FAILED, "memory to lock");
	return p;
}

static inline long unlock_pages(const void *p, size_t size_bytes)
{
	return syscall(SYS_munlock, p, size_bytes);
}

/* Locks, as preparation: where the limit forbids it, this machine cannot show the claim. */
static inline void must_lock(const void *p, size_t size_bytes, int flags)
{
	long err = lock_pages(p, size_bytes, flags);

	if (err && (errno == ENOMEM || errno == EPERM))
		pmk_claim_skip("RLIMIT_MEMLOCK is too small to lock 8 pages", lock_limit_remedy());
	pmk_claim_need(err == 0, "a lock on memory, mlock2(2)");
}

/* VmLck of this process. */
static inline size_t counted_bytes(void)
{
	uint64_t kib;

	pmk_claim_need(proc_value("/proc/self/status", "VmLck:", &kib), "/proc/self/status");
	return (size_t)(kib * KiB);
}

#endif
