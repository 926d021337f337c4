/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether all streaming DMA of a device bounces, for claims of several subjects. */
#ifndef PAGEMARK_DMA_FORCED_H
#define PAGEMARK_DMA_FORCED_H

#include <sys/ioctl.h>
#include <unistd.h>

#include "pagemark_abi.h"
#include "pagemark_claim.h"

/*
 * Whether the kernel makes each streaming mapping of that device bounce. It then tells what a
 * bounce buffer holds as dma_max_mapping_size(), be it for swiotlb=force (which may stand behind
 * sizes: swiotlb=16384,force) or because the memory of this guest is encrypted.
 */
static inline bool dma_forced(uint32_t device)
{
	struct pmk_device d = { .abi_version = PMK_ABI_VERSION, .index = device };
	int fd = pmk_claim_module(PMK_OP_EMPTY);

	pmk_claim_must(ioctl(fd, PMK_IOC_DEVICE, &d) == 0);
	close(fd);
	return d.max_mapping < PMK_DMA_BYTES_MAX;
}

#endif
