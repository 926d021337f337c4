/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on two pages share: a load from both, mapped together or in turn. */
#ifndef PAGEMARK_KMAP_TWO_H
#define PAGEMARK_KMAP_TWO_H

#include "../page/page.h"

#define TWO_AXES PMK_WORDS("zone", "low", "high")

static inline void two_setup(struct pmk_case *c, unsigned int op)
{
	page_setup_set(c, op, 2, 0);
	pmk_set_items_per_op(c, 2);
}

#endif
