/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on small objects share: sizes, and what kind of memory it has to be. */
#ifndef PAGEMARK_ALLOC_OBJECT_H
#define PAGEMARK_ALLOC_OBJECT_H

#include <unistd.h>

#include "../alloc.h"

#define OBJECT_SIZES PMK_LIST("size", 64, 4 * KiB)

static inline struct alloc *object_setup(struct pmk_case *c, enum pmk_allocator by)
{
	struct alloc *x = alloc_setup(c, by, PMK_GFP_KERNEL);

	x->facts |= PMK_FACT_CONTIGUOUS;
	x->not_facts = PMK_FACT_VMALLOC;
	x->slabs = !access("/proc/slabinfo", F_OK); /* a kernel without SLUB_DEBUG has none */
	return x;
}

#endif
