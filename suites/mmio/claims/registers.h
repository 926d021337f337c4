/* SPDX-License-Identifier: GPL-2.0-only */
/* What claims on registers share: the device, one read, and a while without its driver. */
#ifndef PAGEMARK_MMIO_CLAIMS_REGISTERS_H
#define PAGEMARK_MMIO_CLAIMS_REGISTERS_H

#include <sys/mman.h>

#include "../rtl8139.h"
#include "pagemark_claim.h"

/* Its path in sysfs, bound to /dev/pagemark. */
static inline const char *bound(void)
{
	static char path[256];

	pmk_claim_alone();
	if (slot_find(DEVICE_RTL8139, path, sizeof(path)) || slot_bind(path))
		pmk_claim_skip(RTL8139_MISSING, RTL8139_REMEDY);
	return path;
}

static inline void ask_registers(struct pmk_run *run)
{
	pmk_claim_need(!pmk_claim_ask(run), "the kernel to reach the device's registers");
}

static inline uint64_t read_register(unsigned int bar, unsigned int way, unsigned int offset)
{
	struct pmk_run run = { .op = PMK_OP_MMIO_READ, .kind = PMK_MMIO(bar, way, offset) };
	int fd = pmk_claim_module(run.op);
	struct pmk_device d;

	bound();
	pmk_claim_must(device_find(fd, DEVICE_RTL8139, &d));
	close(fd);
	run.device = d.index;
	ask_registers(&run);
	return run.check;
}

static inline void release(void)
{
	pmk_claim_need(slot_unbind(bound()) == 0, "the device, without its driver");
}

static inline void take_back(void)
{
	bound();
}

/* The memory BAR as a program maps it, or MAP_FAILED and errno. */
static inline void *map_bar(void)
{
	char path[256], name[320];
	void *map;
	int fd;

	pmk_claim_must(slot_find(DEVICE_RTL8139, path, sizeof(path)) == 0);
	snprintf(name, sizeof(name), "%s/resource%d", path, RTL8139_MEMORY_BAR);
	fd = open(name, O_RDWR | O_CLOEXEC);
	pmk_claim_need(fd >= 0, "opening the device's registers in /sys");
	errno = 0;
	map = mmap(NULL, (size_t)sysconf(_SC_PAGESIZE), PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	return map;
}

#endif
