/* SPDX-License-Identifier: GPL-2.0-only */
/* Lines of /proc/meminfo, for claims on where memory comes from. */
#ifndef PAGEMARK_MEMINFO_H
#define PAGEMARK_MEMINFO_H

#include <stdio.h>
#include <string.h>

#include "pagemark_claim.h"

/* @name: with its colon, as "CmaFree:". KiB; 0 if there is no such line. */
static inline uint64_t meminfo_kib(const char *name)
{
	FILE *f = fopen("/proc/meminfo", "re");
	unsigned long long kib = 0, found = 0;
	char line[256], word[64];

	pmk_claim_need(f, "/proc/meminfo");
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "%63s %llu", word, &kib) == 2 && !strcmp(word, name))
			found = kib;
	fclose(f);
	return found;
}

/* SKIP where no memory is kept for contiguous allocations, or less than that. */
static inline void meminfo_need_cma(uint64_t least_kib)
{
	if (meminfo_kib("CmaTotal:") < least_kib)
		pmk_claim_skip("this kernel keeps no memory for CMA, or too little",
			       "--target arm64-6.1, or a kernel with CONFIG_DMA_CMA and cma=64M");
}

#endif
