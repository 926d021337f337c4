/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on handing a buffer over share: nobody touches the data, so no seed. */
#ifndef PAGEMARK_DMA_HANDOVER_H
#define PAGEMARK_DMA_HANDOVER_H

#include "../dma.h"

/* As all of DMA but its allocators: 4 MiB, prepared anew for each 64 mappings, take too long. */
#define HANDOVER_SIZES PMK_LIST("size", 64, 4 * KiB, 64 * KiB, 1 * MiB)

#endif
