// SPDX-License-Identifier: GPL-2.0-only
/* Load or store all of a device's buffer that is uncached. */
#include "device_memory.h"

static void setup(struct pmk_case *c)
{
	device_memory_setup(c, PMK_BUFFER_UNCACHED);
}

PMK_BENCH = {
	.what = "every byte of a device's uncached buffer, mapped once, loaded or stored",
	.axes = { DEVICE_MEMORY_AXES },
	.ctx_size = sizeof(struct device_memory),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = device_memory_run,
	.verify = device_memory_verify,
};
