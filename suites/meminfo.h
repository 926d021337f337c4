/* SPDX-License-Identifier: GPL-2.0-only */
/* Lines of /proc/meminfo, for claims on where memory comes from. */
#ifndef PAGEMARK_MEMINFO_H
#define PAGEMARK_MEMINFO_H

#include "pagemark_claim.h"
#include "proc_value.h"

/* @name: with its colon, as "CmaFree:". KiB; 0 if there is no such line. */
static inline uint64_t meminfo_kib(const char *name)
{
	uint64_t kib;

	pmk_claim_need(proc_value("/proc/meminfo", name, &kib) || errno == ENODATA,
		       "/proc/meminfo");
	return kib;
}

/* SKIP where no memory is kept for contiguous allocations, or less than that. */
static inline void meminfo_need_cma(uint64_t least_kib)
{
	if (meminfo_kib("CmaTotal:") < least_kib)
		pmk_claim_skip("this kernel keeps no memory for CMA, or too little",
			       "--target arm64-6.1, or a kernel with CONFIG_DMA_CMA and cma=64M");
}

#endif
