// SPDX-License-Identifier: GPL-2.0-only
/* Read a file that sits in the page cache through a mapping: one that is kept, or one each time. */
#include <errno.h>
#include <sys/mman.h>

#include "file_read.h"

static uint8_t *map(struct pmk_case *c, const struct ctx *x, int populate)
{
	void *map = mmap(NULL, x->size_bytes, PROT_READ, MAP_SHARED | populate, x->fd, 0);

	pmk_need(c, map != MAP_FAILED, "a mapping of the file");
	return map;
}

static void setup_kept(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	file_setup(c);
	x->buf = map(c, x, MAP_POPULATE);
}

static uint64_t kept_once(struct pmk_case *c, const struct ctx *x)
{
	(void)c;
	return pmk_consume(x->buf, x->size_bytes);
}

static void run_kept(struct pmk_case *c, uint64_t n)
{
	file_run(c, n, kept_once);
}

static uint64_t each_once(struct pmk_case *c, const struct ctx *x)
{
	uint8_t *p = map(c, x, 0);
	uint64_t sum = pmk_consume(p, x->size_bytes);

	pmk_must(c, munmap(p, x->size_bytes) == 0);
	return sum;
}

static void run_each(struct pmk_case *c, uint64_t n)
{
	file_run(c, n, each_once);
}

static void setup_populate(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	uint8_t *p;

	file_setup(c);
	p = map(c, x, 0);
	if (madvise(p, x->size_bytes, MADV_POPULATE_READ) && errno == EINVAL)
		pmk_skip(c, "this kernel does not know MADV_POPULATE_READ", "Linux 5.14");
	pmk_must(c, munmap(p, x->size_bytes) == 0);
}

static uint64_t populate_once(struct pmk_case *c, const struct ctx *x)
{
	uint8_t *p = map(c, x, 0);
	uint64_t sum;

	pmk_need(c, madvise(p, x->size_bytes, MADV_POPULATE_READ) == 0, "pages of the file");
	sum = pmk_consume(p, x->size_bytes);
	pmk_must(c, munmap(p, x->size_bytes) == 0);
	return sum;
}

static void run_populate(struct pmk_case *c, uint64_t n)
{
	file_run(c, n, populate_once);
}

PMK_CONTENDER(map_kept) = {
	.what = "a mapping that is kept: shared, of the page cache, made and populated before the "
		"time begins; every byte consumed in place",
	.axes = { FILE_SIZES },
	.setup = setup_kept,
	.run = run_kept,
	.verify = file_verify,
};

PMK_CONTENDER(map_each) = {
	.what = "mmap(2) each time: of the page cache, every byte consumed through page faults, "
		"munmap(2)",
	.axes = { FILE_SIZES },
	.setup = file_setup,
	.run = run_each,
	.verify = file_verify,
};

PMK_CONTENDER(map_each_populate) = {
	.what = "mmap(2) and MADV_POPULATE_READ each time: of the page cache, all page faults at "
		"once, every byte consumed, munmap(2)",
	.axes = { FILE_SIZES_FEW },
	.setup = setup_populate,
	.run = run_populate,
	.verify = file_verify,
};
