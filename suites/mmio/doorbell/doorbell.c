// SPDX-License-Identifier: GPL-2.0-only
/* A store that tells a device of work: with a barrier before it, with a load behind it. */
#include "../mmio.h"

static void setup(struct pmk_case *c)
{
	mmio_memory_setup(c, (struct pmk_run){ .op = PMK_OP_MMIO_WRITE,
					       .kind = (uint32_t)pmk_datum(c),
					       .seed = MAR_VALUE });
	pmk_module_try(c, MMIO_REACH);
}

/* The device holds what was stored. */
static void verify(struct pmk_case *c)
{
	const struct mmio *x = pmk_priv(c);

	pmk_promise(c, x->sum == mmio_stored(x));
}

#define DOORBELL(name, way, text, ...)                                      \
	PMK_CONTENDER(name) = { .what = text,                               \
				.datum = PMK_MMIO(MMIO_MEMORY_BAR, way, 0), \
				.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,   \
				.setup = setup,                             \
				.run = mmio_run,                            \
				.verify = verify,                           \
				__VA_ARGS__ }

/* What the CPU stored into coherent memory before, the device sees. */
DOORBELL(writel, PMK_WAY_MEMORY, "writel(), which orders stores to memory before it",
	 .baseline = true);
/* The driver has ordered what it needs itself. */
DOORBELL(writel_relaxed, PMK_WAY_RELAXED, "writel_relaxed(), which orders none");
/* All stores to memory come first, those to other devices too. */
DOORBELL(wmb_writel, PMK_WAY_ORDERED, "wmb() and writel_relaxed()");
/* The device has it before the driver goes on. */
DOORBELL(read_back, PMK_WAY_BACK, "writel(), and a readl() of the same place behind it");
