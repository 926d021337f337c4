/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on a device's buffer share: the buffer with the pattern, and the check. */
#ifndef PAGEMARK_ACCESS_DEVICE_READ_H
#define PAGEMARK_ACCESS_DEVICE_READ_H

#include "../../device_buffer.h"
#include "../accounting.h"

/* The buffer could hold 4 MiB; a guest copies that too slowly to be quick. */
#define DEVICE_SIZES PMK_SIZES(64, 1 * MiB)

/**
 * struct device_read - the context of every contender
 * @batch: time and page faults of a batch
 * @b: the device's buffer, which holds the pattern
 * @buf: where the bytes are consumed, for those that keep it
 * @sum: what the last operation consumed
 */
struct device_read {
	struct batch batch;
	struct device_buffer b;
	uint8_t *buf;
	uint64_t sum;
};

static inline struct device_read *device_read_setup(struct pmk_case *c)
{
	struct device_read *x = pmk_priv(c);

	device_buffer_filled(c, &x->b);
	batch_setup(c, &x->batch, -1);
	pmk_set_bytes_per_op(c, x->b.size_bytes);
	return x;
}

static inline void device_read_verify(struct pmk_case *c)
{
	struct device_read *x = pmk_priv(c);

	pmk_promise(c, x->sum == pmk_pattern_sum(x->b.size_bytes));
	if (x->buf)
		pmk_must_match_pattern(c, x->buf, x->b.size_bytes);
}

#endif
