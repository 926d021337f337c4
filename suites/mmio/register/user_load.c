// SPDX-License-Identifier: GPL-2.0-only
/* Load a register from a program that has mapped the BAR. */
#include "../mmio.h"

static void run(struct pmk_case *c, uint64_t n)
{
	struct mmio *x = pmk_priv(c);

	x->op.n = n;
	x->sum = 0;
	for (uint64_t i = 0; i < n; i++)
		x->sum += x->map[RTL8139_IDR0 / 4];
}

static void verify(struct pmk_case *c)
{
	mmio_read_verify(c);
	mmio_user_end(c);
}

PMK_BENCH = {
	.what = "a load of the same register from a program that has mapped the BAR",
	/* One or two instructions: in a guest a sample is millions of exits to the device. */
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT | PMK_ONLY_NAMED,
	.setup = mmio_user_setup,
	.run = run,
	.verify = verify,
};
