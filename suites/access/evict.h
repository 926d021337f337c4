/* SPDX-License-Identifier: GPL-2.0-only */
/* What contenders on a file out of the page cache share: eviction, and what devices were asked. */
#ifndef PAGEMARK_ACCESS_EVICT_H
#define PAGEMARK_ACCESS_EVICT_H

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "accounting.h"

/* Opens /proc/self/io. */
static inline int io_open(struct pmk_case *c)
{
	int fd = open("/proc/self/io", O_RDONLY | O_CLOEXEC);

	pmk_need(c, fd >= 0, "opening /proc/self/io");
	return fd;
}

/* Bytes that block devices were asked for on behalf of this process; see proc(5). */
static inline uint64_t io_fetched(struct pmk_case *c, int io_fd)
{
	return io_counted(c, io_fd, "\nread_bytes: ");
}

/* Pages that are mapped stay. */
static inline void evict(struct pmk_case *c, int fd)
{
	int err = posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);

	errno = err;
	pmk_must(c, err == 0);
}

/* Evicts the file and reads @bytes of it: SKIP where no device is asked for them. */
static inline void evict_check(struct pmk_case *c, int fd, int io_fd, void *buf, size_t bytes)
{
	uint64_t before = io_fetched(c, io_fd);

	evict(c, fd);
	pmk_must(c, pread(fd, buf, bytes, 0) == (ssize_t)bytes);
	if (io_fetched(c, io_fd) - before < bytes)
		pmk_skip(c, "files of this file system do not leave the page cache", ON_A_DISK);
}

#endif
