// SPDX-License-Identifier: GPL-2.0-only
/* Produce bytes in a buffer and write them over a file by splice(2) through a pipe. */
#include "file_write.h"

static int pipe_fds[2];
static size_t room;

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	int bytes;

	file_setup(c, x);
	x->to = pmk_alloc(c, x->size_bytes);
	pmk_need(c, pipe(pipe_fds) == 0, "a pipe");
	bytes = fcntl(pipe_fds[1], F_GETPIPE_SZ);
	pmk_must(c, bytes > 0);
	room = (size_t)bytes;
}

static void write_through(struct pmk_case *c, const struct ctx *x)
{
	loff_t at = 0;

	while ((size_t)at < x->size_bytes) {
		size_t part = x->size_bytes - (size_t)at < room ? x->size_bytes - (size_t)at : room;

		pmk_must(c, write(pipe_fds[1], x->to + at, part) == (ssize_t)part);
		while (part) {
			ssize_t put = splice(pipe_fds[0], NULL, x->fd, &at, part, 0);

			pmk_need(c, put > 0, "room to write to the file");
			part -= (size_t)put;
		}
	}
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++) {
		pmk_produce(x->to, x->size_bytes, ++x->first);
		write_through(c, x);
	}
	batch_end(c, &x->batch);
}

PMK_BENCH = {
	.what = "every byte produced in a populated buffer, write(2) into a pipe, splice(2) from "
		"it over the page cache (dirty pages stay dirty)",
	.axes = { FILE_SIZES_FEW },
	.setup = setup,
	.run = run,
	.verify = file_verify,
};
