/* SPDX-License-Identifier: GPL-2.0-only */
/* What contenders on a device's registers share: the device, the kernel's way and the program's. */
#ifndef PAGEMARK_MMIO_H
#define PAGEMARK_MMIO_H

#include <sys/mman.h>

#include "pagemark_module.h"
#include "rtl8139.h"

/* The first word at IDR0, of a device that QEMU made: 52:54:00, and a byte that we do not know. */
#define MAC_QEMU 0x00005452
#define MAC_MASK 0x00ffffff

/* What is stored into MAR0; nobody hears multicasts here. */
#define MAR_VALUE 0x5a3c96e1

#define MMIO_REACH "the kernel to reach the device's registers"

/**
 * struct mmio - the context of every contender
 * @op: one operation of /dev/pagemark, and the last batch; n is also that of a program's batch
 * @path: the device in sysfs
 * @map: its memory BAR, where a program maps it
 * @resource: that BAR as a file
 * @port: its first port
 * @sum: of the values that were read
 * @kept: what MAR0 held before
 */
struct mmio {
	struct pmk_module_op op;
	char path[256];
	volatile uint32_t *map;
	int resource;
	unsigned short port;
	uint64_t sum;
	uint32_t kept;
};

static inline struct mmio *mmio_find(struct pmk_case *c, struct pmk_run req)
{
	struct mmio *x = pmk_priv(c);

	pmk_module_setup(c, req);
	if (slot_find(DEVICE_RTL8139, x->path, sizeof(x->path)) || slot_bind(x->path))
		pmk_skip(c, RTL8139_MISSING, RTL8139_REMEDY);
	return x;
}

static inline void mmio_use(struct pmk_case *c, uint32_t id)
{
	struct mmio *x = pmk_priv(c);
	struct pmk_device d;

	pmk_must(c, device_find(x->op.fd, id, &d));
	x->op.req.device = d.index;
}

static inline struct mmio *mmio_setup(struct pmk_case *c, unsigned int op, unsigned int kind)
{
	struct mmio *x = mmio_find(c, (struct pmk_run){ .op = op, .kind = kind });

	mmio_use(c, DEVICE_RTL8139);
	return x;
}

/* The datum is the kind, PMK_MMIO(): one way to one register. */
static inline void mmio_read_setup(struct pmk_case *c)
{
	mmio_setup(c, PMK_OP_MMIO_READ, (unsigned int)pmk_datum(c));
}

static inline void mmio_write_setup(struct pmk_case *c)
{
	struct mmio *x = mmio_setup(c, PMK_OP_MMIO_WRITE, (unsigned int)pmk_datum(c));
	struct pmk_run old = x->op.req;

	old.op = PMK_OP_MMIO_READ;
	old.kind = PMK_MMIO(RTL8139_MEMORY_BAR, PMK_WAY_MEMORY, RTL8139_MAR0);
	pmk_need(c, ioctl(x->op.fd, PMK_IOC_RUN, &old) == 0, MMIO_REACH);
	x->kept = (uint32_t)old.check;
	x->op.req.seed = MAR_VALUE;
}

static inline void mmio_run(struct pmk_case *c, uint64_t n)
{
	struct mmio *x = pmk_priv(c);

	pmk_module_run(c, n);
	x->sum = x->op.req.check;
}

/* One operation more, untimed, which stores words from @seed on. */
static inline void mmio_store(struct pmk_case *c, uint64_t seed)
{
	struct mmio *x = pmk_priv(c);

	x->op.req.seed = seed;
	x->op.req.n = 1;
	pmk_need(c, ioctl(x->op.fd, PMK_IOC_RUN, &x->op.req) == 0, MMIO_REACH);
}

/* Of a way by ioremap_wc(): without combined stores the number would be that of another way. */
static inline void mmio_need_combined(struct pmk_case *c)
{
	struct mmio *x = pmk_priv(c);

	pmk_module_try(c, MMIO_REACH);
	if (!(x->op.req.facts & PMK_FACT_COMBINED))
		pmk_skip(c,
			 "ioremap_wc() gave no write-combined mapping of the BAR, or this "
			 "architecture does not tell",
			 "end what has the BAR mapped (/sys/kernel/debug/x86/pat_memtype_list); a "
			 "kernel with PAT (no nopat); or --target x86_64-6.1");
}

/* ivshmem's BAR of memory (QEMU, docs/specs/ivshmem-spec.rst): no store there has an effect. */
#define MMIO_MEMORY_BAR 2

/* @req, of which op and arguments are set, on a device whose BAR is memory. */
static inline void mmio_memory_setup(struct pmk_case *c, struct pmk_run req)
{
	struct mmio *x = pmk_priv(c);

	pmk_module_setup(c, req);
	if (slot_find(DEVICE_IVSHMEM, x->path, sizeof(x->path)) || slot_bind(x->path))
		pmk_skip(c, "there is no QEMU ivshmem that no driver uses",
			 "a guest that has one: --target x86_64-6.1");
	mmio_use(c, DEVICE_IVSHMEM);
}

/* What the checks of a batch of stores add up to: each call of the module reads one back. */
static inline uint64_t mmio_stored(const struct mmio *x)
{
	return (x->op.n + PMK_RUN_N_MAX - 1) / PMK_RUN_N_MAX * MAR_VALUE;
}

/* As long as a driver has the BAR, a program cannot map it: CONFIG_IO_STRICT_DEVMEM. */
static inline void mmio_user_setup(struct pmk_case *c)
{
	struct mmio *x = mmio_find(c, (struct pmk_run){ .op = PMK_OP_EMPTY });
	char name[320];
	void *map;

	x->port = (unsigned short)slot_start(x->path, RTL8139_PORT_BAR);
	pmk_need(c, slot_unbind(x->path) == 0, "the device, without its driver");
	snprintf(name, sizeof(name), "%s/resource%d", x->path, RTL8139_MEMORY_BAR);
	x->resource = open(name, O_RDWR | O_SYNC | O_CLOEXEC);
	pmk_need(c, x->resource >= 0, "opening the device's registers in /sys");
	map = mmap(NULL, (size_t)sysconf(_SC_PAGESIZE), PROT_READ | PROT_WRITE, MAP_SHARED,
		   x->resource, 0);
	pmk_need(c, map != MAP_FAILED, "a mapping of the device's registers");
	x->map = map;
	x->kept = x->map[RTL8139_MAR0 / 4];
}

/* The device goes back to the driver. */
static inline void mmio_user_end(struct pmk_case *c)
{
	struct mmio *x = pmk_priv(c);

	x->map[RTL8139_MAR0 / 4] = x->kept;
	pmk_must(c, munmap((void *)(uintptr_t)x->map, (size_t)sysconf(_SC_PAGESIZE)) == 0);
	pmk_need(c, slot_bind(x->path) == 0, "the device's driver back");
}

/* Every time it was the same word, and it was the MAC address of a device of QEMU's. */
static inline void mmio_read_verify(struct pmk_case *c)
{
	struct mmio *x = pmk_priv(c);
	uint64_t word = x->sum / x->op.n;

	pmk_promise(c, word * x->op.n == x->sum);
	pmk_promise(c, (word & MAC_MASK) == MAC_QEMU);
}

/* The register holds what was stored, and gets back what it held before. */
static inline void mmio_write_verify(struct pmk_case *c)
{
	struct mmio *x = pmk_priv(c);

	pmk_promise(c, x->sum == mmio_stored(x));
	mmio_store(c, x->kept);
}

#endif
