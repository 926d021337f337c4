// SPDX-License-Identifier: GPL-2.0-only
/* Who owns I/O regions, who is kept away from them, and until when. */
#include "../../kernel_option.h"
#include "registers.h"

/* Whether a region of that file begins at the BAR and names our module as its owner. */
static bool owned(const char *path, int bar)
{
	FILE *f = fopen(path, "re");
	char device[256], line[256];
	unsigned long long first, start;
	bool found = false;

	pmk_claim_must(f && slot_find(DEVICE_RTL8139, device, sizeof(device)) == 0);
	start = slot_start(device, bar);
	pmk_claim_must(start);
	while (!found && fgets(line, sizeof(line), f))
		found = sscanf(line, "%llx-", &first) == 1 && first == start &&
			strstr(line, " : pagemark\n");
	fclose(f);
	return found;
}

/* The claims' datum: whether the driver has the device; in the second, whether it is taken away. */
static void region_named(void)
{
	bool memory, ports;

	if (pmk_claim_datum())
		bound();
	else
		release();
	memory = owned("/proc/iomem", RTL8139_MEMORY_BAR);
	ports = owned("/proc/ioports", RTL8139_PORT_BAR);
	take_back();
	ck_assert(memory);
	ck_assert(ports);
}

PMK_CLAIM(region_names_owner) = {
	.claim = "BARs that a driver requested are in /proc/iomem and /proc/ioports under its name",
	.source = "proc(5), /proc/iomem, /proc/ioports; Documentation/PCI/pci.rst, "
		  "Request MMIO/IOP resources",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.datum = true,
	.test = region_named,
	.broken_datum = false,
};

static void region_freed(void)
{
	bool memory, ports;

	bound();
	if (pmk_claim_datum())
		release();
	memory = owned("/proc/iomem", RTL8139_MEMORY_BAR);
	ports = owned("/proc/ioports", RTL8139_PORT_BAR);
	take_back();
	ck_assert(!memory);
	ck_assert(!ports);
	ck_assert(owned("/proc/iomem", RTL8139_MEMORY_BAR));
	ck_assert(owned("/proc/ioports", RTL8139_PORT_BAR));
}

PMK_CLAIM(region_freed_by_unbind) = {
	.claim = "unbinding a driver frees the regions that it had through managed functions, and "
		 "binding takes them again",
	.source = "Documentation/driver-api/driver-model/devres.rst, devm_add_action()",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.datum = true,
	.test = region_freed,
	.broken_datum = false,
};

/* Whether the kernel keeps programs away from memory of a device that a driver has. */
static bool strict(void)
{
	return !kernel_told("iomem", "relaxed") && pmk_claim_configured("CONFIG_IO_STRICT_DEVMEM");
}

static void region_exclusive(void)
{
	void *while_bound, *unbound;
	int err;

	if (!strict())
		pmk_claim_skip("this kernel lets programs map what a driver has, or does not tell",
			       "a kernel with CONFIG_IO_STRICT_DEVMEM, without iomem=relaxed");
	if (pmk_claim_datum())
		bound();
	else
		release();
	while_bound = map_bar();
	err = errno;
	release();
	unbound = map_bar();
	take_back();
	if (err == EPERM)
		pmk_claim_skip("kernel lockdown keeps programs from the registers of all devices",
			       "boot without lockdown=, or --target x86_64-6.1");
	ck_assert_ptr_eq(while_bound, MAP_FAILED);
	ck_assert_int_eq(err, EINVAL);
	ck_assert_ptr_ne(unbound, MAP_FAILED);
}

PMK_CLAIM(region_no_second_owner) = {
	.claim =
		"with CONFIG_IO_STRICT_DEVMEM, mmap(2) of a BAR in sysfs fails with EINVAL as long "
		"as a driver has it, and works as soon as none has",
	.source =
		"lib/Kconfig.debug, IO_STRICT_DEVMEM; kernel/resource.c, resource_is_exclusive(); "
		"Documentation/PCI/sysfs-pci.rst",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.datum = true,
	.test = region_exclusive,
	.broken_datum = false,
};
