// SPDX-License-Identifier: GPL-2.0-only
/* Stores into a register by the kernel: through memory or a port. */
#include "../mmio.h"

#define REGISTER(name, bar, way, text, ...)                                \
	PMK_CONTENDER(name) = { .what = text,                              \
				.datum = PMK_MMIO(bar, way, RTL8139_MAR0), \
				.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,  \
				.setup = mmio_write_setup,                 \
				.run = mmio_run,                           \
				.verify = mmio_write_verify,               \
				__VA_ARGS__ }

/* Store into a register through memory. */
REGISTER(writel, RTL8139_MEMORY_BAR, PMK_WAY_MEMORY, "writel() of a register of 32 bits",
	 .baseline = true);
/* Store into a register through memory, by the accessor that knows both kinds. */
REGISTER(iowrite32, RTL8139_MEMORY_BAR, PMK_WAY_EITHER,
	 "iowrite32() of the same register, through memory");
/* Store into a register through a port. */
REGISTER(outl, RTL8139_PORT_BAR, PMK_WAY_PORT, "outl() of the same register");
