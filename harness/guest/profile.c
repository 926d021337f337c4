// SPDX-License-Identifier: GPL-2.0-only
/* The table of guests and modifiers, and the parser of their names. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "own.h"
#include "profile.h"

#define N(array) (sizeof(array) / sizeof((array)[0]))

/*
 * Each option is there for the length of the boot; none changes how the kernel moves bytes
 * (mitigations stay as the distribution has them).
 * norandmaps: one address layout, so that a point repeats; whether a mapping has neighbours in its
 * page table decides half of what mmap(2) and munmap(2) cost. Layouts are sampled on the host, by
 * fresh processes. nokaslr: one layout of the kernel's memory too. cryptomgr.notests: half of all
 * instructions of a boot. noisapnp: i386 probes for them for 9 s.
 */
#define APPEND                                                                      \
	"console=ttyS0 quiet panic=-1 oops=panic cryptomgr.notests no_timer_check " \
	"random.trust_cpu=on norandmaps nokaslr"

/*
 * tsc_early_khz: a TSC tick is an instruction is 1 ns, exactly, so that nothing needs calibrating.
 * nolapic_timer: the calibration of that timer reads the TSC in a tight loop, 7 s under -icount.
 */
#define X86_INSN_APPEND " tsc=reliable clocksource=tsc tsc_early_khz=1000000 nolapic_timer"

/*
 * Under -icount each element of a repeated string instruction counts as one instruction. With
 * "enhanced" or "fast short" string moves the kernel copies and zeroes byte by byte on paper;
 * without them, word by word.
 */
#define X86_CPU "max,-erms,-fsrm"

/*
 * edu moves bytes; pci-testdev and rtl8139 show the same registers behind ports and behind memory.
 * The network card has no network (QEMU says so on its console), and no boot program that would
 * only cost time.
 */
#define X86_DEVICES "edu;pci-testdev;rtl8139,mac=52:54:00:70:6d:6b,romfile="

#define X86(guest_name, guest_arch, package, mib, more)                                         \
	{                                                                                       \
		.name = "" guest_name, .arch = (guest_arch), .qemu = "qemu-system-x86_64",      \
		.qemu_package = "qemu-system-x86", .kernel_package = (package), .cpu = X86_CPU, \
		.clock = "insn", .accelerator = "tcg,icount", .machine = "q35",                 \
		.devices = X86_DEVICES, .append = APPEND more, .insn_append = X86_INSN_APPEND,  \
		.memory_mib = (mib)                                                             \
	}

/*
 * arm64, for its emulated PMU: it counts cycles and instructions where the host has no counters.
 * pauth-impdef: pointer authentication by its architected cipher takes most of the emulator's time.
 * armhf, for high memory on another architecture than x86. Its memory begins at 1 GiB, where edu's
 * 28 bits of address reach none of it, and its kernel cannot map ports, which the others have.
 */
#define ARM(guest_name, guest_arch, emulator, processor, pci, package, mib)              \
	{                                                                                \
		.name = "" guest_name, .arch = (guest_arch), .qemu = (emulator),         \
		.qemu_package = "qemu-system-arm", .kernel_package = (package),          \
		.cpu = (processor), .clock = "insn", .accelerator = "tcg,icount",        \
		.machine = "virt", .devices = (pci),                                     \
		.append = "console=ttyAMA0 quiet panic=-1 oops=panic cryptomgr.notests " \
			  "random.trust_cpu=on norandmaps nokaslr",                      \
		.insn_append = "", .memory_mib = (mib)                                   \
	}

/*
 * 2 GiB on i386: everything above about 880 MiB is high memory there. The debug kernel's
 * page_poison finds what a device writes into a page that was freed, which KASAN does not see. No
 * more memory there than needed: kmemleak reads all of it.
 */
static const struct pmk_guest guests[] = {
	X86("x86_64-6.1", "x86_64", "linux-image-amd64", 512, ""),
	X86("x86_64-6.12", "x86_64", "linux-image-6.12-amd64", 512, ""),
	X86("i386-pae-6.1", "i686", "linux-image-686-pae", 2048, " noisapnp"),
	ARM("arm64-6.1", "aarch64", "qemu-system-aarch64", "max,pauth-impdef=on", "edu",
	    "linux-image-arm64", 512),
	ARM("armhf-lpae-6.1", "armv7l", "qemu-system-arm", "max", "", "linux-image-armmp-lpae",
	    2048),
	X86("x86_64-debug", "x86_64", "linux-source-6.1", 512, " page_poison=1"),
	X86(PMK_GUEST_OWN, "x86_64", "", 1024, ""),
};

enum { GROUP_NONE, GROUP_TRANSLATION };

#define ACCELERATOR_KVM "kvm"

#define IOMMU(modifier, meaning, option)                                        \
	{                                                                       \
		.name = (modifier), .what = (meaning), .arch = "x86_64",        \
		.machine = ",kernel-irqchip=split", .device = "intel-iommu;",   \
		.append = " intel_iommu=on " option, .group = GROUP_TRANSLATION \
	}

static const struct pmk_guest_modifier modifiers[] = {
	IOMMU("iommu-strict", "Intel IOMMU, each unmap invalidates at once", "iommu.strict=1"),
	IOMMU("iommu-lazy", "Intel IOMMU, invalidations are batched", "iommu.strict=0"),
	IOMMU("iommu-pt", "Intel IOMMU, devices pass through untranslated", "iommu=pt"),
	/* Less memory than edu's 28 bits reach, so that it reaches the bounce buffers. */
	{ .name = "swiotlb",
	  .what = "no IOMMU, every streaming mapping bounces",
	  .machine = "",
	  .device = "",
	  .append = " swiotlb=force",
	  .memory_mib = 240,
	  .group = GROUP_TRANSLATION },
	/* Balancing unmaps pages now and then to see who uses them: points would not repeat. */
	{ .name = "numa2",
	  .what = "two NUMA nodes with half the memory each, the processor on the first",
	  .arch = "x86_64",
	  .machine = "",
	  .device = "",
	  .append = " numa_balancing=disable",
	  .nodes = 2 },
	/* A quarter of the smallest guest's memory; the boot needs the rest. */
	{ .name = "movable",
	  .what = "128 MiB of memory hold only what the kernel can move: ZONE_MOVABLE",
	  .machine = "",
	  .device = "",
	  .append = " movablecore=128M" },
	{ .name = "kvm",
	  .what = "the host's processor by KVM, so that numbers are wall time",
	  .arch = "x86_64",
	  .machine = "",
	  .device = "",
	  .append = "",
	  .kvm = true },
};

size_t pmk_guest_count(void)
{
	return N(guests);
}

const char *pmk_guest_name(size_t i)
{
	return i < N(guests) ? guests[i].name : NULL;
}

size_t pmk_guest_modifier_count(void)
{
	return N(modifiers);
}

const struct pmk_guest_modifier *pmk_guest_modifier(size_t i)
{
	return i < N(modifiers) ? &modifiers[i] : NULL;
}

static int unknown_guest(const char *name, char *why, size_t size)
{
	size_t used = (size_t)snprintf(why, size, "no guest '%s'; there are", name);

	for (size_t i = 0; i < N(guests) && used < size; i++)
		used += (size_t)snprintf(why + used, size - used, " %s", guests[i].name);
	return -ENOENT;
}

static int unknown_modifier(const char *name, const char *modifier, char *why, size_t size)
{
	size_t used = (size_t)snprintf(why, size, "guest '%s': no modifier '+%s'; there are", name,
				       modifier);

	for (size_t i = 0; i < N(modifiers) && used < size; i++)
		used += (size_t)snprintf(why + used, size - used, " +%s", modifiers[i].name);
	return -EINVAL;
}

static const struct pmk_guest_modifier *find_modifier(const char *name, size_t len)
{
	for (size_t i = 0; i < N(modifiers); i++)
		if (strlen(modifiers[i].name) == len && !memcmp(modifiers[i].name, name, len))
			return &modifiers[i];
	return NULL;
}

/* Nothing there counts instructions. */
static void set_wall(struct pmk_guest *g, const char *accelerator, const char *cpu)
{
	g->accelerator = accelerator;
	g->cpu = cpu;
	g->clock = "wall";
	g->insn_append = "";
}

void pmk_guest_set_interactive(struct pmk_guest *g)
{
	if (strcmp(g->accelerator, ACCELERATOR_KVM) != 0)
		set_wall(g, "tcg", g->cpu);
}

bool pmk_guest_is_kvm(const struct pmk_guest *g)
{
	return !strcmp(g->accelerator, ACCELERATOR_KVM);
}

/* The arrays of struct pmk_guest have room for every legal set of modifiers. */
static int apply(struct pmk_guest *g, const struct pmk_guest_modifier *m)
{
	size_t machine = strlen(g->machine), append = strlen(g->append);
	char devices[sizeof(g->devices)];

	if ((size_t)snprintf(devices, sizeof(devices), "%s%s", m->device, g->devices) >=
		    sizeof(devices) ||
	    machine + strlen(m->machine) >= sizeof(g->machine) ||
	    append + strlen(m->append) >= sizeof(g->append))
		return -ENAMETOOLONG;
	memcpy(g->devices, devices, sizeof(devices));
	snprintf(g->machine + machine, sizeof(g->machine) - machine, "%s", m->machine);
	snprintf(g->append + append, sizeof(g->append) - append, "%s", m->append);
	if (m->memory_mib)
		g->memory_mib = m->memory_mib;
	return 0;
}

/* @list is "+a+b", or empty. */
static int apply_all(struct pmk_guest *g, const char *list, char *why, size_t size)
{
	const struct pmk_guest_modifier *m, *in_group = NULL;
	char word[sizeof(g->name)];
	int err = 0;

	while (*list && !err) {
		size_t len = strcspn(list + 1, "+");

		snprintf(word, sizeof(word), "%.*s", (int)len, list + 1);
		list += 1 + len;
		m = find_modifier(word, len);
		if (!m)
			return unknown_modifier(g->name, word, why, size);
		if (m->arch && strcmp(m->arch, g->arch) != 0) {
			snprintf(why, size, "guest '%s': '+%s' exists on %s only", g->name, word,
				 m->arch);
			return -EINVAL;
		}
		if (in_group && m->group) {
			snprintf(why, size,
				 "guest '%s': '+%s' and '+%s' exclude each other; give one",
				 g->name, in_group->name, word);
			return -EINVAL;
		}
		in_group = m->group ? m : in_group;
		g->nodes = m->nodes ? m->nodes : g->nodes;
		if (m->kvm)
			set_wall(g, ACCELERATOR_KVM, "host");
		err = apply(g, m);
	}
	return err;
}

int pmk_guest_parse(const char *name, struct pmk_guest *g, char *why, size_t size)
{
	size_t len = strcspn(name, "+");

	if (strlen(name) >= sizeof(g->name)) {
		snprintf(why, size, "the guest name '%.20s...' is longer than %zu characters", name,
			 sizeof(g->name) - 1);
		return -ENAMETOOLONG;
	}
	for (size_t i = 0; i < N(guests); i++) {
		if (strlen(guests[i].name) != len || memcmp(guests[i].name, name, len) != 0)
			continue;
		*g = guests[i];
		snprintf(g->base, sizeof(g->base), "%.31s", guests[i].name);
		snprintf(g->name, sizeof(g->name), "%s", name);
		return apply_all(g, name + len, why, size);
	}
	return unknown_guest(name, why, size);
}
