// SPDX-License-Identifier: GPL-2.0-only
/* A mapping of a BAR by the kernel for one load. */
#include "../mmio.h"

static void setup(struct pmk_case *c)
{
	mmio_read_setup(c);
	if (pmk_datum(c) == PMK_MMIO(RTL8139_MEMORY_BAR, PMK_WAY_REMAP_WC, RTL8139_IDR0))
		mmio_need_combined(c);
}

/* Kinds of mappings that not each architecture has. */
static void map_setup(struct pmk_case *c)
{
	mmio_setup(c, PMK_OP_MMIO_MAP, (unsigned int)pmk_datum(c));
	pmk_module_try(c, MMIO_REACH);
}

#define REMAP(name, prepares, way, text, ...)                                             \
	PMK_CONTENDER(name) = { .what = text,                                             \
				.datum = PMK_MMIO(RTL8139_MEMORY_BAR, way, RTL8139_IDR0), \
				.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,                 \
				.setup = prepares,                                        \
				.run = mmio_run,                                          \
				.verify = mmio_read_verify,                               \
				__VA_ARGS__ }

/* Map a BAR for one load. */
REMAP(ioremap, setup, PMK_WAY_REMAP, "ioremap() of a BAR, one readl(), iounmap()",
      .baseline = true);
/* Map a BAR for one load, write-combined. */
REMAP(ioremap_wc, setup, PMK_WAY_REMAP_WC, "ioremap_wc() of a BAR, one readl(), iounmap()");
/* Map a BAR for one load, uncached whatever the ranges of memory types say: x86. */
REMAP(ioremap_uc, map_setup, PMK_MAP_UC, "ioremap_uc() of a BAR, one readl(), iounmap()");
/* Map a BAR for one load, whose stores would not be posted: arm64. */
REMAP(ioremap_np, map_setup, PMK_MAP_NP, "ioremap_np() of a BAR, one readl(), iounmap()");
/* Map a BAR for one load, as memory that is written through. */
REMAP(memremap_wt, map_setup, PMK_MAP_MEM_WT,
      "memremap() of a BAR with MEMREMAP_WT, one readl(), memunmap()");
/* Map a BAR for one load, as memory whose stores are combined. */
REMAP(memremap_wc, map_setup, PMK_MAP_MEM_WC,
      "memremap() of a BAR with MEMREMAP_WC, one readl(), memunmap()");
