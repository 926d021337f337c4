// SPDX-License-Identifier: GPL-2.0-only
/* Eight bytes of a device's registers at once, by the kernel's own copy. */
#include "../mmio.h"

static void setup(struct pmk_case *c)
{
	bool write = pmk_arg(c, "access");
	struct mmio *x = mmio_setup(c, write ? PMK_OP_MMIO_TO : PMK_OP_MMIO_FROM,
				    PMK_MMIO(RTL8139_MEMORY_BAR, PMK_WAY_MEMORY, RTL8139_MAR0));

	x->op.req.bytes = 8;
	if (write)
		mmio_store(c, MAR_VALUE);
	pmk_set_bytes_per_op(c, x->op.req.bytes);
}

/* The eight bytes as they were at last; they are left as they are after a reset. */
static void verify(struct pmk_case *c)
{
	bool write = pmk_arg(c, "access");
	struct mmio *x = pmk_priv(c);

	pmk_promise(c, x->sum == (write ? mmio_stored(x) : 0));
	if (write)
		mmio_store(c, 0);
}

PMK_BENCH = {
	.what = "memcpy_fromio() or memcpy_toio() of 8 bytes of registers",
	.axes = { PMK_WORDS("access", "read", "write") },
	.baseline = true,
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.setup = setup,
	.run = mmio_run,
	.verify = verify,
};
