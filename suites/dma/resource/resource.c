// SPDX-License-Identifier: GPL-2.0-only
/* Registers of a device mapped so that a device may reach them, against memory. */
#include <sys/ioctl.h>

#include "../../device.h"
#include "../dma.h"

/*
 * The device that DMA is measured on, if it has a memory BAR of so many bytes that it reaches; else
 * QEMU's edu. All contenders map for the same one.
 */
static uint32_t with_registers(struct pmk_case *c, int fd)
{
	struct pmk_run q = { .abi_version = PMK_ABI_VERSION,
			     .op = PMK_OP_DMA_RESOURCE,
			     .device = pmk_module_device(c, fd),
			     .n = 1,
			     .bytes = pmk_arg(c, "size") };
	struct pmk_device edu;

	if (ioctl(fd, PMK_IOC_RUN, &q) && device_find(fd, DEVICE_EDU, &edu))
		return edu.index;
	return q.device;
}

static void setup(struct pmk_case *c)
{
	dma_try(c, (struct pmk_run){ .op = (uint32_t)pmk_datum(c), .bytes = pmk_arg(c, "size") },
		with_registers);
}

#define RESOURCE(name, dma_op, text, ...)                                        \
	PMK_CONTENDER(name) = { .what = text,                                    \
				.datum = dma_op,                                 \
				.axes = { PMK_LIST("size", 4 * KiB, 64 * KiB) }, \
				.needs = PMK_NEED_MODULE | PMK_TALLIED,          \
				.setup = setup,                                  \
				.run = pmk_module_run,                           \
				.verify = dma_verify,                            \
				__VA_ARGS__ }

/* Memory, by its page. */
RESOURCE(map_page, PMK_OP_DMA_MAP_PAGE, "dma_map_page() and dma_unmap_page() of memory",
	 .baseline = true);
/* Registers, which have no struct page, and no cache to clean. */
RESOURCE(map_resource, PMK_OP_DMA_RESOURCE,
	 "dma_map_resource() and dma_unmap_resource() of a device's registers");
