/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on a device's buffer share: the buffer with the pattern, and the check. */
#ifndef PAGEMARK_ACCESS_DEVICE_READ_H
#define PAGEMARK_ACCESS_DEVICE_READ_H

#include <sys/ioctl.h>
#include <sys/mman.h>

#include "../accounting.h"
#include "pagemark_module.h"

/* The buffer could hold 4 MiB; a guest copies that too slowly to be quick. */
#define DEVICE_SIZES PMK_SIZES(64, 1 * MiB)

/**
 * struct device_read - the context of every contender
 * @batch: time and page faults of a batch
 * @fd: the device, whose buffer holds the pattern
 * @size_bytes: of the buffer
 * @buf: where the bytes are consumed, for those that keep it
 * @at: where mappings are made, or NULL: anywhere
 * @sum: what the last operation consumed
 */
struct device_read {
	struct batch batch;
	int fd;
	size_t size_bytes;
	uint8_t *buf;
	uint8_t *at;
	uint64_t sum;
};

static inline struct device_read *device_read_setup(struct pmk_case *c)
{
	struct device_read *x = pmk_priv(c);
	struct pmk_buffer buffer = { .abi_version = PMK_ABI_VERSION };
	uint8_t *pattern;

	x->size_bytes = pmk_arg(c, "size");
	x->fd = pmk_module_open(c, PMK_OP_EMPTY);
	buffer.bytes = x->size_bytes;
	pmk_need(c, ioctl(x->fd, PMK_IOC_BUFFER, &buffer) == 0,
		 "a buffer of this size in the kernel");
	pattern = pmk_alloc(c, x->size_bytes);
	pmk_pattern_fill(pattern, x->size_bytes);
	pmk_need(c, pwrite(x->fd, pattern, x->size_bytes, 0) == (ssize_t)x->size_bytes,
		 "memory in the kernel to copy with");
	pmk_must(c, munmap(pattern, x->size_bytes) == 0);
	batch_setup(c, &x->batch, -1);
	pmk_set_bytes_per_op(c, x->size_bytes);
	return x;
}

/* @kind: PMK_MMAP_*. */
static inline void *device_map(struct pmk_case *c, const struct device_read *x, unsigned int kind)
{
	int fixed = x->at ? MAP_FIXED_NOREPLACE : 0;
	void *map = mmap(x->at, x->size_bytes, PROT_READ, MAP_SHARED | fixed, x->fd, (off_t)kind);

	pmk_need(c, map != MAP_FAILED, "a mapping of the device's buffer");
	return map;
}

#define TABLE_BYTES (2 * MiB) /* what one page table maps, or more */

/*
 * Whether a mapping needs a page table of its own is a matter of its neighbours, and doubles the
 * cost of a small one. So all are made at the same place: behind a page that keeps the first table.
 */
static inline uint8_t *beside_a_page(struct pmk_case *c, size_t size_bytes)
{
	size_t room = size_bytes + 3 * TABLE_BYTES, page = (size_t)sysconf(_SC_PAGESIZE);
	uint8_t *p = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uint8_t *neighbour = p + (TABLE_BYTES - (uintptr_t)p % TABLE_BYTES);

	pmk_need(c, p != MAP_FAILED, "address space for a mapping");
	neighbour[0] = 1;
	pmk_must(c, munmap(neighbour + page, (size_t)(p + room - neighbour) - page) == 0);
	pmk_must(c, munmap(p, (size_t)(neighbour - p)) == 0);
	return neighbour + page;
}

/*
 * What a mapping takes from the kernel's allocators is freed some operations later, many at a time.
 * With this many operations in a batch the batches agree.
 */
static inline void device_map_setup(struct pmk_case *c)
{
	struct device_read *x = device_read_setup(c);
	uint64_t n = 4 * MiB / x->size_bytes;

	x->at = beside_a_page(c, x->size_bytes);
	pmk_set_batch_min(c, n < 32 ? n : 32);
}

/* A mapping that lives for one operation. */
static inline void device_map_run(struct pmk_case *c, uint64_t n, unsigned int kind)
{
	struct device_read *x = pmk_priv(c);

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++) {
		void *map = device_map(c, x, kind);

		x->sum = pmk_consume(map, x->size_bytes);
		pmk_must(c, munmap(map, x->size_bytes) == 0);
	}
	batch_end(c, &x->batch);
}

static inline void device_read_verify(struct pmk_case *c)
{
	struct device_read *x = pmk_priv(c);

	pmk_promise(c, x->sum == pmk_pattern_sum(x->size_bytes));
	if (x->buf)
		pmk_must_match_pattern(c, x->buf, x->size_bytes);
}

#endif
