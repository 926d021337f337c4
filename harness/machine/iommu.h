/* SPDX-License-Identifier: GPL-2.0-only */
/* How an IOMMU translates a device's DMA addresses, as sysfs tells it. */
#ifndef PAGEMARK_IOMMU_H
#define PAGEMARK_IOMMU_H

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

#endif
