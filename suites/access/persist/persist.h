/* SPDX-License-Identifier: GPL-2.0-only */
/* What contenders share that bring bytes to a disk: where they go, what the disk did, the check. */
#ifndef PAGEMARK_ACCESS_PERSIST_H
#define PAGEMARK_ACCESS_PERSIST_H

#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "../../cache_flush.h"
#include "../accounting.h"

#define FILE_BYTES  (16 * MiB) /* then it starts anew */
#define OVERWRITTEN 16u	       /* blocks of an operation */

enum to { OVERWRITE, ALLOCATED, APPEND };

/**
 * struct disk - what the disk below a file did so far, for everybody
 * @writes: requests
 * @written: bytes
 * @flushes: of its cache; -1 where the kernel does not tell (before 5.5, partitions)
 */
struct disk {
	long long writes, written, flushes;
};

/**
 * struct ctx - of each contender
 * @fd: the file
 * @stat_fd: /sys/dev/block/.../stat, or -1 where there is no disk
 * @to: where bytes go
 * @size_bytes: of an operation
 * @from: where bytes are produced: a buffer, or a mapping of the file
 * @flush: of MAP_SYNC: how what was stored leaves the processor's cache
 * @first: the first word of the last operation
 * @at: operations since the file started anew
 */
struct ctx {
	int fd, stat_fd;
	enum to to;
	size_t size_bytes;
	uint8_t *from;
	enum cache_flush flush;
	uint64_t first, at;
};

/* After so many operations the file starts anew, or the first block comes again. */
static inline uint64_t round_length(const struct ctx *x)
{
	return x->to == OVERWRITE ? OVERWRITTEN : FILE_BYTES / x->size_bytes;
}

static inline size_t offset_of(const struct ctx *x, uint64_t operation)
{
	return (size_t)(operation % round_length(x)) * x->size_bytes;
}

/* What is allocated but was never written has no blocks that could be read: it is marked so. */
static inline void start_anew(struct pmk_case *c, struct ctx *x)
{
	x->at = 0;
	if (x->to == OVERWRITE)
		return;
	pmk_must(c, ftruncate(x->fd, 0) == 0);
	pmk_need(c, x->to == APPEND || !posix_fallocate(x->fd, 0, (off_t)FILE_BYTES),
		 "room for a file in the folder for files");
	pmk_need(c, fsync(x->fd) == 0, "a file written back");
}

static inline void persist_setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	struct stat found;
	char path[64];

	x->to = (enum to)pmk_arg(c, "to");
	x->size_bytes = pmk_arg(c, "size");
	x->first = 1ull << 32;
	x->fd = pmk_tmpfile(c, OVERWRITTEN * x->size_bytes);
	if (is_memory(c, x->fd))
		pmk_skip(c, "files of this file system are memory: nothing makes them persistent",
			 ON_A_DISK);
	pmk_must(c, fstat(x->fd, &found) == 0);
	snprintf(path, sizeof(path), "/sys/dev/block/%u:%u/stat", major(found.st_dev),
		 minor(found.st_dev));
	x->stat_fd = open(path, O_RDONLY | O_CLOEXEC);
	start_anew(c, x);
	pmk_set_bytes_per_op(c, x->size_bytes);
}

/* Documentation/ABI/stable/sysfs-block, stat. */
static inline struct disk disk_now(struct pmk_case *c, const struct ctx *x)
{
	long long v[17];
	struct disk now = { 0, 0, -1 };
	char text[512];
	ssize_t len = pread(x->stat_fd, text, sizeof(text) - 1, 0);
	int n;

	pmk_must(c, len > 0);
	text[len] = '\0';
	n = sscanf(text,
		   "%lld %lld %lld %lld %lld %lld %lld %lld %lld %lld %lld %lld %lld %lld %lld "
		   "%lld %lld",
		   &v[0], &v[1], &v[2], &v[3], &v[4], &v[5], &v[6], &v[7], &v[8], &v[9], &v[10],
		   &v[11], &v[12], &v[13], &v[14], &v[15], &v[16]);
	pmk_must(c, n >= 7);
	now.writes = v[4];
	now.written = 512 * v[6];
	if (n == 17)
		now.flushes = v[15];
	return now;
}

/*
 * @once: makes the bytes of one operation, and brings them to the disk; returns when it had them
 * where the kernel could see them, or 0 where that is not told apart
 */
static inline void persist_run(struct pmk_case *c, uint64_t n,
			       uint64_t (*once)(struct pmk_case *c, const struct ctx *x,
						size_t offset))
{
	struct ctx *x = pmk_priv(c);
	struct disk before = { 0 }, now;

	if (x->stat_fd >= 0)
		before = disk_now(c, x);
	for (uint64_t i = 0; i < n; i++) {
		uint64_t start, stored, end;

		if (x->at == round_length(x))
			start_anew(c, x);
		x->first++;
		start = pmk_part_begin(c);
		stored = once(c, x, offset_of(x, x->at));
		end = pmk_part_end(c);
		x->at++;
		pmk_time_add(c, (double)(end - start) - pmk_clock_cost(c));
		if (stored) {
			pmk_counter_add(c, "store", "clock", (double)(stored - start));
			pmk_counter_add(c, "write_back", "clock", (double)(end - stored));
		}
	}
	if (x->stat_fd < 0)
		return;
	now = disk_now(c, x);
	pmk_counter_add(c, "disk_writes", "1", (double)(now.writes - before.writes));
	pmk_counter_add(c, "disk_written", "B", (double)(now.written - before.written));
	if (now.flushes >= 0)
		pmk_counter_add(c, "disk_flushes", "1", (double)(now.flushes - before.flushes));
}

/* Every block that is still there. */
static inline void persist_verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	uint8_t *back = pmk_alloc(c, x->size_bytes);

	for (uint64_t k = 0; k < x->at && k < round_length(x); k++) {
		pmk_promise(c, pread(x->fd, back, x->size_bytes,
				     (off_t)offset_of(x, x->at - 1 - k)) == (ssize_t)x->size_bytes);
		pmk_promise(c, pmk_produced(back, x->size_bytes, x->first - k));
	}
}

#endif
