/* SPDX-License-Identifier: GPL-2.0-only */
/* What linux/iommufd.h (6.2) and linux/vfio.h (6.6) have, and the headers of Debian 12 lack. */
#ifndef PAGEMARK_IOMMUFD_H
#define PAGEMARK_IOMMUFD_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define IOMMUFD_IOAS_ALLOC _IO(';', 0x81)
#define IOMMUFD_IOAS_MAP   _IO(';', 0x85)
#define IOMMUFD_IOAS_UNMAP _IO(';', 0x86)
#define IOMMUFD_BIND	   _IO(';', 100 + 18) /* VFIO_DEVICE_BIND_IOMMUFD */
#define IOMMUFD_ATTACH	   _IO(';', 100 + 19) /* VFIO_DEVICE_ATTACH_IOMMUFD_PT */

#define IOMMUFD_FIXED	 (1u << 0) /* at this DMA address */
#define IOMMUFD_WRITABLE (1u << 1)
#define IOMMUFD_READABLE (1u << 2)

struct iommufd_alloc {
	__u32 size, flags, ioas;
};

struct iommufd_map {
	__u32 size, flags, ioas, reserved;
	__aligned_u64 vaddr, bytes, iova;
};

struct iommufd_unmap {
	__u32 size, ioas;
	__aligned_u64 iova, bytes;
};

struct iommufd_bind {
	__u32 argsz, flags;
	__s32 iommufd;
	__u32 device;
};

struct iommufd_attach {
	__u32 argsz, flags, ioas;
};

#endif
