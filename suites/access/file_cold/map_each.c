// SPDX-License-Identifier: GPL-2.0-only
/* Read a file that is not in the page cache through a fresh mapping: major page faults. */
#include <sys/mman.h>

#include "file_cold.h"

static uint64_t read_once(struct pmk_case *c, struct cold *x)
{
	void *p = mmap(NULL, x->size_bytes, PROT_READ, MAP_SHARED, x->fd, 0);
	uint64_t sum;

	pmk_need(c, p != MAP_FAILED, "a mapping of the file");
	sum = pmk_consume(p, x->size_bytes);
	pmk_must(c, munmap(p, x->size_bytes) == 0);
	return sum;
}

static void run(struct pmk_case *c, uint64_t n)
{
	cold_run(c, n, read_once);
}

PMK_BENCH = {
	.what = "mmap(2) of a file out of the page cache, every byte consumed, munmap(2)",
	.axes = { COLD_SIZES },
	.config = { "CONFIG_TASK_IO_ACCOUNTING" },
	.setup = cold_setup,
	.run = run,
	.verify = cold_verify,
};
