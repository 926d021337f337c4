/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether all streaming DMA bounces, for claims of several subjects on bounce buffers. */
#ifndef PAGEMARK_DMA_FORCED_H
#define PAGEMARK_DMA_FORCED_H

#include <stdio.h>
#include <string.h>

#include "pagemark_claim.h"

/* Whether the kernel was told to bounce each streaming mapping. */
static inline bool dma_forced(void)
{
	char line[4096] = "";
	FILE *f = fopen("/proc/cmdline", "re");

	pmk_claim_must(f && fgets(line, sizeof(line), f));
	fclose(f);
	return strstr(line, "swiotlb=force");
}

#endif
