/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on buffers of pages share: the sizes. */
#ifndef PAGEMARK_ALLOC_BUFFER_H
#define PAGEMARK_ALLOC_BUFFER_H

#include "../alloc.h"

#define BUFFER_SIZES PMK_LIST("size", 16 * KiB, 1 * MiB)

static inline void buffer_setup(struct pmk_case *c, enum pmk_allocator by, uint32_t facts,
				uint32_t not_facts)
{
	struct alloc *x = alloc_setup(c, by, PMK_GFP_KERNEL);

	x->facts |= facts;
	x->not_facts = not_facts;
}

#endif
