// SPDX-License-Identifier: GPL-2.0-only
/* What initramfs.sh packs apart from what each boot has, and the option that it stands for. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "archives.h"
#include "files.h"
#include "system/sysfile.h"

static const struct {
	const char *name, *option;
} archives[] = {
	{ "ext4", "CONFIG_EXT4_FS" },	   { "xfs", "CONFIG_XFS_FS" },
	{ "btrfs", "CONFIG_BTRFS_FS" },	   { "brd", "CONFIG_BLK_DEV_RAM" },
	{ "zram", "CONFIG_ZRAM" },	   { "null_blk", "CONFIG_BLK_DEV_NULL_BLK" },
	{ "nvme", "CONFIG_BLK_DEV_NVME" }, { "pmem", "CONFIG_X86_PMEM_LEGACY" },
	{ "loop", "CONFIG_BLK_DEV_LOOP" }, { "veth", "CONFIG_VETH" },
	{ "vfio", "CONFIG_VFIO_PCI" },	   { "uio", "CONFIG_UIO_PCI_GENERIC" },
};

#define N (sizeof(archives) / sizeof(archives[0]))

/* The option of an archive; "" for none. */
static const char *option_of(const char *archive)
{
	for (size_t i = 0; i < N; i++)
		if (!strcmp(archives[i].name, archive))
			return archives[i].option;
	return "";
}

void pmk_guest_take(struct pmk_guest *g, const char *option)
{
	_Static_assert(N <= 8 * sizeof(g->taken), "a bit for each archive");

	for (size_t i = 0; i < N; i++)
		if (!strcmp(archives[i].option, option))
			g->taken |= 1u << i;
}

static bool is_taken(const struct pmk_guest *g, size_t i)
{
	return g->taken >> i & 1 || (g->filesystem && (!strcmp(archives[i].name, g->filesystem) ||
						       !strcmp(archives[i].name, g->modules)));
}

bool pmk_guest_lacks(const struct pmk_guest *g, const char *archive, struct pmk_why *why)
{
	const char *option = option_of(archive);
	char path[PATH_MAX], name[32], value[16];

	if (pmk_guest_path(g, "config", path, sizeof(path)))
		return false; /* of a guest that is not built something else is said */
	if (!pmk_sysfile_value("", path, option, value, sizeof(value))) {
		snprintf(why->reason, sizeof(why->reason),
			 "guest '%s' needs %s, which its kernel was built without", g->name,
			 option);
		snprintf(why->remedy, sizeof(why->remedy),
			 "take a guest whose kernel has it, such as x86_64-6.1, or one of yours "
			 "with --kernel and --kdir");
		return true;
	}
	snprintf(name, sizeof(name), "%s.cpio", archive);
	if (*value == 'y' || !pmk_guest_path(g, name, path, sizeof(path)))
		return false;
	snprintf(why->reason, sizeof(why->reason), "guest '%s' was packed without the module of %s",
		 g->name, option);
	if (*g->kernel)
		snprintf(why->remedy, sizeof(why->remedy),
			 "run '%s' where Debian's mirror can be reached",
			 pmk_guest_how("guest", g->base));
	else
		snprintf(why->remedy, sizeof(why->remedy),
			 "run 'make modules' in the tree of --kdir");
	return true;
}

/* What is built into the kernel, or what it lacks, has no archive. */
int pmk_guest_archives_join(const struct pmk_guest *g, struct pmk_initramfs *fs)
{
	char name[32];
	int err = 0;

	for (size_t i = 0; i < N && !err; i++) {
		if (!is_taken(g, i))
			continue;
		snprintf(name, sizeof(name), "%s.cpio", archives[i].name);
		err = pmk_initramfs_join(fs, g, name);
		err = err == -ENOENT ? 0 : err;
	}
	return err;
}
