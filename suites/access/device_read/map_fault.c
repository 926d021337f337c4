// SPDX-License-Identifier: GPL-2.0-only
/* Read a device's buffer through a mapping by a fault handler, made and removed each time. */
#include "device_read.h"

static void run(struct pmk_case *c, uint64_t n)
{
	device_map_run(c, n, PMK_MMAP_FAULT);
}

PMK_BENCH = {
	.what = "mmap(2), every byte consumed through a device's fault handler, munmap(2)",
	.axes = { DEVICE_SIZES },
	.ctx_size = sizeof(struct device_read),
	.needs = PMK_NEED_MODULE,
	.setup = device_map_setup,
	.run = run,
	.verify = device_read_verify,
};
