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
 * @at: where a mapping is made each time, or NULL: anywhere, once
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

static inline void device_read_verify(struct pmk_case *c)
{
	struct device_read *x = pmk_priv(c);

	pmk_promise(c, x->sum == pmk_pattern_sum(x->size_bytes));
	if (x->buf)
		pmk_must_match_pattern(c, x->buf, x->size_bytes);
}

#endif
