/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on many pages for one transfer share: how many, and that all were mapped. */
#ifndef PAGEMARK_DMA_SCATTER_H
#define PAGEMARK_DMA_SCATTER_H

#include <unistd.h>

#include "../dma.h"

/* What may be merged costs less: so where the pages lie is no accident here. */
#define SCATTER_AXES PMK_LIST("entries", 1, 16, 256), PMK_WORDS("layout", "apart", "adjacent")
#define SCATTER_PAGE 4096 /* of the guests' kernels; elsewhere it is part of a page */

static inline bool scatter_adjacent(struct pmk_case *c)
{
	return pmk_arg(c, "layout");
}

/* An op that takes the pages as a list. */
static inline void scatter_setup_list(struct pmk_case *c, unsigned int op)
{
	dma_setup_run(c, (struct pmk_run){ .op = op,
					   .flags = scatter_adjacent(c) ? 0 : PMK_RUN_APART,
					   .pages = pmk_arg(c, "entries") });
	pmk_set_bytes_per_op(c, pmk_arg(c, "entries") * (uint64_t)sysconf(_SC_PAGESIZE));
}

/* The DMA addresses that the device has to be told. */
static inline void scatter_segments(struct pmk_case *c, double segments)
{
	pmk_counter_add(c, "segments", "1", segments);
}

#endif
