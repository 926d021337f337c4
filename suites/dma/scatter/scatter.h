/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on many pages for one transfer share: how many, and that all were mapped. */
#ifndef PAGEMARK_DMA_SCATTER_H
#define PAGEMARK_DMA_SCATTER_H

#include "../dma.h"

#define SCATTER_ENTRIES PMK_LIST("entries", 1, 16, 256)
#define SCATTER_PAGE	4096 /* of the guests' kernels; elsewhere it is part of a page */

/* The DMA addresses that the device has to be told. */
static inline void scatter_segments(struct pmk_case *c, double segments)
{
	pmk_counter_add(c, "segments", "1", segments);
}

#endif
