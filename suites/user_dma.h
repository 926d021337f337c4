/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory of a program's for a device that it drives: mapped, reached by the device, unmapped. */
#ifndef PAGEMARK_USER_DMA_H
#define PAGEMARK_USER_DMA_H

#include "user_driver.h"

#define USER_DMA_IOVA 0x40000000u /* where the device finds it: reserved on neither x86 nor ARM */

/* At USER_DMA_IOVA; the device may store there if it is @writable. Return: 0 or -1. */
static inline int user_dma_map(const struct user_driver *u, volatile void *p, uint64_t bytes,
			       bool writable)
{
	struct vfio_iommu_type1_dma_map m = { .argsz = sizeof(m),
					      .flags = VFIO_DMA_MAP_FLAG_READ,
					      .vaddr = (uintptr_t)p,
					      .iova = USER_DMA_IOVA,
					      .size = bytes };
	struct iommufd_map f = { .size = sizeof(f),
				 .flags = IOMMUFD_FIXED | IOMMUFD_READABLE,
				 .ioas = u->ioas,
				 .vaddr = (uintptr_t)p,
				 .bytes = bytes,
				 .iova = USER_DMA_IOVA };

	m.flags |= writable ? VFIO_DMA_MAP_FLAG_WRITE : 0;
	f.flags |= writable ? IOMMUFD_WRITABLE : 0;
	return u->way == USER_DRIVER_TYPE1 ? ioctl(u->container, VFIO_IOMMU_MAP_DMA, &m)
					   : ioctl(u->container, IOMMUFD_IOAS_MAP, &f);
}

/* Return: the bytes that the kernel says were unmapped; 0 where it failed. */
static inline uint64_t user_dma_unmap(const struct user_driver *u, uint64_t bytes)
{
	struct vfio_iommu_type1_dma_unmap m = { .argsz = sizeof(m),
						.iova = USER_DMA_IOVA,
						.size = bytes };
	struct iommufd_unmap f = {
		.size = sizeof(f), .ioas = u->ioas, .iova = USER_DMA_IOVA, .bytes = bytes
	};

	if (u->way == USER_DRIVER_TYPE1)
		return ioctl(u->container, VFIO_IOMMU_UNMAP_DMA, &m) ? 0 : m.size;
	return ioctl(u->container, IOMMUFD_IOAS_UNMAP, &f) ? 0 : f.bytes;
}

/*
 * One transfer of EDU_BYTES between edu and USER_DMA_IOVA plus @at bytes.
 *
 * @direction: EDU_TO_RAM, or 0 for the other way.
 * Return: 0, or -1 where it does not end.
 */
static inline int user_dma_transfer(struct user_driver *u, uint32_t at, uint32_t direction)
{
	uint32_t iova = USER_DMA_IOVA + at;
	unsigned int polls = 0;

	u->registers[EDU_SOURCE / 4] = direction ? EDU_MEMORY : iova;
	u->registers[EDU_TARGET / 4] = direction ? iova : EDU_MEMORY;
	u->registers[EDU_COUNT / 4] = EDU_BYTES;
	u->registers[EDU_COMMAND / 4] = EDU_START | direction;
	while (u->registers[EDU_COMMAND / 4] & EDU_START) {
		if (polls++ == EDU_POLL_MAX)
			return -1;
		nanosleep(&(struct timespec){ .tv_nsec = EDU_POLL_NS }, NULL);
	}
	return 0;
}

#endif
