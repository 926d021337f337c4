/* SPDX-License-Identifier: GPL-2.0-only */
/* Some blocks of a larger file, read in an order, cached or not: the file, its eviction, ways. */
#ifndef PAGEMARK_ACCESS_ORDER_BLOCKS_H
#define PAGEMARK_ACCESS_ORDER_BLOCKS_H

#include <sys/mman.h>
#include <time.h>

#include "draw.h"
#include "evict.h"

#define FILE_BYTES   (4 * MiB)
#define BLOCKS	     32u
#define EVICT_TRIES  5000u		   /* pauses of 1 ms, for a disk that is busy */
#define STRIPE_BYTES (FILE_BYTES / BLOCKS) /* 128 KiB: what is read ahead by default */

enum order { SEQUENTIAL, RANDOM, STRIDED };

/*
 * @advice: for posix_fadvise(2) or madvise(2); @evicted: before each operation; @all: a mapping of
 * the file that is never touched
 */
struct ctx {
	int fd, io_fd, advice;
	bool evicted;
	uint8_t *buf;
	void *all;
	uint64_t sum;
	size_t offsets[BLOCKS];
};

/* The first blocks; a block somewhere in each stripe, shuffled; the first block of each stripe. */
static inline void make_order(struct ctx *x, enum order order)
{
	uint64_t state = 1;

	for (size_t i = 0; i < BLOCKS; i++)
		x->offsets[i] = i * (order == SEQUENTIAL ? BLOCK_BYTES : STRIPE_BYTES);
	for (size_t i = BLOCKS; i-- > 0 && order == RANDOM;) {
		size_t with = draw(&state, i + 1), offset = x->offsets[with];

		x->offsets[with] = x->offsets[i];
		x->offsets[i] = offset + draw(&state, STRIPE_BYTES / BLOCK_BYTES) * BLOCK_BYTES;
	}
}

static inline void *file_map(struct pmk_case *c, const struct ctx *x)
{
	void *p = mmap(NULL, FILE_BYTES, PROT_READ, MAP_SHARED, x->fd, 0);

	pmk_need(c, p != MAP_FAILED, "a mapping of the file");
	return p;
}

static inline void file_setup(struct pmk_case *c, bool evicted)
{
	struct ctx *x = pmk_priv(c);

	make_order(x, (enum order)pmk_arg(c, "order"));
	x->evicted = evicted;
	x->advice = (int)pmk_datum(c);
	x->fd = pmk_tmpfile(c, FILE_BYTES);
	x->io_fd = io_open(c);
	x->all = file_map(c, x);
	x->buf = pmk_alloc(c, BLOCK_BYTES);
	if (x->evicted)
		evict_check(c, x->fd, x->io_fd, x->buf, BLOCK_BYTES);
	/* Poison: only bytes of the file can make the sum come out right. */
	memset(x->buf, 0x5a, BLOCK_BYTES);
	pmk_set_bytes_per_op(c, BLOCKS * BLOCK_BYTES);
	pmk_set_items_per_op(c, BLOCKS);
}

/*
 * What is being read ahead cannot be evicted, and mincore(2) does not show it; so all of it is
 * waited for first, by reading the file.
 */
static inline void evict_all(struct pmk_case *c, const struct ctx *x)
{
	static unsigned char resident[FILE_BYTES / BLOCK_BYTES];
	const struct timespec pause_1ms = { .tv_nsec = 1000000 };

	for (size_t at = 0; at < FILE_BYTES; at += BLOCK_BYTES)
		pmk_must(c, pread(x->fd, x->buf, BLOCK_BYTES, (off_t)at) == BLOCK_BYTES);
	for (unsigned int tries = 0; tries < EVICT_TRIES; tries++) {
		evict(c, x->fd);
		pmk_must(c, mincore(x->all, FILE_BYTES, resident) == 0);
		if (!memchr(resident, 1, sizeof(resident)))
			return;
		nanosleep(&pause_1ms, NULL);
	}
	errno = EBUSY;
	pmk_must(c, !"the file leaves the page cache");
}

static inline uint64_t pread_blocks(struct pmk_case *c, const struct ctx *x)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < BLOCKS; i++) {
		pmk_must(c, pread(x->fd, x->buf, BLOCK_BYTES, (off_t)x->offsets[i]) == BLOCK_BYTES);
		sum += pmk_consume(x->buf, BLOCK_BYTES);
	}
	return sum;
}

static inline uint64_t map_blocks(struct pmk_case *c, const struct ctx *x)
{
	uint8_t *p = file_map(c, x);
	uint64_t sum = 0;

	pmk_need(c, x->advice == MADV_NORMAL || !madvise(p, FILE_BYTES, x->advice),
		 "pages of the file");
	for (size_t i = 0; i < BLOCKS; i++)
		sum += pmk_consume(p + x->offsets[i], BLOCK_BYTES);
	pmk_must(c, munmap(p, FILE_BYTES) == 0);
	return sum;
}

/* Eviction and accounting are not timed. */
static inline void read_blocks(struct pmk_case *c, uint64_t n,
			       uint64_t (*once)(struct pmk_case *c, const struct ctx *x))
{
	struct ctx *x = pmk_priv(c);
	uint64_t fetched = 0, faults = 0;

	for (uint64_t i = 0; i < n; i++) {
		uint64_t start, faults_before, fetched_before;

		if (x->evicted)
			evict_all(c, x);
		fetched_before = io_fetched(c, x->io_fd);
		faults_before = page_faults(RUSAGE_SELF);
		start = pmk_part_begin(c);
		x->sum = once(c, x);
		pmk_time_add(c, (double)(pmk_part_end(c) - start) - pmk_clock_cost(c));
		faults += page_faults(RUSAGE_SELF) - faults_before;
		fetched += io_fetched(c, x->io_fd) - fetched_before;
	}
	pmk_must(c, !x->evicted || fetched >= n * BLOCKS * BLOCK_BYTES);
	pmk_counter_add(c, "fetched", "B", (double)fetched);
	pmk_counter_add(c, "faults", "1", (double)faults);
}

static inline void verify_blocks(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	uint64_t sum = 0;

	for (size_t i = 0; i < BLOCKS; i++)
		for (size_t word = 0; word < BLOCK_BYTES / 8; word++)
			sum += pmk_pattern_word(x->offsets[i] / 8 + word);
	pmk_promise(c, x->sum == sum);
}

#endif
