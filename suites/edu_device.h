/* SPDX-License-Identifier: GPL-2.0-only */
/* QEMU's edu, for claims of several subjects. */
#ifndef PAGEMARK_EDU_DEVICE_H
#define PAGEMARK_EDU_DEVICE_H

#include <unistd.h>

#include "device.h"
#include "pagemark_claim.h"

/* With PMK_NEED_EDU, one claim at a time. SKIP where it is there and the module has it not. */
static inline struct pmk_device edu_device(void)
{
	struct pmk_device d;
	int fd = pmk_claim_module(PMK_OP_MMIO_WRITE);
	bool found;

	pmk_claim_alone();
	found = device_find(fd, DEVICE_EDU, &d);
	close(fd);
	if (!found)
		pmk_claim_skip(
			"pagemark.ko does not have QEMU's edu: no memory of this machine lies "
			"below edu's mask of 28 bits, or another driver has it",
			"QEMU with -device edu,dma_mask=0xffffffff and the module with "
			"edu_bits=32, or --target x86_64-6.1");
	return d;
}

#endif
