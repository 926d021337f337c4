// SPDX-License-Identifier: GPL-2.0-only
/* Many small files of the page cache, each from open to close: by read(2), or through a mapping. */
#include <sys/mman.h>
#include <sys/stat.h>

#include "../accounting.h"
#include "folder.h"

/* @names: of the files; @next: the file of the next operation; @sum: of all; @done: operations */
struct ctx {
	struct batch batch;
	int folder;
	size_t size_bytes;
	char names[FILES][NAME_BYTES];
	unsigned int next;
	uint8_t *buf;
	uint64_t sum, done;
};

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->size_bytes = pmk_arg(c, "size");
	/* First: the keeper's copy of this process then has no buffer. */
	x->folder = folder_make(c);
	x->buf = pmk_alloc(c, x->size_bytes);
	pmk_pattern_fill(x->buf, x->size_bytes);
	folder_fill(c, x->folder, x->buf, x->size_bytes);
	/* Poison: only bytes of the files can make the sum come out right. */
	memset(x->buf, 0x5a, x->size_bytes);
	for (unsigned int i = 0; i < FILES; i++)
		file_name(x->names[i], i);
	batch_setup(c, &x->batch, -1);
	pmk_set_bytes_per_op(c, x->size_bytes);
}

/* The next file, of which only its name is known; @size_bytes: its size, as fstat(2) says. */
static inline int open_next(struct pmk_case *c, struct ctx *x, size_t *size_bytes)
{
	int fd = openat(x->folder, x->names[x->next++ % FILES], O_RDONLY | O_CLOEXEC);
	struct stat found;

	pmk_need(c, fd >= 0, "to open a file");
	pmk_must(c, fstat(fd, &found) == 0);
	*size_bytes = (size_t)found.st_size;
	return fd;
}

static void run_read(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++) {
		size_t bytes;
		int fd = open_next(c, x, &bytes);

		pmk_must(c, read(fd, x->buf, bytes) == (ssize_t)bytes);
		x->sum += pmk_consume(x->buf, bytes);
		pmk_must(c, close(fd) == 0);
	}
	batch_end(c, &x->batch);
	x->done += n;
}

/* @populate: MAP_POPULATE or none; a constant where this is inlined */
static inline __attribute__((always_inline)) void map(struct pmk_case *c, uint64_t n, int populate)
{
	struct ctx *x = pmk_priv(c);

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++) {
		size_t bytes;
		int fd = open_next(c, x, &bytes);
		void *p = mmap(NULL, bytes, PROT_READ, MAP_PRIVATE | populate, fd, 0);

		pmk_need(c, p != MAP_FAILED, "a mapping of a file");
		x->sum += pmk_consume(p, bytes);
		pmk_must(c, munmap(p, bytes) == 0);
		pmk_must(c, close(fd) == 0);
	}
	batch_end(c, &x->batch);
	x->done += n;
}

static void run_map(struct pmk_case *c, uint64_t n)
{
	map(c, n, 0);
}

static void run_populate(struct pmk_case *c, uint64_t n)
{
	map(c, n, MAP_POPULATE);
}

static void verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	pmk_promise(c, x->sum == x->done * pmk_pattern_sum(x->size_bytes));
}

PMK_CONTENDER(read) = {
	.what = "openat(2), fstat(2), read(2) into a populated buffer, every byte consumed, "
		"close(2); one small file after the other",
	.axes = { PMK_SIZES(1 * KiB, 256 * KiB) },
	.baseline = true,
	.setup = setup,
	.run = run_read,
	.verify = verify,
};

PMK_CONTENDER(map_each) = {
	.what = "openat(2), fstat(2), mmap(2), every byte consumed through page faults, munmap(2), "
		"close(2); one small file after the other",
	.axes = { PMK_SIZES(1 * KiB, 256 * KiB) },
	.setup = setup,
	.run = run_map,
	.verify = verify,
};

PMK_CONTENDER(map_each_populate) = {
	.what = "openat(2), fstat(2), mmap(2) with MAP_POPULATE, every byte consumed, munmap(2), "
		"close(2); one small file after the other",
	.axes = { PMK_SIZES(1 * KiB, 256 * KiB) },
	.setup = setup,
	.run = run_populate,
	.verify = verify,
};
