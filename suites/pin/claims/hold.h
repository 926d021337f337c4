/* SPDX-License-Identifier: GPL-2.0-only */
/* What the claims on pinned pages share: holding some while the test does something. */
#ifndef PAGEMARK_PIN_CLAIMS_HOLD_H
#define PAGEMARK_PIN_CLAIMS_HOLD_H

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../base_pages.h"
#include "../../pagemap.h"
#include "pagemark_abi.h"

#define HOLD_WRITE  (1u << 8) /* beside an op, or what follows: PMK_RUN_WRITE */
#define HOLD_FOLLOW (1u << 9) /* no op: PMK_ASK_FOLLOWED, by which nothing is held */
#define HOLD_OP	    0xffu

/* struct hold - one PMK_ASK_PIN_HOLD: its answers, and the thread in which it waits */
struct hold {
	struct pmk_run q;
	pthread_t thread;
	volatile uint32_t *step; /* shared with children, mapped by itself */
	int ret;
};

/* answers[0]: pages, or -errno */
static inline int64_t hold_got(const struct hold *h)
{
	return (int64_t)h->q.answers[0];
}

static inline void *hold_ask(void *arg)
{
	struct hold *h = arg;

	h->ret = pmk_claim_ask(&h->q);
	if (h->step)
		*h->step = 3;
	return NULL;
}

/* @how: enum pmk_op or HOLD_FOLLOW, | HOLD_WRITE */
static inline struct hold hold_question(const void *at, uint64_t pages, unsigned int how)
{
	struct hold h = { .q = { .op = PMK_ASK_PIN_HOLD } };

	if (how & HOLD_FOLLOW)
		h.q.op = PMK_ASK_FOLLOWED;
	h.q.flags = how & HOLD_WRITE ? PMK_RUN_WRITE : 0;
	h.q.addr = (uintptr_t)at;
	h.q.pages = pages;
	h.q.args[0] = how & HOLD_OP;
	return h;
}

/* Takes hold and lets go at once. */
static inline struct hold hold_once(const void *at, uint64_t pages, unsigned int how)
{
	struct hold h = hold_question(at, pages, how);

	hold_ask(&h);
	pmk_claim_must(h.ret == 0);
	return h;
}

/* Returns once the pages are held; hold_end() lets go of them. */
static inline void hold_begin(struct hold *h, const void *at, uint64_t pages, unsigned int how)
{
	*h = hold_question(at, pages, how);
	h->step =
		mmap(NULL, page_bytes(), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pmk_claim_need(h->step != MAP_FAILED, "a page to share");
	*h->step = 0;
	h->q.args[1] = (uintptr_t)h->step;
	errno = pthread_create(&h->thread, NULL, hold_ask, h);
	pmk_claim_need(!errno, "one more thread");
	while (!*h->step)
		sched_yield();
}

static inline void hold_end(struct hold *h)
{
	*h->step = 2;
	pmk_claim_must(pthread_join(h->thread, NULL) == 0);
	pmk_claim_must(h->ret == 0);
}

/* Anonymous memory in base pages, each present, the first word of page i is first + i. */
static inline uint64_t *hold_memory(uint64_t pages, uint64_t first)
{
	uint8_t *p = base_pages(pages * page_bytes());

	pmk_claim_need(p != MAP_FAILED, "memory to pin");
	base_pages_touch(p, pages, page_bytes(), first);
	return (uint64_t *)p;
}

/* Flags of a page: KPF_* of Documentation/admin-guide/mm/pagemap.rst. */
static inline uint64_t hold_kpageflags(uint64_t pfn)
{
	int fd = open("/proc/kpageflags", O_RDONLY | O_CLOEXEC);
	uint64_t flags;

	if (fd < 0)
		pmk_claim_skip("there is no /proc/kpageflags",
			       "a kernel with CONFIG_PROC_PAGE_MONITOR");
	pmk_claim_must(pread(fd, &flags, sizeof(flags), (off_t)(pfn * sizeof(flags))) ==
		       sizeof(flags));
	close(fd);
	return flags;
}

#endif
