// SPDX-License-Identifier: GPL-2.0-only
/* Store into a register through a port. */
#include "../mmio.h"

static void setup(struct pmk_case *c)
{
	mmio_setup(c, PMK_OP_MMIO_WRITE, PMK_MMIO(RTL8139_PORT_BAR, PMK_WAY_PORT, RTL8139_MAR0));
}

PMK_BENCH = {
	.what = "outl() of the same register",
	.ctx_size = sizeof(struct mmio),
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.setup = setup,
	.run = mmio_run,
	.verify = mmio_write_verify,
};
