// SPDX-License-Identifier: GPL-2.0-only
/* Write over a file of the page cache several times: pwrite(2), or a mapping made for them. */
#include <sys/mman.h>

#include "../accounting.h"

struct ctx {
	struct batch batch;
	int fd;
	size_t size_bytes;
	uint64_t uses;
	uint8_t *buf;
	uint64_t first; /* the first word of the last use, another one each time */
};

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->size_bytes = pmk_arg(c, "size");
	x->uses = pmk_arg(c, "reuse");
	x->first = 1ull << 32;
	x->fd = pmk_tmpfile(c, x->size_bytes);
	x->buf = pmk_alloc(c, x->size_bytes);
	batch_setup(c, &x->batch, x->fd);
	pmk_set_bytes_per_op(c, x->uses * x->size_bytes);
	pmk_set_items_per_op(c, x->uses);
}

static void run_pwrite(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++)
		for (uint64_t use = 0; use < x->uses; use++) {
			pmk_produce(x->buf, x->size_bytes, ++x->first);
			pmk_need(c,
				 pwrite(x->fd, x->buf, x->size_bytes, 0) == (ssize_t)x->size_bytes,
				 "room to write to the file");
		}
	batch_end(c, &x->batch);
}

static void run_map(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++) {
		void *map = mmap(NULL, x->size_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, x->fd, 0);

		pmk_need(c, map != MAP_FAILED, "a mapping of the file");
		for (uint64_t use = 0; use < x->uses; use++)
			pmk_produce(map, x->size_bytes, ++x->first);
		pmk_must(c, munmap(map, x->size_bytes) == 0);
	}
	batch_end(c, &x->batch);
}

/* By read(2), whichever way the bytes went in. */
static void verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	memset(x->buf, 0x5a, x->size_bytes);
	pmk_promise(c, pread(x->fd, x->buf, x->size_bytes, 0) == (ssize_t)x->size_bytes);
	pmk_promise(c, pmk_produced(x->buf, x->size_bytes, x->first));
}

PMK_CONTENDER(pwrite) = {
	.what = "pwrite(2): as often as the mapping is used, over the page cache, of a populated "
		"buffer in which every byte was produced (dirty pages stay dirty)",
	.axes = { PMK_LIST("size", 4 * KiB, 64 * KiB), PMK_LIST("reuse", 1, 10, 100, 1000) },
	.baseline = true,
	.setup = setup,
	.run = run_pwrite,
	.verify = verify,
};

PMK_CONTENDER(map_each) = {
	.what = "mmap(2) of the page cache, every byte produced in place so many times, munmap(2) "
		"(dirty pages stay dirty)",
	.axes = { PMK_LIST("size", 4 * KiB, 64 * KiB), PMK_LIST("reuse", 1, 10, 100, 1000) },
	.setup = setup,
	.run = run_map,
	.verify = verify,
};
