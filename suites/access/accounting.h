/* SPDX-License-Identifier: GPL-2.0-only */
/* What contenders on files share: a batch timed without its accounting of faults and dirt. */
#ifndef PAGEMARK_ACCESS_ACCOUNTING_H
#define PAGEMARK_ACCESS_ACCOUNTING_H

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../first_use.h"
#include "../memory_file.h"

/**
 * struct batch - one batch and what the kernel counted meanwhile
 * @io_fd: /proc/self/io, or -1 where dirty pages are not counted
 * @page_bytes: size of a page
 * @start: when it began
 * @faults: minor and major page faults of this process until then
 * @dirtied_bytes: what this process dirtied until then
 */
struct batch {
	int io_fd;
	size_t page_bytes;
	uint64_t start;
	uint64_t faults;
	uint64_t dirtied_bytes;
};

/* A number of /proc/self/io, which is open as @io_fd; @line: "\nname: ". */
static inline uint64_t io_counted(struct pmk_case *c, int io_fd, const char *line)
{
	char text[512], *at;
	ssize_t len = pread(io_fd, text, sizeof(text) - 1, 0);

	pmk_need(c, len > 0, "reading /proc/self/io");
	text[len] = '\0';
	at = strstr(text, line);
	pmk_must(c, at);
	return strtoull(at + strlen(line), NULL, 10);
}

/*
 * write_bytes counts at the moment a page becomes dirty, not when it is written (the claim
 * shared_store_dirties holds the kernel to it), and by whole folios. A page that is dirty already
 * counts nothing.
 */
static inline uint64_t dirtied_now(struct pmk_case *c, const struct batch *b)
{
	return b->io_fd < 0 ? 0 : io_counted(c, b->io_fd, "\nwrite_bytes: ");
}

/* @file_fd: the file whose pages get dirty, or -1 if none do. */
static inline void batch_setup(struct pmk_case *c, struct batch *b, int file_fd)
{
	b->io_fd = -1;
	b->page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	if (file_fd < 0)
		return;
	/* Their pages are not counted: no figure there, instead of 0. */
	if (!is_memory(c, file_fd))
		b->io_fd = open("/proc/self/io", O_RDONLY | O_CLOEXEC);
}

static inline void batch_begin(struct pmk_case *c, struct batch *b)
{
	b->faults = page_faults(RUSAGE_SELF);
	b->dirtied_bytes = dirtied_now(c, b);
	b->start = pmk_part_begin(c);
}

static inline void batch_end(struct pmk_case *c, const struct batch *b)
{
	uint64_t end = pmk_part_end(c);

	pmk_time_add(c, (double)(end - b->start) - pmk_clock_cost(c));
	if (b->io_fd >= 0)
		pmk_counter_add(c, "pages_dirtied", "1",
				(double)(dirtied_now(c, b) - b->dirtied_bytes) /
					(double)b->page_bytes);
	pmk_counter_add(c, "faults", "1", (double)(page_faults(RUSAGE_SELF) - b->faults));
}

#endif
