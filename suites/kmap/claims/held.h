/* SPDX-License-Identifier: GPL-2.0-only */
/* What the claims on kernel mappings share: asking for several at once, and reading the answer. */
#ifndef PAGEMARK_KMAP_CLAIMS_HELD_H
#define PAGEMARK_KMAP_CLAIMS_HELD_H

#include <errno.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../../module_break.h"
#include "pagemark_abi.h"

#define HELD_PAGES 4

/* struct held - PMK_ASK_KMAP_HELD's answers in words; all counts are of pages */
struct held {
	uint64_t before, with, after; /* preempt_count() | page faults disabled << 32 */
	uint64_t right, right_again, stored;
	uint32_t at_address, walked;
	uint64_t flags; /* PMK_KMAP_* */
};

/* 0, or the errno of a kernel that cannot. */
static inline int held_try(unsigned int op, uint64_t pages, uint32_t zone, uint64_t ms,
			   struct held *h)
{
	struct pmk_run q = { .abi_version = PMK_ABI_VERSION,
			     .op = PMK_ASK_KMAP_HELD,
			     .flags = zone,
			     .n = 1,
			     .pages = pages + 1,
			     .args = { op, ms } };
	int fd = pmk_claim_module(op), ret = ioctl(fd, PMK_IOC_RUN, &q), err = errno;

	close(fd);
	if (ret)
		return err;
	*h = (struct held){
		q.answers[0], q.answers[1], q.answers[2],	    q.answers[3],
		q.answers[4], q.answers[5], (uint32_t)q.answers[6], (uint32_t)(q.answers[6] >> 32),
		q.answers[7]
	};
	return 0;
}

static inline struct held held_low(unsigned int op, uint64_t pages)
{
	struct held h;

	pmk_claim_must(!held_try(op, pages, 0, 0, &h));
	return h;
}

/* Pages of high memory where there is some, which tells more, else of low memory. */
static inline struct held held_any(unsigned int op, uint64_t pages, uint64_t ms)
{
	struct held h;
	int err = held_try(op, pages, PMK_RUN_HIGHMEM, ms, &h);

	if (err == ENODEV)
		err = held_try(op, pages, 0, ms, &h);
	pmk_claim_must(!err);
	return h;
}

static inline struct held held_high(unsigned int op, uint64_t pages, uint64_t ms)
{
	struct held h;
	int err = held_try(op, pages, PMK_RUN_HIGHMEM, ms, &h);

	if (err == ENODEV)
		pmk_claim_skip("this kernel has no high memory", "--target i386-pae-6.1");
	pmk_claim_must(!err);
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

/* The breaks: all look through the first mapping; kmap_atomic() and the others change places. */
static inline void one_slot(void)
{
	module_break("kmap_one_slot");
}

static inline void other_kind(void)
{
	module_break("kmap_other");
}

static inline void one_page(void)
{
	module_break("kmap_one_page");
}

#endif
