/* SPDX-License-Identifier: GPL-2.0-only */
/* What points and claims both ask of pagemark.ko: which ops it has, which device DMA is about. */
#ifndef PAGEMARK_MODULE_H
#define PAGEMARK_MODULE_H

#include <stdbool.h>

#include "pagemark_abi.h"

/* What to say if it returns false, and what to do about it. */
#define PMK_NO_SUCH_DEVICE "$PAGEMARK_DEVICE names no device that pagemark.ko has"
#define PMK_NO_SUCH_DEVICE_REMEDY \
	"give it an index, or a name from /sys/bus/pci/drivers/pagemark, or unset it"

/* What $PAGEMARK_DEVICE may also say, and why there may be none. */
#define PMK_NONCOHERENT	  "noncoherent"
#define PMK_COHERENT_ONLY "the kernel of this architecture takes every device for coherent"
#define PMK_COHERENT_ONLY_REMEDY \
	"--target arm64-6.1+noncoherent, or another device in $PAGEMARK_DEVICE"

/* Whether $PAGEMARK_DEVICE asks for that, if pmk_device_pick() finds none. */
bool pmk_device_coherent_only(void);

/**
 * pmk_device_pick() - choose: $PAGEMARK_DEVICE, a vendor's PCI device, pci-testdev, our own
 * @fd: the open /dev/pagemark
 * @d: out: the device
 *
 * QEMU's edu and the module's device that is not coherent are taken only by their names or indices.
 *
 * Return: false if $PAGEMARK_DEVICE names none that is there.
 */
bool pmk_device_pick(int fd, struct pmk_device *d);

/**
 * pmk_iommu_domain() - the domain that a device is in, in the words of docs/record.md
 * @root: "" for the machine itself, else a folder that stands for /
 * @device: its folder below /sys, or a pattern of glob(7) for it where its bus is not known
 *
 * Source: Documentation/ABI/testing/sysfs-kernel-iommu_groups, type.
 *
 * Return: "none" (it is in no group: no IOMMU), "identity", "strict", "lazy" or "other".
 */
const char *pmk_iommu_domain(const char *root, const char *device);

/* The same for that device. */
const char *pmk_device_domain(const struct pmk_device *d);

/**
 * pmk_module_has() - whether the module has an op on this kernel
 * @fd: the open /dev/pagemark
 * @op: enum pmk_op
 *
 * Return: 0, -EOPNOTSUPP if not, or why that cannot be told: -EPROTO (a module of another version).
 */
int pmk_module_has(int fd, unsigned int op);

#endif
