/* SPDX-License-Identifier: GPL-2.0-only */
/* What contenders on taking hold of user pages share: present pages, the request, the check. */
#ifndef PAGEMARK_PIN_USER_PAGES_H
#define PAGEMARK_PIN_USER_PAGES_H

#include <string.h>

#include "../base_pages.h"
#include "pagemark_module.h"

/* Base pages, each present: one page table entry and one reference for each. */
static inline uint8_t *user_pages(struct pmk_case *c, uint64_t pages)
{
	size_t size_bytes = pages * page_bytes();
	uint8_t *p = base_pages(size_bytes);

	pmk_need(c, p != MAP_FAILED, "memory to pin");
	memset(p, 0x5a, size_bytes);
	return p;
}

/* The datum is the op. */
static inline void user_pages_setup_at(struct pmk_case *c, uint8_t *at, uint64_t pages)
{
	pmk_module_setup(c, (struct pmk_run){ .op = (uint32_t)pmk_datum(c),
					      .flags = PMK_RUN_WRITE,
					      .pages = pages,
					      .addr = (uintptr_t)at });
	pmk_set_items_per_op(c, pages);
}

static inline void user_pages_setup(struct pmk_case *c)
{
	uint64_t pages = pmk_arg(c, "pages");

	user_pages_setup_at(c, user_pages(c, pages), pages);
}

/* Whether an op pins, or else only takes references, or nothing. */
static inline bool user_pages_pins(unsigned int op)
{
	return op != PMK_OP_GUP_FAST && op != PMK_OP_GUP && op != PMK_OP_FOLLOW;
}

static inline void user_pages_verify(struct pmk_case *c)
{
	struct pmk_module_op *x = pmk_priv(c);

	pmk_promise(c, x->req.check == x->n * x->req.pages);
	pmk_promise(c, !(x->req.facts & PMK_FACT_PINNED) == !user_pages_pins(x->req.op));
}

#endif
