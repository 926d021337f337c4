/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders of file_read share: context, the timed loop, the check of what was read. */
#ifndef PAGEMARK_ACCESS_FILE_READ_H
#define PAGEMARK_ACCESS_FILE_READ_H

#include "../accounting.h"

#define FILE_SIZES PMK_SIZES(64, 64 * MiB)
/* Of those that differ from pread or map_each in one call: fewer, so that a run stays short. */
#define FILE_SIZES_FEW PMK_RANGE("size", 64, 16 * MiB, 64)

/**
 * struct ctx - of each contender
 * @batch: its accounting
 * @fd: the file, which holds the pattern and sits in the page cache
 * @size_bytes: of the file and of one operation
 * @buf: where the bytes are consumed: a buffer, a mapping that is kept, or NULL
 * @sum: what the consumer made of the last operation
 */
struct ctx {
	struct batch batch;
	int fd;
	size_t size_bytes;
	uint8_t *buf;
	uint64_t sum;
};

static inline void file_setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->size_bytes = pmk_arg(c, "size");
	x->fd = pmk_tmpfile(c, x->size_bytes);
	batch_setup(c, &x->batch, -1);
	pmk_set_bytes_per_op(c, x->size_bytes);
}

/* @once: gets the bytes of the file to the consumer; inline, so that no indirect call is timed. */
static inline __attribute__((always_inline)) void file_run(struct pmk_case *c, uint64_t n,
							   uint64_t (*once)(struct pmk_case *c,
									    const struct ctx *x))
{
	struct ctx *x = pmk_priv(c);

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++)
		x->sum = once(c, x);
	batch_end(c, &x->batch);
}

static inline void file_verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	pmk_promise(c, x->sum == pmk_pattern_sum(x->size_bytes));
	if (x->buf)
		pmk_must_match_pattern(c, x->buf, x->size_bytes);
}

#endif
