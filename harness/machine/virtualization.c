// SPDX-License-Identifier: GPL-2.0-only
/* The hypervisor below us, by what x86, ARM, POWER and s390 machines have to tell of it. */
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#if defined(__i386__) || defined(__x86_64__)
#include <cpuid.h>
#endif

#include "firmware.h"
#include "system/shortage.h"
#include "system/sysfile.h"
#include "virtualization.h"

/* A word at the start of a text, and the hypervisor that it means. */
struct meaning {
	const char *start, *name;
};

static bool look_up(const struct meaning *all, size_t n, const char *text, char *name, size_t size)
{
	for (size_t i = 0; i < n; i++)
		if (!strncmp(text, all[i].start, strlen(all[i].start))) {
			snprintf(name, size, "%s", all[i].name);
			return true;
		}
	return false;
}

#define LOOK_UP(all, text, name, size) \
	look_up(all, sizeof(all) / sizeof((all)[0]), text, name, size)

void pmk_virtualization_signature(const char *signature, char *name, size_t size)
{
	/* Each hypervisor's own documentation has its signature. */
	static const struct meaning signatures[] = {
		{ "KVMKVMKVM", "KVM" },		  { "Linux KVM Hv", "KVM" },
		{ "Microsoft Hv", "Hyper-V" },	  { "VMwareVMware", "VMware" },
		{ "XenVMMXenVMM", "Xen" },	  { "TCGTCGTCGTCG", "QEMU" },
		{ "bhyve bhyve ", "bhyve" },	  { "ACRNACRNACRN", "ACRN" },
		{ "VBoxVBoxVBox", "VirtualBox" }, { "QNXQVMBSQG", "QNX" },
		{ " lrpepyh  vr", "Parallels" },
	};

	if (!LOOK_UP(signatures, signature, name, size))
		snprintf(name, size, "%s", *signature ? signature : "unnamed");
}

/* What a fabricated tree stands for has another processor than we run on. */
static bool leaf(const char *root, char *name, size_t size)
{
#if defined(__i386__) || defined(__x86_64__)
	unsigned int a, r[4] = { 0 };

	if (*root || !__get_cpuid(1, &a, &r[0], &r[1], &r[2]) || !(r[1] & 1u << 31))
		return false;
	__cpuid(0x40000000, a, r[0], r[1], r[2]);
	r[3] = 0;
	pmk_virtualization_signature((const char *)r, name, size);
	return true;
#else
	(void)root;
	(void)name;
	(void)size;
	return false;
#endif
}

static bool flag(const char *root)
{
	char flags[4096];

	return pmk_sysfile_value(root, "/proc/cpuinfo", "flags", flags, sizeof(flags)) &&
	       strstr(flags, " hypervisor");
}

static bool sys_hypervisor(const char *root, char *name, size_t size)
{
	static const struct meaning types[] = { { "xen", "Xen" } };
	char text[64];

	if (pmk_sysfile_read(root, "/sys/hypervisor/type", text, sizeof(text)) <= 0)
		return false;
	if (!LOOK_UP(types, text, name, size))
		snprintf(name, size, "%s", text);
	return true;
}

static bool device_tree(const char *root, char *name, size_t size)
{
	static const struct meaning hypervisors[] = {
		{ "linux,kvm", "KVM" }, { "xen", "Xen" }, { "vmware", "VMware" }, { "", "unnamed" }
	};
	static const struct meaning machines[] = { { "linux,dummy-virt", "QEMU" },
						   { "qemu,", "QEMU" },
						   { "riscv-virtio", "QEMU" } };
	char text[256], pattern[PATH_MAX];
	glob_t found;
	bool any;

	if (pmk_sysfile_read(root, PMK_DT "hypervisor/compatible", text, sizeof(text)) > 0)
		return LOOK_UP(hypervisors, text, name, size);
	if (pmk_sysfile_read(root, PMK_DT "compatible", text, sizeof(text)) > 0 &&
	    LOOK_UP(machines, text, name, size))
		return true;
	/* QEMU's way to hand files to its firmware, also where it emulates a real board. */
	snprintf(pattern, sizeof(pattern), "%s" PMK_DT "fw-cfg@*", root);
	any = !glob(pattern, 0, NULL, &found);
	if (any) {
		globfree(&found);
		snprintf(name, size, "QEMU");
	}
	return any;
}

/* "VM00 Control Program: KVM/Linux" */
static bool sysinfo(const char *root, char *name, size_t size)
{
	return pmk_sysfile_value(root, "/proc/sysinfo", "VM00 Control Program", name, size);
}

/* Vendors that make no machines of metal, and products of those that make both. */
static bool vendor(const char *root, char *name, size_t size)
{
	static const struct meaning vendors[] = {
		{ "QEMU", "QEMU" },
		{ "KVM", "KVM" },
		{ "OpenStack", "OpenStack" },
		{ "KubeVirt", "KubeVirt" },
		{ "VMware", "VMware" },
		{ "VMW", "VMware" },
		{ "innotek GmbH", "VirtualBox" },
		{ "VirtualBox", "VirtualBox" },
		{ "Xen", "Xen" },
		{ "Bochs", "Bochs" },
		{ "Parallels", "Parallels" },
		{ "BHYVE", "bhyve" },
		{ "Apple Virtualization", "Apple" },
		{ "Google Compute Engine", "Google" },
		{ "Virtual Machine", "Hyper-V" },
	};
	static const char *const files[] = { "product_name", "sys_vendor", "board_vendor",
					     "bios_vendor" };
	char text[128], path[64];

	/* One vendor has both, and the product says which. */
	if (pmk_sysfile_read(root, PMK_DMI "sys_vendor", text, sizeof(text)) > 0 &&
	    !strcmp(text, "Amazon EC2") &&
	    pmk_sysfile_read(root, PMK_DMI "product_name", text, sizeof(text)) > 0 &&
	    !strstr(text, ".metal")) {
		snprintf(name, size, "Amazon EC2");
		return true;
	}
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		snprintf(path, sizeof(path), PMK_DMI "%s", files[i]);
		if (pmk_sysfile_read(root, path, text, sizeof(text)) > 0 &&
		    LOOK_UP(vendors, text, name, size))
			return true;
	}
	return false;
}

bool pmk_virtualization(const char *root, char *name, size_t size)
{
	char said[64];

	*name = '\0';
	/* We started it. A lean kernel has no DMI tables, and under KVM the leaf names that. */
	if (!*root && pmk_remedy_in_guest()) {
		snprintf(name, size, "QEMU");
		return true;
	}
	if (flag(root) || leaf(root, said, sizeof(said))) {
		/* Firmware knows the provider, the processor only the hypervisor. */
		if (pmk_sysfile_read(root, PMK_DMI "sys_vendor", name, size) <= 0 &&
		    !leaf(root, name, size) && !sys_hypervisor(root, name, size))
			snprintf(name, size, "unnamed");
		return true;
	}
	return sys_hypervisor(root, name, size) || device_tree(root, name, size) ||
	       sysinfo(root, name, size) || vendor(root, name, size);
}
