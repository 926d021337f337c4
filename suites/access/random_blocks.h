/* SPDX-License-Identifier: GPL-2.0-only */
/* Contenders that read blocks of a file at random; FILE_BYTES, LIMIT, AXES are the includer's. */
#ifndef PAGEMARK_ACCESS_RANDOM_BLOCKS_H
#define PAGEMARK_ACCESS_RANDOM_BLOCKS_H

#include <stdio.h>
#include <sys/mman.h>

#include "draw.h"
#include "random_counts.h"

#define BLOCKS ((size_t)(FILE_BYTES / BLOCK_BYTES))

/*
 * One contender: of FILE_BYTES, along AXES, below the limit of LIMIT bytes, an eighth of the file,
 * where the axis "memory" says LIMITED_AT. It says both sizes, as answers repeat it.
 */
#define RANDOM(ident, way, advice, checked, text, ...)                      \
	PMK_CONTENDER(ident) = { .what = text,                              \
				 .axes = { AXES },                          \
				 .datum = advice,                           \
				 .config = { "CONFIG_TASK_IO_ACCOUNTING" }, \
				 .state = LIMITED_TO(LIMIT),                \
				 .setup = setup_##way,                      \
				 .run = run_##way,                          \
				 .verify = checked,                         \
				 __VA_ARGS__ }

#define LIMITED_TO(bytes)                                                                   \
	{                                                                                   \
		{                                                                           \
			.name = PMK_STATE_MEMORY_LIMIT, .value = (bytes), .axis = "memory", \
			.where = LIMITED_AT                                                 \
		}                                                                           \
	}

/* From its beginning, until memory has to be reclaimed: so it is for each read that follows. */
static inline void fill_to_limit(struct pmk_case *c, int fd)
{
	uint8_t *buf = pmk_alloc(c, BLOCK_BYTES);
	uint64_t met = pmk_limit_met(c);

	/* Nothing is left behind for which the kernel would read ahead later. */
	pmk_must(c, posix_fadvise(fd, 0, 0, POSIX_FADV_RANDOM) == 0);
	for (size_t i = 0; i < BLOCKS && pmk_limit_met(c) == met; i++)
		pmk_must(c, pread(fd, buf, BLOCK_BYTES, (off_t)(i * BLOCK_BYTES)) == BLOCK_BYTES);
	pmk_must(c, posix_fadvise(fd, 0, 0, POSIX_FADV_NORMAL) == 0);
	if (pmk_limit_met(c) == met)
		pmk_skip(c, "the whole file was read without meeting the limit of its memory",
			 ON_A_DISK);
}

static inline void prepare(struct pmk_case *c, void *shared)
{
	struct file *f = shared;
	char path[64];

	/* A small file first: the kernel would kill who fills memory beyond its limit. */
	f->fd = pmk_tmpfile(c, BLOCK_BYTES);
	if (pmk_arg(c, "memory") == LIMITED && is_memory(c, f->fd))
		pmk_skip(c, "files of this file system do not leave memory, whatever its limit",
			 ON_A_DISK);
	close(f->fd);
	f->fd = pmk_tmpfile(c, FILE_BYTES);
	f->map = mmap(NULL, FILE_BYTES, PROT_READ, MAP_SHARED, f->fd, 0);
	pmk_need(c, f->map != MAP_FAILED, "a mapping of the file");
	if (pmk_arg(c, "memory") == LIMITED)
		fill_to_limit(c, f->fd);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", f->fd);
	f->direct_fd = open(path, O_RDONLY | O_DIRECT | O_CLOEXEC);
}

static inline void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->file = pmk_shared(c, sizeof(*x->file), prepare);
	x->io_fd = open("/proc/thread-self/io", O_RDONLY | O_CLOEXEC);
	pmk_need(c, x->io_fd >= 0, "opening /proc/thread-self/io");
	x->buf = pmk_alloc(c, BLOCK_BYTES);
	/* Poison: only bytes of the file can make the sum come out right. */
	memset(x->buf, 0x5a, BLOCK_BYTES);
	x->state = first_state(c);
	pmk_set_bytes_per_op(c, BLOCK_BYTES);
}

static inline void setup_pread(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	setup(c);
	pmk_must(c, posix_fadvise(x->file->fd, 0, 0, (int)pmk_datum(c)) == 0);
}

static inline void setup_direct(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	setup(c);
	if (x->file->direct_fd < 0 || is_memory(c, x->file->fd))
		pmk_skip(c,
			 "the file system of the folder for files does no direct I/O to a device",
			 ON_A_DISK);
}

/* Where there is memory, the mapping is whole before the time starts, as the page cache is. */
static inline void setup_map(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	setup(c);
	pmk_must(c, madvise(x->file->map, FILE_BYTES, (int)pmk_datum(c)) == 0);
	for (size_t i = 0; i < BLOCKS && pmk_arg(c, "memory") == ENOUGH; i++)
		pmk_keep(*(volatile uint8_t *)(x->file->map + i * BLOCK_BYTES));
}

static inline __attribute__((always_inline)) void run_from(struct pmk_case *c, uint64_t n, int fd)
{
	struct ctx *x = pmk_priv(c);

	random_begin(c);
	for (uint64_t i = 0; i < n; i++) {
		off_t at = (off_t)(draw(&x->state, BLOCKS) * BLOCK_BYTES);

		pmk_must(c, pread(fd, x->buf, BLOCK_BYTES, at) == BLOCK_BYTES);
		x->sum += pmk_consume(x->buf, BLOCK_BYTES);
	}
	random_end(c, n);
}

static inline void run_pread(struct pmk_case *c, uint64_t n)
{
	run_from(c, n, ((struct ctx *)pmk_priv(c))->file->fd);
}

static inline void run_direct(struct pmk_case *c, uint64_t n)
{
	run_from(c, n, ((struct ctx *)pmk_priv(c))->file->direct_fd);
}

static inline void run_map(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	random_begin(c);
	for (uint64_t i = 0; i < n; i++)
		x->sum += pmk_consume(x->file->map + draw(&x->state, BLOCKS) * BLOCK_BYTES,
				      BLOCK_BYTES);
	random_end(c, n);
}

static inline void check_sum(struct pmk_case *c)
{
	static uint64_t sums[BLOCKS];
	const struct ctx *x = pmk_priv(c);

	pmk_promise(c, x->sum == drawn_sum(first_state(c), x->done, sums, BLOCKS));
}

static inline void verify_direct(struct pmk_case *c)
{
	const struct ctx *x = pmk_priv(c);

	check_sum(c);
	pmk_must(c, x->fetched >= x->done * BLOCK_BYTES);
}

/* A point whose condition was not reached has no number. */
static inline void verify(struct pmk_case *c)
{
	const struct ctx *x = pmk_priv(c);

	check_sum(c);
	if (pmk_arg(c, "memory") == ENOUGH && x->fetched)
		pmk_skip(c, "the file did not stay in memory: some of it was fetched from the disk",
			 "free memory, or end what uses it here");
	if (pmk_arg(c, "memory") == LIMITED && !x->fetched)
		pmk_skip(c, "the file stayed in memory, in spite of its limit: nothing was fetched",
			 ON_A_DISK);
}

#endif
