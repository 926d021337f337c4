// SPDX-License-Identifier: GPL-2.0-only
/* Read a file of the page cache several times: by pread(2), or through a mapping made for them. */
#include <sys/mman.h>

#include "../accounting.h"

struct ctx {
	struct batch batch;
	int fd;
	size_t size_bytes;
	uint64_t uses;
	uint8_t *buf;
	uint64_t sum;
};

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->size_bytes = pmk_arg(c, "size");
	x->uses = pmk_arg(c, "reuse");
	x->fd = pmk_tmpfile(c, x->size_bytes);
	batch_setup(c, &x->batch, -1);
	pmk_set_bytes_per_op(c, x->uses * x->size_bytes);
	pmk_set_items_per_op(c, x->uses);
}

static void setup_pread(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	setup(c);
	x->buf = pmk_alloc(c, x->size_bytes);
	/* Poison: only bytes of the file can make the sum come out right. */
	memset(x->buf, 0x5a, x->size_bytes);
}

/* The sums of all uses are added up, so that each of them has to be right. */
static void run_pread(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++) {
		x->sum = 0;
		for (uint64_t use = 0; use < x->uses; use++) {
			pmk_must(c,
				 pread(x->fd, x->buf, x->size_bytes, 0) == (ssize_t)x->size_bytes);
			x->sum += pmk_consume(x->buf, x->size_bytes);
		}
	}
	batch_end(c, &x->batch);
}

static void run_map(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++) {
		void *map = mmap(NULL, x->size_bytes, PROT_READ, MAP_SHARED, x->fd, 0);

		pmk_need(c, map != MAP_FAILED, "a mapping of the file");
		x->sum = 0;
		for (uint64_t use = 0; use < x->uses; use++)
			x->sum += pmk_consume(map, x->size_bytes);
		pmk_must(c, munmap(map, x->size_bytes) == 0);
	}
	batch_end(c, &x->batch);
}

static void verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	pmk_promise(c, x->sum == x->uses * pmk_pattern_sum(x->size_bytes));
	if (x->buf)
		pmk_must_match_pattern(c, x->buf, x->size_bytes);
}

PMK_CONTENDER(pread) = {
	.what = "pread(2): as often as the mapping is used, of the whole file from the page cache, "
		"then every byte consumed",
	.axes = { PMK_LIST("size", 4 * KiB, 64 * KiB), PMK_LIST("reuse", 1, 10, 100, 1000) },
	.baseline = true,
	.setup = setup_pread,
	.run = run_pread,
	.verify = verify,
};

PMK_CONTENDER(map_each) = {
	.what = "mmap(2) of the page cache, every byte consumed in place so many times, munmap(2)",
	.axes = { PMK_LIST("size", 4 * KiB, 64 * KiB), PMK_LIST("reuse", 1, 10, 100, 1000) },
	.setup = setup,
	.run = run_map,
	.verify = verify,
};
