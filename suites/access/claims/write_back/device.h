/* SPDX-License-Identifier: GPL-2.0-only */
/* The block device below a file, and loop devices. */
#ifndef PAGEMARK_WRITE_BACK_DEVICE_H
#define PAGEMARK_WRITE_BACK_DEVICE_H

#include <linux/loop.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "../../../claim_file.h"

#define LOOP_TRIES 16 /* another program may take the free loop device first */

/* The block device that holds the file, open for reading past the page cache. */
static inline int device_of(int fd)
{
	char path[64], line[128], name[96] = "";
	struct stat st;
	FILE *f;
	int device;

	pmk_claim_must(fstat(fd, &st) == 0);
	snprintf(path, sizeof(path), "/sys/dev/block/%u:%u/uevent", major(st.st_dev),
		 minor(st.st_dev));
	f = fopen(path, "re");
	while (f && !*name && fgets(line, sizeof(line), f))
		sscanf(line, "DEVNAME=%95s", name);
	if (f)
		fclose(f);
	if (!*name)
		pmk_claim_skip("the file system of the folder for files is on no one block device",
			       "--dir DIR on ext4 or xfs on a disk");
	snprintf(line, sizeof(line), "/dev/%s", name);
	device = open(line, O_RDONLY | O_DIRECT | O_CLOEXEC);
	if (device < 0 && errno == ENOENT)
		pmk_claim_skip("the block device of the folder for files has no node in /dev",
			       "outside of a container, or mknod(1)");
	pmk_claim_need(device >= 0, "the block device of the folder for files");
	return device;
}

/* A loop device over a file, which goes with its last user. @path: out. Returns it, open. */
static inline int loop_open(int image, char path[32])
{
	int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC), number, fd = -1, err = EBUSY;
	struct loop_config config = { .fd = (uint32_t)image, .info.lo_flags = LO_FLAGS_AUTOCLEAR };

	if (control < 0 && (errno == ENOENT || errno == ENXIO || errno == ENODEV))
		pmk_claim_skip("the module of loop devices is not loaded", "modprobe loop");
	pmk_claim_need(control >= 0, "/dev/loop-control");
	for (int i = 0; i < LOOP_TRIES && err == EBUSY; i++) {
		number = ioctl(control, LOOP_CTL_GET_FREE);
		snprintf(path, 32, "/dev/loop%d", number);
		fd = number < 0 ? -1 : open(path, O_RDWR | O_CLOEXEC);
		err = fd < 0 || ioctl(fd, LOOP_CONFIGURE, &config) ? errno : 0;
		if (err && fd >= 0)
			close(fd);
	}
	close(control);
	errno = err;
	pmk_claim_need(!err, "a loop device");
	return fd;
}

#endif
