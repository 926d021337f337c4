/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on threads that pin at once share: whose pages they are, and the batch. */
#ifndef PAGEMARK_PIN_CONCURRENT_H
#define PAGEMARK_PIN_CONCURRENT_H

#include "../user_pages/user_pages.h"

#define CONCURRENT_PAGES 8

/*
 * In one address space, for which all threads have one mmap lock; pages that all of them pin have
 * one reference count each as well.
 */
#define CONCURRENT_AXES PMK_LIST("threads", 1, 2, 4), PMK_WORDS("memory", "own", "same")

static inline void concurrent_prepare(struct pmk_case *c, void *shared)
{
	*(uint8_t **)shared = base_pages(c, CONCURRENT_PAGES * (size_t)sysconf(_SC_PAGESIZE));
}

static inline void concurrent_setup(struct pmk_case *c, unsigned int op)
{
	struct user_pages *x = pmk_priv(c);
	uint8_t **same = pmk_shared(c, sizeof(*same), concurrent_prepare);

	x->fd = pmk_module_open(c, op);
	x->req.op = op;
	x->req.flags = PMK_RUN_WRITE;
	x->req.pages = CONCURRENT_PAGES;
	x->req.addr = (uintptr_t)*same;
	if (!pmk_arg(c, "memory"))
		x->req.addr =
			(uintptr_t)base_pages(c, CONCURRENT_PAGES * (size_t)sysconf(_SC_PAGESIZE));
	pmk_set_items_per_op(c, CONCURRENT_PAGES);
}

#endif
