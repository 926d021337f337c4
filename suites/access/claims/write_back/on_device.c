// SPDX-License-Identifier: GPL-2.0-only
/* That what was stored through a mapping is on the device, by a look at the device itself. */
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <sys/ioctl.h>

#include "../../../claim_memory.h"
#include "device.h"

enum { BY_MSYNC, BY_FSYNC, BY_FDATASYNC, BY_NOTHING };

/* Where the file's first page is on its device. */
static off_t place_of(int fd)
{
	struct fiemap *ask = (struct fiemap *)claim_anonymous(1, MAP_PRIVATE);
	const struct fiemap_extent *extent = ask->fm_extents;

	ask->fm_length = page_bytes();
	ask->fm_extent_count = 1;
	if (ioctl(fd, FS_IOC_FIEMAP, ask) || ask->fm_mapped_extents != 1 ||
	    extent->fe_flags & ~(__u32)FIEMAP_EXTENT_LAST)
		pmk_claim_skip(
			"the file system of the folder for files does not tell where a file is",
			"--dir DIR on ext4 or xfs");
	return (off_t)extent->fe_physical;
}

static void write_out(int fd, void *p)
{
	switch (pmk_claim_datum()) {
	case BY_MSYNC:
		ck_assert_int_eq(msync(p, page_bytes(), MS_SYNC), 0);
		break;
	case BY_FSYNC:
		ck_assert_int_eq(fsync(fd), 0);
		break;
	case BY_FDATASYNC:
		ck_assert_int_eq(fdatasync(fd), 0);
		break;
	}
}

static void on_device(void)
{
	int fd = claim_file_written(1), device;
	uint8_t *seen = claim_anonymous(1, MAP_PRIVATE), *p;
	off_t at;

	claim_file_needs_device(fd);
	pmk_claim_need(fsync(fd) == 0, "room to write the file back");
	device = device_of(fd);
	p = claim_file_map(fd, 1, MAP_SHARED);
	memset(p, 's', page_bytes());
	write_out(fd, p);
	at = place_of(fd);
	pmk_claim_need(pread(device, seen, page_bytes(), at) == (ssize_t)page_bytes(),
		       "a page of the block device");
	ck_assert_mem_eq(seen, p, page_bytes());
}

PMK_CLAIM(msync_reaches_device) = {
	.claim = "after msync(MS_SYNC) the bytes stored into a shared mapping are on the device",
	.source = "msync(2), MS_SYNC",
	.spec = "POSIX.1-2017 msync()",
	.needs = PMK_NEED_ROOT,
	.datum = BY_MSYNC,
	.test = on_device,
	.broken_datum = BY_NOTHING,
};

PMK_CLAIM(fsync_covers_stores) = {
	.claim = "fsync(2) writes to the device what was stored through a shared mapping too",
	.source = "fsync(2), DESCRIPTION: transfers all modified in-core data of the file",
	.spec = "POSIX.1-2017 fsync()",
	.needs = PMK_NEED_ROOT,
	.datum = BY_FSYNC,
	.test = on_device,
	.broken_datum = BY_NOTHING,
};

PMK_CLAIM(fdatasync_covers_stores) = {
	.claim = "fdatasync(2) writes to the device what was stored through a shared mapping too",
	.source = "fsync(2), DESCRIPTION of fdatasync()",
	.spec = "POSIX.1-2017 fdatasync()",
	.needs = PMK_NEED_ROOT,
	.datum = BY_FDATASYNC,
	.test = on_device,
	.broken_datum = BY_NOTHING,
};
