// SPDX-License-Identifier: GPL-2.0-only
/* Read a file that sits in the page cache by splice(2) through a pipe. */
#include "file_read.h"

static int pipe_fds[2];

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	file_setup(c);
	x->buf = pmk_alloc(c, x->size_bytes);
	/* Poison: only bytes of the file can make the sum come out right. */
	memset(x->buf, 0x5a, x->size_bytes);
	pmk_need(c, pipe(pipe_fds) == 0, "a pipe");
}

/* The pipe holds references to pages of the file, as many as it has room for; read(2) copies. */
static uint64_t once(struct pmk_case *c, const struct ctx *x)
{
	loff_t at = 0;

	while ((size_t)at < x->size_bytes) {
		loff_t from = at;
		ssize_t got = splice(x->fd, &at, pipe_fds[1], NULL, x->size_bytes - (size_t)at, 0);

		pmk_must(c, got > 0 && read(pipe_fds[0], x->buf + from, (size_t)got) == got);
	}
	return pmk_consume(x->buf, x->size_bytes);
}

static void run(struct pmk_case *c, uint64_t n)
{
	file_run(c, n, once);
}

PMK_BENCH = {
	.what = "splice(2) through a pipe: pages of the page cache into it, read(2) from it into "
		"a populated buffer, then every byte consumed",
	.axes = { FILE_SIZES_FEW },
	.setup = setup,
	.run = run,
	.verify = file_verify,
};
