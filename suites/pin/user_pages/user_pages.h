/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on taking hold of user pages share: the pages, the batch, the check. */
#ifndef PAGEMARK_PIN_USER_PAGES_H
#define PAGEMARK_PIN_USER_PAGES_H

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pagemark_module.h"

#define USER_PAGES PMK_LIST("pages", 1, 8, 64, 512)

/**
 * struct user_pages - the context of every contender
 * @fd: the device
 * @req: one operation
 * @n: operations of the last batch
 */
struct user_pages {
	int fd;
	struct pmk_run req;
	uint64_t n;
};

/* Base pages, each present: one page table entry and one reference for each. */
static inline uint8_t *base_pages(struct pmk_case *c, size_t size_bytes)
{
	uint8_t *p =
		mmap(NULL, size_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	pmk_need(c, p != MAP_FAILED, "memory to pin");
	/* EINVAL: a kernel without transparent huge pages, which is as good. */
	pmk_must(c, madvise(p, size_bytes, MADV_NOHUGEPAGE) == 0 || errno == EINVAL);
	memset(p, 0x5a, size_bytes);
	return p;
}

static inline void user_pages_setup(struct pmk_case *c, unsigned int op)
{
	struct user_pages *x = pmk_priv(c);
	uint64_t pages = pmk_arg(c, "pages"), page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);

	x->fd = pmk_module_open(c, op);
	x->req.op = op;
	x->req.flags = PMK_RUN_WRITE;
	x->req.pages = pages;
	x->req.addr = (uintptr_t)base_pages(c, pages * page_bytes);
	pmk_set_items_per_op(c, pages);
}

static inline void user_pages_run(struct pmk_case *c, uint64_t n)
{
	struct user_pages *x = pmk_priv(c);

	x->n = n;
	pmk_module_run(c, n);
}

static inline void user_pages_verify(struct pmk_case *c)
{
	struct user_pages *x = pmk_priv(c);
	bool pins = x->req.op != PMK_OP_GUP_FAST && x->req.op != PMK_OP_GUP;

	pmk_promise(c, x->req.check == x->n * x->req.pages);
	pmk_promise(c, !(x->req.facts & PMK_FACT_PINNED) == !pins);
}

#endif
