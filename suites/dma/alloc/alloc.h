/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on memory that a device may reach share: it is made, and it is freed. */
#ifndef PAGEMARK_DMA_ALLOC_H
#define PAGEMARK_DMA_ALLOC_H

#include "../dma.h"

#define ALLOC_SIZES PMK_LIST("size", 64, 64 * KiB, 4 * MiB)

static inline void alloc_setup(struct pmk_case *c, enum pmk_dma_memory kind)
{
	dma_setup_run(c, (struct pmk_run){ .op = PMK_OP_DMA_ALLOC,
					   .kind = kind,
					   .bytes = pmk_arg(c, "size") });
}

#endif
