// SPDX-License-Identifier: GPL-2.0-only
/* The same registers through memory and through ports, wide and narrow, mapped once and twice. */
#include "registers.h"
#include "../../edu_device.h"

#define NOBODY 0xffffffffu /* what is read where no device answers */

/* For claims on the same register in two ways: which one the second way reads. */
static unsigned int second_offset(void)
{
	return (unsigned int)pmk_claim_datum();
}

static void mac_both_ways(void)
{
	uint64_t memory = read_register(RTL8139_MEMORY_BAR, PMK_WAY_MEMORY, RTL8139_IDR0);
	uint64_t port = read_register(RTL8139_PORT_BAR, PMK_WAY_PORT, second_offset());

	ck_assert_uint_eq(memory, port);
	ck_assert_uint_ne(memory, NOBODY);
	ck_assert_uint_eq(read_register(RTL8139_MEMORY_BAR, PMK_WAY_MEMORY, RTL8139_IDR0 + 4),
			  read_register(RTL8139_PORT_BAR, PMK_WAY_PORT, second_offset() + 4));
}

PMK_CLAIM(mmio_same_registers_as_ports) = {
	.claim = "the MAC address of a network card is the same through readl() of its memory BAR "
		 "and through inl() of its port BAR",
	.source = "Documentation/driver-api/device-io.rst; Realtek RTL8139D data sheet, IDR0-5",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.datum = RTL8139_IDR0,
	.test = mac_both_ways,
	.broken_datum = RTL8139_IDR0 + 4,
};

static void both_accessors(void)
{
	uint64_t memory = read_register(RTL8139_MEMORY_BAR, PMK_WAY_EITHER, RTL8139_IDR0);

	ck_assert_uint_eq(read_register(RTL8139_PORT_BAR, PMK_WAY_EITHER, second_offset()), memory);
	ck_assert_uint_ne(memory, NOBODY);
}

PMK_CLAIM(mmio_ioread_both_kinds) = {
	.claim = "ioread32() reads what pci_iomap() gave, be it memory or ports",
	.source = "Documentation/driver-api/device-io.rst, Port Space Accesses; "
		  "lib/iomap.c",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.datum = RTL8139_IDR0,
	.test = both_accessors,
	.broken_datum = RTL8139_IDR0 + 4,
};

static void mapped_twice(void)
{
	uint64_t once = read_register(RTL8139_MEMORY_BAR, PMK_WAY_MEMORY, RTL8139_IDR0);

	ck_assert_uint_eq(read_register(RTL8139_MEMORY_BAR, PMK_WAY_REMAP, second_offset()), once);
	ck_assert_uint_eq(read_register(RTL8139_MEMORY_BAR, PMK_WAY_REMAP_WC, second_offset()),
			  once);
}

PMK_CLAIM(mmio_mapped_twice) = {
	.claim = "a second ioremap() of a BAR, and one by ioremap_wc(), show the same registers as "
		 "the first",
	.source = "Documentation/driver-api/device-io.rst, ioremap() and ioremap_wc()",
	.spec = "Arm BSA PCI_MM_01; Arm BSA PCI_MM_02",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.datum = RTL8139_IDR0,
	.test = mapped_twice,
	.broken_datum = RTL8139_IDR0 + 4,
};

/* edu answers at its liveness register with the bits of what was stored there inverted. */
static void liveness(void)
{
	struct pmk_run run = { .op = PMK_OP_MMIO_WRITE,
			       .device = edu_device().index,
			       .kind = PMK_MMIO(0, PMK_WAY_MEMORY, 4),
			       .seed = 0x12345678 };

	ask_registers(&run);
	ck_assert_uint_eq(run.check, (uint32_t)~run.seed);
}

PMK_CLAIM(mmio_store_reaches_device) = {
	.claim = "a value that writel() stored is back with the device before readl() returns: "
		 "edu's liveness register has all its bits inverted",
	.source = "Documentation/memory-barriers.txt, KERNEL I/O BARRIER EFFECTS; "
		  "QEMU, docs/specs/edu.rst (edu.txt in 7.2), 0x04",
	.spec = "Arm BSA PCI_MM_01",
	.needs = PMK_NEED_MODULE | PMK_NEED_EDU,
	.test = liveness,
	.broken_module = "mmio_neighbour",
};

static void two_halves(void)
{
	volatile uint8_t *bar;
	uint32_t whole;
	void *map;

	release();
	map = map_bar();
	if (map == MAP_FAILED)
		take_back();
	pmk_claim_need(map != MAP_FAILED, "a mapping of the device's registers");
	bar = map;
	whole = *(volatile uint32_t *)bar;
	whole ^= *(volatile uint16_t *)bar;
	whole ^= (uint32_t) * (volatile uint16_t *)(bar + 2 * pmk_claim_datum()) << 16;
	take_back();
	ck_assert_uint_eq(whole, 0);
}

PMK_CLAIM(mmio_two_halves) = {
	.claim = "a load of 32 bits from a register is two loads of 16 bits, little-endian",
	.source = "Documentation/driver-api/device-io.rst: PCI is little-endian; "
		  "Realtek RTL8139D data sheet, IDR0-5",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.datum = 1, /* the upper half is the BAR's second word of 16 bits */
	.test = two_halves,
	.broken_datum = 3, /* of another register */
};
