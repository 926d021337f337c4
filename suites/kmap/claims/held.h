/* SPDX-License-Identifier: GPL-2.0-only */
/* What the claims on kernel mappings share: asking for several at once, and reading the answer. */
#ifndef PAGEMARK_KMAP_CLAIMS_HELD_H
#define PAGEMARK_KMAP_CLAIMS_HELD_H

#include <errno.h>
#include <unistd.h>

#include "pagemark_abi.h"
#include "pagemark_claim.h"

#define HELD_PAGES 4

/*
 * Breaks in the module: all look through the first mapping; kmap_atomic() and the others change
 * places; only one page is visited.
 */
#define ONE_SLOT   "kmap_one_slot"
#define OTHER_KIND "kmap_other"
#define ONE_PAGE   "kmap_one_page"

/* struct held - PMK_ASK_KMAP_HELD's answers in words; all counts are of pages */
struct held {
	uint64_t before, with, after; /* preempt_count() | page faults disabled << 32 */
	uint64_t right, right_again, stored;
	uint32_t at_address, walked;
	uint64_t flags; /* PMK_KMAP_* */
};

/* 0, or -errno of a kernel that cannot. @zone: PMK_RUN_HIGHMEM or 0. */
static inline int held_try(uint32_t zone, unsigned int op, uint64_t pages, uint64_t ms,
			   struct held *h)
{
	struct pmk_run q = {
		.op = PMK_ASK_KMAP_HELD, .flags = zone, .pages = pages + 1, .args = { op, ms }
	};
	const __u64 *a = q.answers;
	int err;

	close(pmk_claim_module(op)); /* SKIP on kernels without it */
	err = pmk_claim_ask(&q);
	if (err)
		return err;
	*h = (struct held){ a[0], a[1], a[2],		a[3],
			    a[4], a[5], (uint32_t)a[6], (uint32_t)(a[6] >> 32),
			    a[7] };
	return 0;
}

static inline struct held held_low(unsigned int op, uint64_t pages)
{
	struct held h;

	pmk_claim_need(!held_try(0, op, pages, 0, &h), "memory of the kernel");
	return h;
}

/* Pages of high memory where there is some, which tells more, else of low memory. */
static inline struct held held_any(unsigned int op, uint64_t pages, uint64_t ms)
{
	struct held h;
	int err = held_try(PMK_RUN_HIGHMEM, op, pages, ms, &h);

	if (err == -ENODEV)
		err = held_try(0, op, pages, ms, &h);
	pmk_claim_need(!err, "slots and memory of the kernel");
	return h;
}

static inline struct held held_high(unsigned int op, uint64_t pages, uint64_t ms)
{
	struct held h;
	int err = held_try(PMK_RUN_HIGHMEM, op, pages, ms, &h);

	if (err == -ENODEV)
		pmk_claim_skip("this kernel has no high memory", "--target i386-pae-6.1");
	pmk_claim_need(!err, "slots and memory of the kernel");
	return h;
}

static inline uint32_t preemption(uint64_t context)
{
	return (uint32_t)context;
}

static inline uint32_t faults_disabled(uint64_t context)
{
	return (uint32_t)(context >> 32);
}

#endif
