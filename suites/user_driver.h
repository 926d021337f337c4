/* SPDX-License-Identifier: GPL-2.0-only */
/* QEMU's edu with a driver in user space, by VFIO or UIO; for several subjects. */
#ifndef PAGEMARK_USER_DRIVER_H
#define PAGEMARK_USER_DRIVER_H

#include <linux/pci_regs.h>
#include <linux/vfio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>

#include "edu_registers.h"
#include "iommufd.h"
#include "slot.h"

#define USER_DRIVER_REMEDY	   "--target x86_64-6.1+iommu-strict"
#define USER_DRIVER_REGISTER_BYTES 4096

/* How the kernel gives a device to a program. */
enum user_driver_way { USER_DRIVER_TYPE1, USER_DRIVER_IOMMUFD, USER_DRIVER_UIO };

/**
 * struct user_driver - a device that a program drives
 * @way: how
 * @path: the device in sysfs
 * @before: the driver that had it; "" for none
 * @container: of VFIO, or /dev/iommu: the device's DMA addresses; -1 for UIO
 * @group: of VFIO; -1 for the others
 * @device: of VFIO, or /dev/uio*
 * @ioas: of /dev/iommu: which of its address spaces
 * @config: its configuration space
 * @config_at: where in @config that begins: bytes
 * @registers: BAR 0
 */
struct user_driver {
	enum user_driver_way way;
	char path[256], before[64];
	int container, group, device, config;
	uint32_t ioas;
	off_t config_at;
	volatile uint32_t *registers;
};

static inline const char *user_driver_name(const struct user_driver *u)
{
	return u->way == USER_DRIVER_UIO ? "uio_pci_generic" : "vfio-pci";
}

/* The number of a link's target, or of the first file that a pattern of glob(3) finds; -1: none. */
static inline int user_driver_number(const struct user_driver *u, const char *pattern)
{
	char name[320], target[256] = "";
	size_t at;
	glob_t found;
	int number = -1;

	snprintf(name, sizeof(name), "%s/%s", u->path, pattern);
	if (readlink(name, target, sizeof(target) - 1) < 0 && !glob(name, 0, NULL, &found)) {
		snprintf(target, sizeof(target), "%s", found.gl_pathv[0]);
		globfree(&found);
	}
	for (at = strlen(target); at && target[at - 1] >= '0' && target[at - 1] <= '9'; at--)
		;
	return sscanf(target + at, "%d", &number) == 1 ? number : -1;
}

/* The device's file; its number is that of @of. */
static inline int user_driver_open(const struct user_driver *u, const char *dev, const char *of)
{
	char name[64];

	snprintf(name, sizeof(name), "%s%d", dev, user_driver_number(u, of));
	return open(name, O_RDWR | O_CLOEXEC);
}

static inline int user_driver_map_registers(struct user_driver *u, int fd, off_t at)
{
	void *map =
		mmap(NULL, USER_DRIVER_REGISTER_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, at);

	u->registers = map == MAP_FAILED ? NULL : map;
	return u->registers ? 0 : -1;
}

/* Sets and clears bits of PCI_COMMAND. Return: 0 or -1. */
static inline int user_driver_command(struct user_driver *u, uint16_t set, uint16_t clear)
{
	uint16_t command;

	if (pread(u->config, &command, 2, u->config_at + PCI_COMMAND) != 2)
		return -1;
	command = (uint16_t)((command | set) & ~clear);
	return pwrite(u->config, &command, 2, u->config_at + PCI_COMMAND) == 2 ? 0 : -1;
}

static inline int user_driver_regions(struct user_driver *u)
{
	struct vfio_region_info bar = { .argsz = sizeof(bar), .index = VFIO_PCI_BAR0_REGION_INDEX };
	struct vfio_region_info config = { .argsz = sizeof(config),
					   .index = VFIO_PCI_CONFIG_REGION_INDEX };

	if (u->device < 0 || ioctl(u->device, VFIO_DEVICE_GET_REGION_INFO, &bar) ||
	    ioctl(u->device, VFIO_DEVICE_GET_REGION_INFO, &config))
		return -1;
	u->config = u->device;
	u->config_at = (off_t)config.offset;
	return user_driver_map_registers(u, u->device, (off_t)bar.offset);
}

static inline int user_driver_type1(struct user_driver *u)
{
	u->container = open("/dev/vfio/vfio", O_RDWR | O_CLOEXEC);
	u->group = user_driver_open(u, "/dev/vfio/", "iommu_group");
	if (ioctl(u->group, VFIO_GROUP_SET_CONTAINER, &u->container) ||
	    ioctl(u->container, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU))
		return -1;
	u->device = ioctl(u->group, VFIO_GROUP_GET_DEVICE_FD, strrchr(u->path, '/') + 1);
	return user_driver_regions(u);
}

static inline int user_driver_iommufd(struct user_driver *u)
{
	struct iommufd_alloc alloc = { .size = sizeof(alloc) };
	struct iommufd_bind bind = { .argsz = sizeof(bind) };
	struct iommufd_attach attach = { .argsz = sizeof(attach) };

	u->container = bind.iommufd = open("/dev/iommu", O_RDWR | O_CLOEXEC);
	u->device = user_driver_open(u, "/dev/vfio/devices/vfio", "vfio-dev/vfio*");
	if (ioctl(u->container, IOMMUFD_IOAS_ALLOC, &alloc) ||
	    ioctl(u->device, IOMMUFD_BIND, &bind))
		return -1;
	u->ioas = attach.ioas = alloc.ioas;
	return ioctl(u->device, IOMMUFD_ATTACH, &attach) ? -1 : user_driver_regions(u);
}

static inline int user_driver_uio(struct user_driver *u)
{
	char name[320];
	int bar, err;

	u->device = user_driver_open(u, "/dev/uio", "uio/uio*");
	snprintf(name, sizeof(name), "%s/config", u->path);
	u->config = open(name, O_RDWR | O_CLOEXEC);
	snprintf(name, sizeof(name), "%s/resource0", u->path);
	bar = open(name, O_RDWR | O_CLOEXEC);
	err = u->device < 0 || u->config < 0 ? -1 : user_driver_map_registers(u, bar, 0);
	close(bar);
	return err;
}

/* Ends it, and gives the device back to the driver that had it. Return: 0 or -1. */
static inline int user_driver_end(struct user_driver *u)
{
	if (u->registers)
		munmap((void *)(uintptr_t)u->registers, USER_DRIVER_REGISTER_BYTES);
	if (u->config != u->device)
		close(u->config);
	close(u->device);
	close(u->group);
	close(u->container);
	if (slot_take(u->path, user_driver_name(u)))
		return -1;
	return *u->before ? slot_give(u->path, u->before) : 0;
}

/*
 * Takes edu from /dev/pagemark, from nobody, or from where a program that was killed left it.
 *
 * Return: NULL, or what this machine lacks; then it is given back.
 */
static inline const char *user_driver_begin(struct user_driver *u, enum user_driver_way way)
{
	bool refused;

	*u = (struct user_driver){ way, .container = -1, .group = -1, .device = -1, .config = -1 };
	if (slot_find(DEVICE_EDU, u->path, sizeof(u->path)))
		return "there is no QEMU edu";
	if (way != USER_DRIVER_UIO && user_driver_number(u, "iommu_group") < 0)
		return "no IOMMU translates for QEMU's edu, so that vfio-pci does not take it";
	if (slot_take(u->path, "vfio-pci"))
		slot_take(u->path, "uio_pci_generic");
	slot_driver(u->path, u->before, sizeof(u->before));
	if (slot_take(u->path, "pagemark"))
		return "another driver has QEMU's edu";
	if (slot_give(u->path, user_driver_name(u))) {
		user_driver_end(u);
		return "the kernel's driver for programs does not take QEMU's edu";
	}
	if (!(way == USER_DRIVER_TYPE1	   ? user_driver_type1(u)
	      : way == USER_DRIVER_IOMMUFD ? user_driver_iommufd(u)
					   : user_driver_uio(u)))
		return NULL;
	refused = errno == EPERM;
	user_driver_end(u);
	return refused ? "VFIO refuses it where devices may raise others' interrupts: "
			 "vfio_iommu_type1 has allow_unsafe_interrupts=N"
		       : "the kernel does not give QEMU's edu to this program";
}

#endif
