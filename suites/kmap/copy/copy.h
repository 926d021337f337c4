/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on copying out of a page share: the pages, the batch, the check. */
#ifndef PAGEMARK_KMAP_COPY_H
#define PAGEMARK_KMAP_COPY_H

#include "../page/page.h"

#define COPY_AXES PMK_WORDS("zone", "low", "high"), PMK_LIST("size", 64, 4096)

#define COPY_PAGES 64 /* taken in turn */

static inline void copy_setup(struct pmk_case *c, unsigned int op)
{
	page_setup_set(c, op, COPY_PAGES, pmk_arg(c, "size"));
	pmk_set_bytes_per_op(c, pmk_arg(c, "size"));
	if (op == PMK_OP_KMAP)
		pmk_set_batch_min(c, PAGE_BATCH_MIN);
}

static inline void copy_verify(struct pmk_case *c)
{
	struct page_map *x = pmk_priv(c);

	page_verify(c);
	/* The last copy was compared word for word. */
	pmk_promise(c, x->req.facts & PMK_FACT_INTACT);
}

#endif
