// SPDX-License-Identifier: GPL-2.0-only
/* Read a device's buffer through one mapping by remap_pfn_range() that is kept. */
#include "device_read.h"

static void setup(struct pmk_case *c)
{
	struct device_read *x = device_read_setup(c);

	x->buf = device_buffer_map(c, &x->b, PROT_READ, PMK_MMAP_PFN);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct device_read *x = pmk_priv(c);

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++)
		x->sum = pmk_consume(x->buf, x->b.size_bytes);
	batch_end(c, &x->batch);
}

PMK_BENCH = {
	.what = "a device's buffer mapped once by remap_pfn_range(): every byte consumed in place",
	.axes = { DEVICE_SIZES },
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = run,
	.verify = device_read_verify,
};
