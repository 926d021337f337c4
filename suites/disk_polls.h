/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether the disk below a file has queues that can be polled. */
#ifndef PAGEMARK_DISK_POLLS_H
#define PAGEMARK_DISK_POLLS_H

#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

/*
 * '1' or '0' of the device of a file, or of its partition's disk; '?' where no device tells.
 * Source: Documentation/ABI/stable/sysfs-block, queue/io_poll.
 */
static inline char disk_polls(int fd)
{
	static const char *const where[] = { "", "/.." };
	char path[64], polls = '?';
	struct stat st;

	if (fstat(fd, &st))
		return polls;
	for (size_t i = 0; i < 2 && polls == '?'; i++) {
		FILE *f;

		snprintf(path, sizeof(path), "/sys/dev/block/%u:%u%s/queue/io_poll",
			 major(st.st_dev), minor(st.st_dev), where[i]);
		f = fopen(path, "re");
		polls = f ? (char)fgetc(f) : '?';
		if (f)
			fclose(f);
	}
	return polls;
}

#endif
