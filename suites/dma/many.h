/* SPDX-License-Identifier: GPL-2.0-only */
/* What contenders share that have many buffers mapped at once. */
#ifndef PAGEMARK_DMA_MANY_H
#define PAGEMARK_DMA_MANY_H

#include "dma.h"

/* More unmappings than a lazy IOMMU keeps (256 a processor), so that its flush is in each batch. */
#define MANY_BATCH_MIN 1024

/* The datum is the op; @axis: the parameter that says how many buffers. */
static inline void many_setup(struct pmk_case *c, const char *axis)
{
	dma_setup_run(c, (struct pmk_run){ .op = (uint32_t)pmk_datum(c),
					   .pages = pmk_arg(c, axis),
					   .bytes = pmk_arg(c, "size"),
					   .seed = DMA_SEED });
	pmk_set_batch_min(c, MANY_BATCH_MIN);
}

#endif
