// SPDX-License-Identifier: GPL-2.0-only
/* A mapping of a BAR by the kernel for one load. */
#include "../mmio.h"

static void setup(struct pmk_case *c)
{
	mmio_read_setup(c);
	if (pmk_datum(c) == PMK_MMIO(RTL8139_MEMORY_BAR, PMK_WAY_REMAP_WC, RTL8139_IDR0))
		mmio_need_combined(c);
}

#define REMAP(name, way, text, ...)                                                       \
	PMK_CONTENDER(name) = { .what = text,                                             \
				.datum = PMK_MMIO(RTL8139_MEMORY_BAR, way, RTL8139_IDR0), \
				.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,                 \
				.setup = setup,                                           \
				.run = mmio_run,                                          \
				.verify = mmio_read_verify,                               \
				__VA_ARGS__ }

/* Map a BAR for one load. */
REMAP(ioremap, PMK_WAY_REMAP, "ioremap() of a BAR, one readl(), iounmap()", .baseline = true);
/* Map a BAR for one load, write-combined. */
REMAP(ioremap_wc, PMK_WAY_REMAP_WC, "ioremap_wc() of a BAR, one readl(), iounmap()");
