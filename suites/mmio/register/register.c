// SPDX-License-Identifier: GPL-2.0-only
/* Loads of a register by the kernel, through memory or a port, by accessors of one kind or both. */
#include "../mmio.h"

#define REGISTER(name, bar, way, text, ...)                                \
	PMK_CONTENDER(name) = { .what = text,                              \
				.datum = PMK_MMIO(bar, way, RTL8139_IDR0), \
				.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,  \
				.setup = mmio_read_setup,                  \
				.run = mmio_run,                           \
				.verify = mmio_read_verify,                \
				__VA_ARGS__ }

/* Load a register through memory. */
REGISTER(readl, RTL8139_MEMORY_BAR, PMK_WAY_MEMORY, "readl() of a register of 32 bits",
	 .baseline = true);
/* Load a register through memory; what comes behind it may be done first. */
REGISTER(readl_relaxed, RTL8139_MEMORY_BAR, PMK_WAY_RELAXED,
	 "readl_relaxed() of the same register");
/* Load a register through memory, by the accessor that knows both kinds. */
REGISTER(ioread32, RTL8139_MEMORY_BAR, PMK_WAY_EITHER,
	 "ioread32() of the same register, through memory");
/* Load a register through a port. */
REGISTER(inl, RTL8139_PORT_BAR, PMK_WAY_PORT, "inl() of the same register");
/* Load a register through a port, by the accessor that knows both kinds. */
REGISTER(ioread32_port, RTL8139_PORT_BAR, PMK_WAY_EITHER,
	 "ioread32() of the same register, through a port");
