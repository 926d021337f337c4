// SPDX-License-Identifier: GPL-2.0-only
/* Eight bytes of a device's registers at once, by the kernel's own copy. */
#include "../mmio.h"

static void setup(struct pmk_case *c)
{
	bool write = pmk_arg(c, "access");
	struct mmio *x = pmk_priv(c);

	mmio_setup(c, write ? PMK_OP_MMIO_TO : PMK_OP_MMIO_FROM,
		   PMK_MMIO(RTL8139_MEMORY_BAR, PMK_WAY_MEMORY, RTL8139_MAR0));
	x->req.bytes = 8;
	x->req.seed = write ? MAR_VALUE : 0;
	x->req.n = 1;
	if (write)
		pmk_need(c, ioctl(x->fd, PMK_IOC_RUN, &x->req) == 0,
			 "the kernel to reach the device's registers");
	pmk_set_bytes_per_op(c, x->req.bytes);
}

/* The eight bytes as they were at last; they are left as they are after a reset. */
static void verify(struct pmk_case *c)
{
	bool write = pmk_arg(c, "access");
	struct mmio *x = pmk_priv(c);
	uint64_t calls = (x->n + PMK_RUN_N_MAX - 1) / PMK_RUN_N_MAX;

	pmk_promise(c, x->sum == (write ? calls * MAR_VALUE : 0));
	x->req.seed = 0;
	x->req.n = 1;
	if (write)
		pmk_need(c, ioctl(x->fd, PMK_IOC_RUN, &x->req) == 0,
			 "the kernel to reach the device's registers");
}

PMK_BENCH = {
	.what = "memcpy_fromio() or memcpy_toio() of 8 bytes of registers",
	.axes = { PMK_WORDS("access", "read", "write") },
	.ctx_size = sizeof(struct mmio),
	.baseline = true,
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.setup = setup,
	.run = mmio_run,
	.verify = verify,
};
