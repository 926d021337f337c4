/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on a file out of the page cache share: the file, its eviction, the time. */
#ifndef PAGEMARK_ACCESS_FILE_COLD_H
#define PAGEMARK_ACCESS_FILE_COLD_H

#include <stdio.h>

#include "../evict.h"

/* O_DIRECT wants lengths and addresses in blocks of the device; 4 KiB is a multiple of all. */
#define COLD_SIZES PMK_SIZES(4 * KiB, 4 * MiB)

/**
 * struct cold - the context of every contender
 * @fd: the file, by way of the page cache
 * @direct_fd: the same, past it
 * @from_fd: one of both, where a contender has the choice
 * @io_fd: /proc/self/io
 * @size_bytes: of the file, and of an operation
 * @buf: where the bytes go
 * @sum: what the consumer made of the last operation
 */
struct cold {
	int fd, direct_fd, from_fd, io_fd;
	size_t size_bytes;
	uint8_t *buf;
	uint64_t sum;
};

static inline void cold_setup(struct pmk_case *c)
{
	struct cold *x = pmk_priv(c);
	char path[64];

	x->size_bytes = pmk_arg(c, "size");
	x->fd = pmk_tmpfile(c, x->size_bytes);
	x->buf = pmk_alloc(c, x->size_bytes);
	memset(x->buf, 0x5a, x->size_bytes);
	x->io_fd = io_open(c);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", x->fd);
	x->direct_fd = open(path, O_RDONLY | O_DIRECT | O_CLOEXEC);
	if (x->direct_fd < 0 && errno == EINVAL)
		pmk_skip(c, "the file system of the folder for files does no direct I/O",
			 ON_A_DISK);
	pmk_need(c, x->direct_fd >= 0, "opening the file for direct I/O");
	evict_check(c, x->fd, x->io_fd, x->buf, x->size_bytes);
	memset(x->buf, 0x5a, x->size_bytes);
	pmk_set_bytes_per_op(c, x->size_bytes);
}

/*
 * Evicting the file is not timed; getting its bytes to the consumer is. Each operation has to fetch
 * all of them: what the device was asked for is counted.
 */
static inline void cold_run(struct pmk_case *c, uint64_t n,
			    uint64_t (*read_once)(struct pmk_case *c, struct cold *x))
{
	struct cold *x = pmk_priv(c);
	uint64_t fetched = 0;

	for (uint64_t i = 0; i < n; i++) {
		uint64_t before, start;

		evict(c, x->fd);
		before = io_fetched(c, x->io_fd);
		start = pmk_part_begin(c);
		x->sum = read_once(c, x);
		pmk_time_add(c, (double)(pmk_part_end(c) - start) - pmk_clock_cost(c));
		fetched += io_fetched(c, x->io_fd) - before;
	}
	pmk_must(c, fetched >= n * x->size_bytes);
	pmk_counter_add(c, "fetched", "B", (double)fetched);
}

static inline void cold_verify(struct pmk_case *c)
{
	struct cold *x = pmk_priv(c);

	pmk_promise(c, x->sum == pmk_pattern_sum(x->size_bytes));
}

#endif
