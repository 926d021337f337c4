// SPDX-License-Identifier: GPL-2.0-only
/* pread(2) from the page cache and nothing else: the loop that google.cc has, for pagemark. */
#include <unistd.h>

#include "pagemark.h"

struct ctx {
	int fd;
	size_t size_bytes;
	uint8_t *buf;
};

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->size_bytes = pmk_arg(c, "size");
	x->fd = pmk_tmpfile(c, x->size_bytes);
	x->buf = pmk_alloc(c, x->size_bytes);
	pmk_set_bytes_per_op(c, x->size_bytes);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++)
		pmk_must(c, pread(x->fd, x->buf, x->size_bytes, 0) == (ssize_t)x->size_bytes);
}

static void verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	pmk_must_match_pattern(c, x->buf, x->size_bytes);
}

PMK_BENCH = {
	.what = "pread(2) from the page cache into a populated buffer",
	.axes = { PMK_LIST("size", 4 * KiB, 64 * KiB) },
	.baseline = true,
	.setup = setup,
	.run = run,
	.verify = verify,
};
