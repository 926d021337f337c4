// SPDX-License-Identifier: GPL-2.0-only
/* Map a BAR for one load. */
#include "../mmio.h"

static void setup(struct pmk_case *c)
{
	mmio_setup(c, PMK_OP_MMIO_READ, PMK_MMIO(RTL8139_MEMORY_BAR, PMK_WAY_REMAP, RTL8139_IDR0));
}

PMK_BENCH = {
	.what = "ioremap() of a BAR, one readl(), iounmap()",
	.ctx_size = sizeof(struct mmio),
	.baseline = true,
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.setup = setup,
	.run = mmio_run,
	.verify = mmio_read_verify,
};
