// SPDX-License-Identifier: GPL-2.0-only
/* Bring bytes to the disk below a file: written and synced, in one call, or by a mapping. */
#include <errno.h>
#include <sys/uio.h>

#include "persist.h"

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	persist_setup(c);
	x->from = pmk_alloc(c, x->size_bytes);
}

/* Whether the file system knows the flag is asked with no bytes: an operation of the same kind. */
static void setup_dsync(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	struct iovec from;

	setup(c);
	from = (struct iovec){ x->from, 0 };
	pmk_need(c, pwritev2(x->fd, &from, 1, 0, RWF_DSYNC) == 0, "RWF_DSYNC");
}

static void setup_map(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	persist_setup(c);
	x->from = mmap(NULL, FILE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, x->fd, 0);
	pmk_need(c, x->from != MAP_FAILED, "a mapping of the file");
}

/* Where files have a page cache the kernel refuses it. */
static void setup_sync(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	persist_setup(c);
	x->flush = cache_flush_best();
	if (x->flush == CACHE_KEEPS)
		pmk_skip(c, "this program knows no instruction that flushes this processor's cache",
			 "x86");
	x->from = mmap(NULL, FILE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED_VALIDATE | MAP_SYNC,
		       x->fd, 0);
	if (x->from == MAP_FAILED && errno == EOPNOTSUPP)
		pmk_skip(c,
			 "files of this file system are not mapped in place, which MAP_SYNC is for",
			 "--target x86_64-6.1+pmem, or --dir DIR on a file system on persistent "
			 "memory that is mounted with dax");
	pmk_need(c, x->from != MAP_FAILED, "a mapping of the file with MAP_SYNC");
	/* A fault for each page: a huge one would take the first of 512 operations all the time. */
	pmk_must(c, !madvise(x->from, FILE_BYTES, MADV_NOHUGEPAGE) || errno == EINVAL);
}

static uint64_t write_sync(struct pmk_case *c, const struct ctx *x, size_t offset)
{
	uint64_t stored;

	pmk_produce(x->from, x->size_bytes, x->first);
	pmk_need(c, pwrite(x->fd, x->from, x->size_bytes, (off_t)offset) == (ssize_t)x->size_bytes,
		 "room to write to the file");
	stored = pmk_now(c);
	pmk_need(c, fdatasync(x->fd) == 0, "a file written back");
	return stored;
}

static uint64_t write_dsync(struct pmk_case *c, const struct ctx *x, size_t offset)
{
	const struct iovec from = { x->from, x->size_bytes };

	pmk_produce(x->from, x->size_bytes, x->first);
	pmk_need(c, pwritev2(x->fd, &from, 1, (off_t)offset, RWF_DSYNC) == (ssize_t)x->size_bytes,
		 "room to write to the file");
	return 0;
}

/* The file has to grow first: a store beyond its end is a SIGBUS. */
static uint64_t store(struct pmk_case *c, const struct ctx *x, size_t offset)
{
	pmk_need(c, x->to != APPEND || !ftruncate(x->fd, (off_t)(offset + x->size_bytes)),
		 "room to write to the file");
	pmk_produce(x->from + offset, x->size_bytes, x->first);
	return pmk_now(c);
}

static uint64_t store_msync(struct pmk_case *c, const struct ctx *x, size_t offset)
{
	uint64_t stored = store(c, x, offset);

	pmk_need(c, msync(x->from + offset, x->size_bytes, MS_SYNC) == 0, "a file written back");
	return stored;
}

static uint64_t store_flush(struct pmk_case *c, const struct ctx *x, size_t offset)
{
	uint64_t stored = store(c, x, offset);

	cache_flush(x->flush, x->from + offset, x->size_bytes);
	return stored;
}

#define PERSIST(ident, prepare, once, text, ...)                                                \
	static void run_##ident(struct pmk_case *c, uint64_t n)                                 \
	{                                                                                       \
		persist_run(c, n, once);                                                        \
	}                                                                                       \
	PMK_CONTENDER(ident) = { .what = text,                                                  \
				 .axes = { PMK_WORDS("to", "overwrite", "allocated", "append"), \
					   PMK_LIST("size", 4 * KiB, 64 * KiB) },               \
				 .setup = prepare,                                              \
				 .run = run_##ident,                                            \
				 .verify = persist_verify,                                      \
				 __VA_ARGS__ }

PERSIST(write_fdatasync, setup, write_sync,
	"every byte produced in a buffer, pwrite(2), fdatasync(2): a disk has them",
	.baseline = true);
PERSIST(write_dsync, setup_dsync, write_dsync,
	"every byte produced in a buffer, pwritev2(2) with RWF_DSYNC: a disk has them");
PERSIST(store_msync, setup_map, store_msync,
	"every byte produced in a shared mapping of the file, msync(MS_SYNC): a disk has them");
PERSIST(map_sync, setup_sync, store_flush,
	"every byte produced in a mapping with MAP_SYNC of a file on persistent memory, and "
	"flushed from the processor's cache: no system call");
