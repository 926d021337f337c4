// SPDX-License-Identifier: GPL-2.0-only
/* Produce bytes in a buffer and write them over a file in the page cache. */
#include <sys/uio.h>

#include "file_write.h"

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	file_setup(c, x);
	x->to = pmk_alloc(c, x->size_bytes);
}

static void run_pwrite(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++) {
		pmk_produce(x->to, x->size_bytes, ++x->first);
		pmk_need(c, pwrite(x->fd, x->to, x->size_bytes, 0) == (ssize_t)x->size_bytes,
			 "room to write to the file");
	}
	batch_end(c, &x->batch);
}

PMK_CONTENDER(pwrite) = {
	.what = "every byte produced in a populated buffer, then pwrite(2) over the page cache "
		"(dirty pages stay dirty)",
	.axes = { PMK_SIZES(64, 64 * MiB) },
	.baseline = true,
	.setup = setup,
	.run = run_pwrite,
	.verify = file_verify,
};

static void run_pwritev(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);
	struct iovec from = { x->to, x->size_bytes };

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++) {
		pmk_produce(x->to, x->size_bytes, ++x->first);
		pmk_need(c, pwritev(x->fd, &from, 1, 0) == (ssize_t)x->size_bytes,
			 "room to write to the file");
	}
	batch_end(c, &x->batch);
}

PMK_CONTENDER(pwritev) = {
	.what = "every byte produced in a populated buffer, then pwritev(2) of one vector over the "
		"page cache (dirty pages stay dirty)",
	.axes = { FILE_SIZES_FEW },
	.setup = setup,
	.run = run_pwritev,
	.verify = file_verify,
};
