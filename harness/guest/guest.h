/* SPDX-License-Identifier: GPL-2.0-only */
/* What a guest is: a name turned into architecture, kernel, machine, devices and command line. */
#ifndef PAGEMARK_GUEST_H
#define PAGEMARK_GUEST_H

#include <stdbool.h>
#include <stddef.h>

/* What to say where a guest does not fit, which may be told inside it. */
#define PMK_GUEST_ANEW \
	"make the guest anew: 'make guest-NAME' in a checkout, else 'pagemark guest fetch NAME'"
/* What to say where the user's kernel is missing. */
#define PMK_GUEST_OWN_HELP "give --kernel BZIMAGE and --kdir BUILD_TREE"

/**
 * struct pmk_guest - one guest, modifiers applied
 * @name: as the user gave it, "x86_64-6.1+iommu-strict"
 * @base: without modifiers; the folder of its kernel and initramfs
 * @arch: of its kernel, as uname(2) says it
 * @qemu: the emulator's program
 * @qemu_package: the Debian package that holds it
 * @kernel: the package that its kernel comes from, "" for one that the user brings
 * @machine: for -machine
 * @cpu: for -cpu
 * @devices: ';'-separated values for -device, in this order; of memory-backend-* for -object
 * @append: the kernel's command line
 * @insn_append: added to it under icount, where time is instructions
 * @clock: "insn", or "wall" without icount
 * @needs: an option that its kernel must have, or NULL
 * @accelerator: as the record has it: "tcg,icount", "tcg" or "kvm"
 * @memory_mib: MiB of memory
 * @nodes: NUMA nodes that share it, 0 for a machine without any; all processors are of the first
 * @filesystem: that is made on @disk for the files of cases, "ext4"; NULL: they are on its tmpfs
 * @disk: what its kernel calls that disk, "ram0"; "" for none
 * @modules: the archive that has the driver of @disk, "brd"
 * @mounted: an option of its mount, "dax"; "" for none
 * @taken: what pmk_guest_take() was told
 */
struct pmk_guest {
	char name[96];
	char base[32];
	const char *arch;
	const char *qemu;
	const char *qemu_package;
	const char *kernel;
	const char *cpu;
	const char *clock;
	const char *accelerator;
	const char *insn_append;
	const char *needs;
	const char *filesystem;
	const char *disk;
	const char *modules;
	const char *mounted;
	char machine[64];
	char devices[384];
	char append[512];
	unsigned int memory_mib;
	unsigned int nodes;
	unsigned int taken;
};

/*
 * A modifier: what follows a '+', and what it changes; "" and 0 for what it leaves alone. Several
 * architectures may each have one of a name.
 */
struct pmk_guest_modifier {
	const char *name;
	const char *what;
	const char *arch;    /* the only architecture that has this one */
	const char *machine; /* added to the guest's */
	const char *device;  /* before the guest's devices */
	const char *append;  /* added to the guest's */
	const char *needs;   /* an option of the kernel */
	const char *group;   /* of one group only one may be given */
	const char *disk;    /* as struct pmk_guest has it, and the next two */
	const char *modules;
	const char *mounted;
	unsigned int memory_mib;
	unsigned int nodes;
	bool kvm;
};

/* How many guests there are without modifiers, and the i-th of their names. */
size_t pmk_guest_count(void);
const char *pmk_guest_name(size_t i);

/* How many modifiers there are, and the i-th. */
size_t pmk_guest_modifier_count(void);
const struct pmk_guest_modifier *pmk_guest_modifier(size_t i);

/**
 * pmk_guest_parse() - the guest of that name
 * @name: BASE or BASE+MODIFIER+MODIFIER
 * @g: out
 * @why: out, on failure: what is wrong with the name, and what exists instead
 * @size: room there
 *
 * Return: 0; -ENOENT for an unknown guest, -EINVAL for a modifier that is unknown, given twice,
 * contradicts another or does not exist on that architecture, -ENAMETOOLONG.
 */
int pmk_guest_parse(const char *name, struct pmk_guest *g, char *why, size_t size);

/**
 * pmk_guest_set_filesystem() - cases make their files on a new file system of that type
 * @g: from pmk_guest_parse(); without a disk it gets a RAM disk
 * @type: one of PMK_OWN_FILES_TYPES, which stays; of tmpfs it has one anyway; NULL: as it is
 *
 * Return: 0, or -ENAMETOOLONG.
 */
int pmk_guest_set_filesystem(struct pmk_guest *g, const char *type);

/* For people who type: time passes as on the host, at whatever speed the emulator has. */
void pmk_guest_set_interactive(struct pmk_guest *g);

/* Whether the host's processor runs it, which not every host that seems to can do. */
bool pmk_guest_is_kvm(const struct pmk_guest *g);

#endif
