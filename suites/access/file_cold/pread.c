// SPDX-License-Identifier: GPL-2.0-only
/* Read a file that is not in the page cache with pread(2), by way of it. */
#include "file_cold.h"

static uint64_t read_once(struct pmk_case *c, struct cold *x)
{
	pmk_must(c, pread(x->fd, x->buf, x->size_bytes, 0) == (ssize_t)x->size_bytes);
	return pmk_consume(x->buf, x->size_bytes);
}

static void run(struct pmk_case *c, uint64_t n)
{
	cold_run(c, n, read_once);
}

PMK_BENCH = {
	.what = "pread(2) of a file out of the page cache, then every byte consumed",
	.axes = { COLD_SIZES },
	.baseline = true,
	.setup = cold_setup,
	.run = run,
	.verify = cold_verify,
};
