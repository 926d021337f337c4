// SPDX-License-Identifier: GPL-2.0-only
/* Produce bytes into a fresh shared mapping of the file for each operation. */
#include <errno.h>
#include <sys/mman.h>

#include "file_write.h"

static void setup(struct pmk_case *c)
{
	file_setup(c, pmk_priv(c));
}

static uint8_t *map(struct pmk_case *c, const struct ctx *x)
{
	void *map = mmap(NULL, x->size_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, x->fd, 0);

	pmk_need(c, map != MAP_FAILED, "a mapping of the file");
	return map;
}

static void run_each(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++) {
		uint8_t *p = map(c, x);

		pmk_produce(p, x->size_bytes, ++x->first);
		pmk_must(c, munmap(p, x->size_bytes) == 0);
	}
	batch_end(c, &x->batch);
}

static void setup_populate(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	uint8_t *p;

	file_setup(c, x);
	p = map(c, x);
	if (madvise(p, x->size_bytes, MADV_POPULATE_WRITE) && errno == EINVAL)
		pmk_skip(c, "this kernel does not know MADV_POPULATE_WRITE", "Linux 5.14");
	pmk_must(c, munmap(p, x->size_bytes) == 0);
}

static void run_populate(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++) {
		uint8_t *p = map(c, x);

		pmk_need(c, madvise(p, x->size_bytes, MADV_POPULATE_WRITE) == 0,
			 "pages of the file");
		pmk_produce(p, x->size_bytes, ++x->first);
		pmk_must(c, munmap(p, x->size_bytes) == 0);
	}
	batch_end(c, &x->batch);
}

PMK_CONTENDER(map_each) = {
	.what = "mmap(2) of the page cache, every byte produced through page faults, munmap(2), "
		"each time (dirty pages stay dirty)",
	.axes = { PMK_SIZES(64, 64 * MiB) },
	.setup = setup,
	.run = run_each,
	.verify = file_verify,
};

PMK_CONTENDER(map_each_populate) = {
	.what = "mmap(2) of the page cache, madvise(MADV_POPULATE_WRITE), which does all page "
		"faults at once, every byte produced, munmap(2), each time (pages stay dirty)",
	.axes = { FILE_SIZES_FEW },
	.setup = setup_populate,
	.run = run_populate,
	.verify = file_verify,
};
