// SPDX-License-Identifier: GPL-2.0-only
/* Produce bytes straight into one shared mapping of the file that is kept. */
#include <sys/mman.h>

#include "file_write.h"

/*
 * The first store to each page still faults, populated or not, to make it dirty: that is in the
 * untimed first batch.
 */
static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	file_setup(c, x);
	x->to = mmap(NULL, x->size_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, x->fd,
		     0);
	pmk_need(c, x->to != MAP_FAILED, "a mapping of the file");
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++)
		pmk_produce(x->to, x->size_bytes, ++x->first);
	batch_end(c, &x->batch);
}

PMK_BENCH = {
	.what = "every byte produced in a shared mapping of the page cache, made and populated "
		"before the time begins (dirty pages stay dirty)",
	.axes = { PMK_SIZES(64, 64 * MiB) },
	.setup = setup,
	.run = run,
	.verify = file_verify,
};
