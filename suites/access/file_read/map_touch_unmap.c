// SPDX-License-Identifier: GPL-2.0-only
/* Read a file that sits in the page cache through a fresh mapping for each operation. */
#include <sys/mman.h>

#include "../accounting.h"

struct ctx {
	struct batch batch;
	int fd;
	size_t size_bytes;
	uint64_t sum;
};

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->size_bytes = pmk_arg(c, "size");
	x->fd = pmk_tmpfile(c, x->size_bytes);
	batch_setup(c, &x->batch, -1);
	pmk_set_bytes_per_op(c, x->size_bytes);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++) {
		void *map = mmap(NULL, x->size_bytes, PROT_READ, MAP_SHARED, x->fd, 0);

		pmk_need(c, map != MAP_FAILED, "a mapping of the file");
		x->sum = pmk_consume(map, x->size_bytes);
		pmk_must(c, munmap(map, x->size_bytes) == 0);
	}
	batch_end(c, &x->batch);
}

static void verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	void *map = mmap(NULL, x->size_bytes, PROT_READ, MAP_SHARED, x->fd, 0);

	pmk_need(c, map != MAP_FAILED, "a mapping of the file");
	pmk_promise(c, x->sum == pmk_pattern_sum(x->size_bytes));
	pmk_must_match_pattern(c, map, x->size_bytes);
}

PMK_BENCH = {
	.what = "mmap(2) of the page cache, every byte consumed through page faults, munmap(2), "
		"each time",
	.axes = { PMK_SIZES(64, 64 * MiB) },
	.setup = setup,
	.run = run,
	.verify = verify,
};
