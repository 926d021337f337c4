// SPDX-License-Identifier: GPL-2.0-only
/* Read a file that is not in the page cache with pread(2): by way of it, or past it. */
#include "file_cold.h"

/* The datum: whether the device writes into the pinned pages of the buffer (O_DIRECT). */
static void setup(struct pmk_case *c)
{
	struct cold *x = pmk_priv(c);

	cold_setup(c);
	x->from_fd = pmk_datum(c) ? x->direct_fd : x->fd;
}

static uint64_t read_once(struct pmk_case *c, struct cold *x)
{
	pmk_must(c, pread(x->from_fd, x->buf, x->size_bytes, 0) == (ssize_t)x->size_bytes);
	return pmk_consume(x->buf, x->size_bytes);
}

static void run(struct pmk_case *c, uint64_t n)
{
	cold_run(c, n, read_once);
}

PMK_CONTENDER(pread) = {
	.what = "pread(2) of a file out of the page cache, then every byte consumed",
	.axes = { COLD_SIZES },
	.config = { "CONFIG_TASK_IO_ACCOUNTING" },
	.baseline = true,
	.datum = false,
	.setup = setup,
	.run = run,
	.verify = cold_verify,
};

PMK_CONTENDER(direct) = {
	.what = "pread(2) with O_DIRECT into a populated buffer, then every byte consumed",
	.axes = { COLD_SIZES },
	.config = { "CONFIG_TASK_IO_ACCOUNTING" },
	.datum = true,
	.setup = setup,
	.run = run,
	.verify = cold_verify,
};
