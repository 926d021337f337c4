// SPDX-License-Identifier: GPL-2.0-only
/* Load a register through memory, by the accessor that knows both kinds. */
#include "../mmio.h"

static void setup(struct pmk_case *c)
{
	mmio_setup(c, PMK_OP_MMIO_READ, PMK_MMIO(RTL8139_MEMORY_BAR, PMK_WAY_EITHER, RTL8139_IDR0));
}

PMK_BENCH = {
	.what = "ioread32() of the same register, through memory",
	.ctx_size = sizeof(struct mmio),
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.setup = setup,
	.run = mmio_run,
	.verify = mmio_read_verify,
};
