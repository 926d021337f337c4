// SPDX-License-Identifier: GPL-2.0-only
/* Reads from a bzImage which kernel it holds. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "own.h"

#define MAGIC_AT   0x202 /* "HdrS" */
#define VERSION_AT 0x20e /* where the version lies, counted from 0x200; 16 bits */
#define VERSION_IN 0x200

int pmk_image_release(const char *path, char *release, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err = 0;
	uint8_t magic[4], at[2];
	char text[128] = "";
	size_t len;

	if (fd < 0)
		return -errno;
	if (pread(fd, magic, 4, MAGIC_AT) != 4 || memcmp(magic, "HdrS", 4) != 0 ||
	    pread(fd, at, 2, VERSION_AT) != 2 ||
	    pread(fd, text, sizeof(text) - 1, VERSION_IN + at[0] + 256 * at[1]) <= 0)
		err = -EINVAL;
	close(fd);
	/* "6.1.0-1-amd64 (builder@host) #1 SMP ..." */
	len = strcspn(text, " ");
	if (!err && (!len || len >= size))
		err = -EINVAL;
	if (!err)
		snprintf(release, size, "%.*s", (int)len, text);
	return err;
}
