// SPDX-License-Identifier: GPL-2.0-only
/* Read a file that sits in the page cache through one populated mapping that is kept. */
#include <sys/mman.h>

#include "../accounting.h"

struct ctx {
	struct batch batch;
	size_t size_bytes;
	const uint8_t *map;
	uint64_t sum;
};

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->size_bytes = pmk_arg(c, "size");
	x->map = mmap(NULL, x->size_bytes, PROT_READ, MAP_SHARED | MAP_POPULATE,
		      pmk_tmpfile(c, x->size_bytes), 0);
	pmk_need(c, x->map != MAP_FAILED, "a mapping of the file");
	batch_setup(c, &x->batch, -1);
	pmk_set_bytes_per_op(c, x->size_bytes);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++)
		x->sum = pmk_consume(x->map, x->size_bytes);
	batch_end(c, &x->batch);
}

static void verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	pmk_promise(c, x->sum == pmk_pattern_sum(x->size_bytes));
	pmk_must_match_pattern(c, x->map, x->size_bytes);
}

PMK_BENCH = {
	.what = "a shared mapping of the page cache, populated once and kept: every byte "
		"consumed in place",
	.axes = { PMK_SIZES(64, 64 * MiB) },
	.setup = setup,
	.run = run,
	.verify = verify,
};
