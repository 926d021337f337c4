// SPDX-License-Identifier: GPL-2.0-only
/* Produce bytes into a fresh shared mapping of the file for each operation. */
#include <sys/mman.h>

#include "file_write.h"

static void setup(struct pmk_case *c)
{
	file_setup(c, pmk_priv(c));
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++) {
		void *map = mmap(NULL, x->size_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, x->fd, 0);

		pmk_need(c, map != MAP_FAILED, "a mapping of the file");
		pmk_produce(map, x->size_bytes, ++x->first);
		pmk_must(c, munmap(map, x->size_bytes) == 0);
	}
	batch_end(c, &x->batch);
}

PMK_BENCH = {
	.what = "mmap(2) of the page cache, every byte produced through page faults, munmap(2), "
		"each time (dirty pages stay dirty)",
	.axes = { PMK_SIZES(64, 64 * MiB) },
	.setup = setup,
	.run = run,
	.verify = file_verify,
};
