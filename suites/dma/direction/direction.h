/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on the direction of a transfer share: it decides what has to be copied. */
#ifndef PAGEMARK_DMA_DIRECTION_H
#define PAGEMARK_DMA_DIRECTION_H

#include "../dma.h"

/* In the order of pmk_run.kind. */
#define DIRECTION_AXES \
	PMK_WORDS("direction", "both", "to_device", "from_device"), PMK_LIST("size", 64 * KiB)

static inline void direction_setup(struct pmk_case *c, unsigned int op)
{
	dma_setup_run(c, (struct pmk_run){ .op = op,
					   .kind = (uint32_t)pmk_arg(c, "direction"),
					   .bytes = pmk_arg(c, "size") });
}

#endif
