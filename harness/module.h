/* SPDX-License-Identifier: GPL-2.0-only */
/* Which device of pagemark.ko DMA is measured on, and claimed of. */
#ifndef PAGEMARK_MODULE_H
#define PAGEMARK_MODULE_H

#include <stdbool.h>

#include "pagemark_abi.h"

/* What to say if it returns false, and what to do about it. */
#define PMK_NO_SUCH_DEVICE "$PAGEMARK_DEVICE names no device that pagemark.ko has"
#define PMK_NO_SUCH_DEVICE_REMEDY \
	"give it an index, or a name from /sys/bus/pci/drivers/pagemark, or unset it"

/**
 * pmk_device_pick() - choose: $PAGEMARK_DEVICE, a vendor's PCI device, pci-testdev, our own
 * @fd: the open /dev/pagemark
 * @d: out: the device
 *
 * QEMU's edu is taken only by its name or index.
 *
 * Return: false if $PAGEMARK_DEVICE names none that is there.
 */
bool pmk_device_pick(int fd, struct pmk_device *d);

#endif
