// SPDX-License-Identifier: GPL-2.0-only
/* Map a BAR into a program for one load. */
#include "../mmio.h"

static void run(struct pmk_case *c, uint64_t n)
{
	struct mmio *x = pmk_priv(c);
	size_t page_bytes = (size_t)sysconf(_SC_PAGESIZE);

	x->op.n = n;
	x->sum = 0;
	for (uint64_t i = 0; i < n; i++) {
		volatile uint32_t *bar =
			mmap(NULL, page_bytes, PROT_READ, MAP_SHARED, x->resource, 0);

		pmk_need(c, bar != MAP_FAILED, "a mapping of the device's registers");
		x->sum += bar[RTL8139_IDR0 / 4];
		pmk_must(c, munmap((void *)(uintptr_t)bar, page_bytes) == 0);
	}
}

static void verify(struct pmk_case *c)
{
	mmio_read_verify(c);
	mmio_user_end(c);
}

PMK_BENCH = {
	.what = "mmap(2) of a BAR in sysfs, one load, munmap(2)",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.setup = mmio_user_setup,
	.run = run,
	.verify = verify,
};
