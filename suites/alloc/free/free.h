/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on giving memory back share: it is taken before, untimed, many at a time. */
#ifndef PAGEMARK_ALLOC_FREE_H
#define PAGEMARK_ALLOC_FREE_H

#include "../alloc.h"

#define FREE_SIZES PMK_LIST("size", 4 * KiB)

/* Held at once: so many that the allocators' short lists overflow, as they do in earnest. */
#define FREE_BATCH_MIN 512

static inline void free_setup(struct pmk_case *c, enum pmk_allocator by)
{
	struct alloc *x = alloc_setup(c, by, PMK_GFP_KERNEL);

	x->req.flags = PMK_RUN_FREE;
	pmk_set_batch_min(c, FREE_BATCH_MIN);
}

#endif
