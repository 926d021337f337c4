// SPDX-License-Identifier: GPL-2.0-only
/* A device's interrupt reaches the program that drives it: QEMU's edu raises one; nobody sleeps. */
#include <sys/eventfd.h>

#include "../../user_driver.h"
#include "pagemark.h"

/**
 * struct interrupt - the context
 * @u: the device
 * @event: that VFIO adds 1 to; -1 for none
 * @seen: interrupts that reached the program in the last batch
 * @n: operations in it
 * @last: what /dev/uio* told last
 */
struct interrupt {
	struct user_driver u;
	int event;
	uint64_t seen, n;
	uint32_t last;
};

static void begin(struct pmk_case *c, enum user_driver_way way)
{
	struct interrupt *x = pmk_priv(c);
	const char *lacks = user_driver_begin(&x->u, way);

	x->event = -1;
	if (lacks)
		pmk_skip(c, lacks, USER_DRIVER_REMEDY);
	pmk_must(c, user_driver_command(&x->u, PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER, 0) == 0);
}

static void setup_uio(struct pmk_case *c)
{
	begin(c, USER_DRIVER_UIO);
}

/* @data: a descriptor for VFIO_IRQ_SET_DATA_EVENTFD, else nothing of it is looked at. */
static int irqs(const struct interrupt *x, uint32_t index, uint32_t flags, int32_t data)
{
	union {
		struct vfio_irq_set set;
		char room[sizeof(struct vfio_irq_set) + sizeof(data)];
	} r = { .set = { .argsz = sizeof(r.room), .flags = flags, .index = index, .count = 1 } };

	memcpy(r.set.data, &data, sizeof(data));
	return ioctl(x->u.device, VFIO_DEVICE_SET_IRQS, &r.set);
}

/* The datum is which of edu's interrupts. */
static void setup_vfio(struct pmk_case *c)
{
	struct interrupt *x = pmk_priv(c);

	begin(c, USER_DRIVER_TYPE1);
	x->event = eventfd(0, EFD_CLOEXEC);
	pmk_must(c, x->event >= 0);
	pmk_need(c,
		 irqs(x, (uint32_t)pmk_datum(c),
		      VFIO_IRQ_SET_DATA_EVENTFD | VFIO_IRQ_SET_ACTION_TRIGGER, x->event) == 0,
		 "an interrupt of the device");
}

static void lower(const struct interrupt *x)
{
	x->u.registers[EDU_LOWER / 4] = 1;
}

static void run_poll(struct pmk_case *c, uint64_t n)
{
	struct interrupt *x = pmk_priv(c);

	x->seen = 0;
	x->n = n;
	for (uint64_t i = 0; i < n; i++) {
		x->u.registers[EDU_RAISE / 4] = 1;
		while (!x->u.registers[EDU_STATUS / 4])
			;
		x->seen++;
		lower(x);
	}
}

/* uio_pci_generic switches the line off, and leaves it to the program to allow it again. */
static void run_uio(struct pmk_case *c, uint64_t n)
{
	struct interrupt *x = pmk_priv(c);
	uint32_t count;

	x->seen = 0;
	x->n = n;
	for (uint64_t i = 0; i < n; i++) {
		pmk_must(c, user_driver_command(&x->u, 0, PCI_COMMAND_INTX_DISABLE) == 0);
		x->u.registers[EDU_RAISE / 4] = 1;
		pmk_must(c, read(x->u.device, &count, sizeof(count)) == sizeof(count));
		x->seen += x->last ? count - x->last : 1;
		x->last = count;
		lower(x);
	}
}

/* VFIO masks a line of interrupts when it is raised; a message needs no mask. */
static void run_vfio(struct pmk_case *c, uint64_t n)
{
	struct interrupt *x = pmk_priv(c);
	bool line = pmk_datum(c) == VFIO_PCI_INTX_IRQ_INDEX;
	uint64_t count;

	x->seen = 0;
	x->n = n;
	for (uint64_t i = 0; i < n; i++) {
		x->u.registers[EDU_RAISE / 4] = 1;
		pmk_must(c, read(x->event, &count, sizeof(count)) == sizeof(count));
		x->seen += count;
		lower(x);
		pmk_must(c, !line || irqs(x, VFIO_PCI_INTX_IRQ_INDEX,
					  VFIO_IRQ_SET_DATA_NONE | VFIO_IRQ_SET_ACTION_UNMASK,
					  0) == 0);
	}
}

/* As many as were raised, and none is left. */
static void verify(struct pmk_case *c)
{
	struct interrupt *x = pmk_priv(c);

	pmk_promise(c, x->seen == x->n);
	pmk_promise(c, x->u.registers[EDU_STATUS / 4] == 0);
	close(x->event);
	pmk_must(c, user_driver_end(&x->u) == 0);
}

#define INTERRUPT(name, prepares, runs, text, ...)                        \
	PMK_CONTENDER(name) = { .what = text,                             \
				.needs = PMK_NEED_ROOT | PMK_NEED_MODULE, \
				.setup = prepares,                        \
				.run = runs,                              \
				.verify = verify,                         \
				__VA_ARGS__ }

/* The program looks at the device's register until it says so. */
INTERRUPT(poll, setup_uio, run_poll,
	  "polling: the program loads the device's status register, which it has mapped",
	  .baseline = true, .config = { "CONFIG_UIO_PCI_GENERIC" });
INTERRUPT(uio_line, setup_uio, run_uio,
	  "UIO: read(2) of /dev/uio when the interrupt has come, and the line of interrupts is "
	  "allowed again through the device's configuration space",
	  .config = { "CONFIG_UIO_PCI_GENERIC" });
INTERRUPT(
	vfio_line, setup_vfio, run_vfio,
	"VFIO: read(2) of an eventfd when the interrupt has come, and an ioctl(2) that unmasks the "
	"line of interrupts",
	.datum = VFIO_PCI_INTX_IRQ_INDEX,
	.config = { "CONFIG_VFIO_PCI", "CONFIG_VFIO_IOMMU_TYPE1", "CONFIG_EVENTFD" });
INTERRUPT(
	vfio_message, setup_vfio, run_vfio,
	"VFIO: read(2) of an eventfd when the interrupt has come as a message (MSI), which nobody "
	"has to unmask",
	.datum = VFIO_PCI_MSI_IRQ_INDEX,
	.config = { "CONFIG_VFIO_PCI", "CONFIG_VFIO_IOMMU_TYPE1", "CONFIG_EVENTFD" });
