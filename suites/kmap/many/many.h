/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on mapping many pages share: one load from each of them is one operation. */
#ifndef PAGEMARK_KMAP_MANY_H
#define PAGEMARK_KMAP_MANY_H

#include "../page/page.h"

#define MANY_AXES PMK_WORDS("zone", "low", "high"), PMK_LIST("pages", 1, 4, 16, 64)

static inline void many_setup(struct pmk_case *c, unsigned int op)
{
	page_setup_set(c, op, pmk_arg(c, "pages"), 0);
	pmk_set_items_per_op(c, pmk_arg(c, "pages"));
	if (op == PMK_OP_KMAP)
		pmk_set_batch_min(c, PAGE_BATCH_MIN / pmk_arg(c, "pages"));
}

/* For ops that visit one page at a time: as many of them as there are pages. */
static inline void many_run_each(struct pmk_case *c, uint64_t n)
{
	page_run(c, n * pmk_arg(c, "pages"));
}

/* For those that visit all. */
static inline void many_run_all(struct pmk_case *c, uint64_t n)
{
	struct page_map *x = pmk_priv(c);

	page_run(c, n);
	x->n = n * x->req.pages; /* loads, as page_verify() expects them */
}

#endif
