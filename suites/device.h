/* SPDX-License-Identifier: GPL-2.0-only */
/* Devices that /dev/pagemark has, found by their PCI number; for several subjects. */
#ifndef PAGEMARK_DEVICE_H
#define PAGEMARK_DEVICE_H

#include <stdbool.h>
#include <sys/ioctl.h>

#include "pagemark_abi.h"

/* PCI vendor << 16 | device */
#define DEVICE_EDU     0x123411e8
#define DEVICE_RTL8139 0x10ec8139
#define DEVICE_IVSHMEM 0x1af41110

/* The first one of that kind; false if there is none. */
static inline bool device_find(int fd, __u64 id, struct pmk_device *d)
{
	for (__u32 i = 1; i < PMK_DEVICES_MAX; i++) {
		*d = (struct pmk_device){ .abi_version = PMK_ABI_VERSION, .index = i };
		if (!ioctl(fd, PMK_IOC_DEVICE, d) && d->id == id)
			return true;
	}
	return false;
}

#endif
