// SPDX-License-Identifier: GPL-2.0-only
/* Read a file that sits in the page cache with pread(2) into a buffer, and consume the buffer. */
#include "../accounting.h"

struct ctx {
	struct batch batch;
	int fd;
	size_t size_bytes;
	uint8_t *buf;
	uint64_t sum;
};

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->size_bytes = pmk_arg(c, "size");
	x->fd = pmk_tmpfile(c, x->size_bytes);
	x->buf = pmk_alloc(c, x->size_bytes);
	/* Poison: only bytes of the file can make the sum come out right. */
	memset(x->buf, 0x5a, x->size_bytes);
	batch_setup(c, &x->batch, -1);
	pmk_set_bytes_per_op(c, x->size_bytes);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++) {
		pmk_must(c, pread(x->fd, x->buf, x->size_bytes, 0) == (ssize_t)x->size_bytes);
		x->sum = pmk_consume(x->buf, x->size_bytes);
	}
	batch_end(c, &x->batch);
}

static void verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	pmk_promise(c, x->sum == pmk_pattern_sum(x->size_bytes));
	pmk_must_match_pattern(c, x->buf, x->size_bytes);
}

PMK_BENCH = {
	.what = "pread(2) from the page cache into a populated buffer, then every byte consumed",
	.axes = { PMK_SIZES(64, 64 * MiB) },
	.baseline = true,
	.setup = setup,
	.run = run,
	.verify = verify,
};
