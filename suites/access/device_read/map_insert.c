// SPDX-License-Identifier: GPL-2.0-only
/* Read a device's buffer through a mapping by vm_insert_pages(), made and removed each time. */
#include "device_read.h"

static void run(struct pmk_case *c, uint64_t n)
{
	device_map_run(c, n, PMK_MMAP_PAGES);
}

PMK_BENCH = {
	.what = "mmap(2) by vm_insert_pages(), every byte consumed in place, munmap(2), each time",
	.axes = { DEVICE_SIZES },
	.ctx_size = sizeof(struct device_read),
	.needs = PMK_NEED_MODULE,
	.setup = device_map_setup,
	.run = run,
	.verify = device_read_verify,
};
