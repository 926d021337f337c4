// SPDX-License-Identifier: GPL-2.0-only
/* Makes the disk of a guest, in memory: an image. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archives.h"
#include "disk.h"
#include "system/own_files.h"

#define BLOCK_BYTES 4096
#define PIECE_BYTES (64 * BLOCK_BYTES)

bool pmk_guest_disk_lacks(const struct pmk_guest *g, struct pmk_why *why)
{
	return g->filesystem &&
	       (pmk_guest_lacks(g, g->filesystem, why) || pmk_guest_lacks(g, g->modules, why));
}

static bool is_zero(const char *block)
{
	return !*block && !memcmp(block, block + 1, BLOCK_BYTES - 1);
}

/* One entry: what begins at @at with a block that is not zero, and ends before one that is. */
static size_t add_piece(struct pmk_initramfs *fs, const char *data, size_t bytes, off_t at)
{
	char name[32];
	size_t len = 0;

	while (len < bytes && !is_zero(data + len))
		len += BLOCK_BYTES;
	snprintf(name, sizeof(name), PMK_GUEST_PIECES "/%012llx", (unsigned long long)at);
	if (len)
		pmk_initramfs_add(fs, name, S_IFREG | 0644, data, len);
	return len ? len : BLOCK_BYTES;
}

/* The image without its zeros, which are nearly all of it. */
static int pack(int image, struct pmk_initramfs *fs)
{
	static char data[PIECE_BYTES];
	off_t at = 0;

	pmk_initramfs_add(fs, PMK_GUEST_PIECES, S_IFDIR | 0755, NULL, 0);
	while ((at = lseek(image, at, SEEK_DATA)) >= 0) {
		ssize_t got = pread(image, data, sizeof(data), at);

		if (got <= 0 || got % BLOCK_BYTES)
			return got < 0 ? -errno : -EIO;
		for (ssize_t done = 0; done < got;)
			done += (ssize_t)add_piece(fs, data + done, (size_t)(got - done),
						   at + done);
		at += got;
	}
	return errno == ENXIO ? 0 : -errno;
}

int pmk_guest_disk_make(const struct pmk_guest *g, struct pmk_initramfs *fs,
			struct pmk_guest_disk *disk, struct pmk_why *why)
{
	int err;

	*disk = (struct pmk_guest_disk){ .image = -1 };
	if (!g->filesystem)
		return 0;
	disk->image = pmk_own_files_image(g->filesystem, PMK_GUEST_DISK_BYTES, why);
	if (disk->image < 0)
		return disk->image;
	if (strstr(g->devices, PMK_GUEST_FILES)) {
		snprintf(disk->path, sizeof(disk->path), "/proc/%d/fd/%d", getpid(), disk->image);
		return 0;
	}
	err = pack(disk->image, fs);
	close(disk->image);
	disk->image = -1;
	return err;
}
