/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders of file_write share: context, and the check of what the file holds. */
#ifndef PAGEMARK_ACCESS_FILE_WRITE_H
#define PAGEMARK_ACCESS_FILE_WRITE_H

#include "../accounting.h"

/* Of those that differ from pwrite or map_each in one call: fewer, so that a run stays short. */
#define FILE_SIZES_FEW PMK_RANGE("size", 64, 16 * MiB, 64)

/*
 * A page gets dirty once and stays so until it is written back, seconds later; so the untimed first
 * batch pays for nearly all of that. The counter pages_dirtied says how much of it fell into the
 * timed ones.
 */

/**
 * struct ctx - of each contender
 * @batch: its accounting
 * @fd: the file
 * @size_bytes: of the file and of one operation
 * @to: where the bytes are produced: a buffer, or a mapping of the file
 * @first: the first word of the last operation, another one each time
 */
struct ctx {
	struct batch batch;
	int fd;
	size_t size_bytes;
	uint8_t *to;
	uint64_t first;
};

static inline void file_setup(struct pmk_case *c, struct ctx *x)
{
	x->size_bytes = pmk_arg(c, "size");
	x->fd = pmk_tmpfile(c, x->size_bytes);
	x->first = 1ull << 32;
	batch_setup(c, &x->batch, x->fd);
	pmk_set_bytes_per_op(c, x->size_bytes);
}

/* By read(2), whichever way the bytes went in. */
static inline void file_verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	uint8_t *back = pmk_alloc(c, x->size_bytes);

	pmk_promise(c, pread(x->fd, back, x->size_bytes, 0) == (ssize_t)x->size_bytes);
	pmk_promise(c, pmk_produced(back, x->size_bytes, x->first));
}

#endif
