/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on handing a buffer over share: nobody touches the data, so no seed. */
#ifndef PAGEMARK_DMA_HANDOVER_H
#define PAGEMARK_DMA_HANDOVER_H

#include "../dma.h"

#define HANDOVER_SIZES PMK_LIST("size", 64, 4 * KiB, 64 * KiB, 4 * MiB)

#endif
