// SPDX-License-Identifier: GPL-2.0-only
/* Makes the disk of a guest, in memory: an image, and the modules with which it is mounted. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "disk.h"
#include "files.h"
#include "system/own_files.h"
#include "system/sysfile.h"

#define DISK_BYTES  (512ll << 20) /* xfs wants 300 MiB; half of the memory of most guests */
#define BLOCK_BYTES 4096
#define PIECE_BYTES (64 * BLOCK_BYTES)

/* What initramfs.sh packs apart, and the option of the kernel that it stands for. */
static const struct {
	const char *archive, *option;
} options[] = {
	{ "ext4", "CONFIG_EXT4_FS" },	   { "xfs", "CONFIG_XFS_FS" },
	{ "btrfs", "CONFIG_BTRFS_FS" },	   { "brd", "CONFIG_BLK_DEV_RAM" },
	{ "nvme", "CONFIG_BLK_DEV_NVME" },
};

static bool lacks(const struct pmk_guest *g, const char *archive, struct pmk_why *why)
{
	char path[PATH_MAX], name[32], value[16];
	const char *option = "";

	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (!strcmp(options[i].archive, archive))
			option = options[i].option;
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
	snprintf(why->remedy, sizeof(why->remedy), "%s",
		 *g->kernel ? "run 'make guests' where Debian's mirror can be reached"
			    : "run 'make modules' in the tree of --kdir");
	return true;
}

bool pmk_guest_disk_lacks(const struct pmk_guest *g, struct pmk_why *why)
{
	return g->filesystem && (lacks(g, g->filesystem, why) || lacks(g, g->modules, why));
}

/* What is built into the kernel has no archive. */
static int add_modules(const struct pmk_guest *g, struct pmk_initramfs *fs, const char *archive)
{
	char name[32];
	int err;

	snprintf(name, sizeof(name), "%s.cpio", archive);
	err = pmk_initramfs_join(fs, g, name);
	return err == -ENOENT ? 0 : err;
}

static bool is_zero(const char *block)
{
	return !*block && !memcmp(block, block + 1, BLOCK_BYTES - 1);
}

/* One entry: what begins at @at with a block that is not zero, and ends before one that is. */
static size_t add_piece(struct pmk_initramfs *fs, const char *data, size_t bytes, off_t at)
{
	char name[32];
	size_t len = 0;

	while (len < bytes && !is_zero(data + len))
		len += BLOCK_BYTES;
	snprintf(name, sizeof(name), PMK_GUEST_PIECES "/%012llx", (unsigned long long)at);
	if (len)
		pmk_initramfs_add(fs, name, S_IFREG | 0644, data, len);
	return len ? len : BLOCK_BYTES;
}

/* The image without its zeros, which are nearly all of it. */
static int pack(int image, struct pmk_initramfs *fs)
{
	static char data[PIECE_BYTES];
	off_t at = 0;

	pmk_initramfs_add(fs, PMK_GUEST_PIECES, S_IFDIR | 0755, NULL, 0);
	while ((at = lseek(image, at, SEEK_DATA)) >= 0) {
		ssize_t got = pread(image, data, sizeof(data), at);

		if (got <= 0 || got % BLOCK_BYTES)
			return got < 0 ? -errno : -EIO;
		for (ssize_t done = 0; done < got;)
			done += (ssize_t)add_piece(fs, data + done, (size_t)(got - done),
						   at + done);
		at += got;
	}
	return errno == ENXIO ? 0 : -errno;
}

int pmk_guest_disk_make(const struct pmk_guest *g, struct pmk_initramfs *fs,
			struct pmk_guest_disk *disk, struct pmk_why *why)
{
	int err;

	*disk = (struct pmk_guest_disk){ .image = -1 };
	if (!g->filesystem)
		return 0;
	err = add_modules(g, fs, g->modules);
	err = err ? err : add_modules(g, fs, g->filesystem);
	if (err)
		return err;
	disk->image = pmk_own_files_image(g->filesystem, DISK_BYTES, why);
	if (disk->image < 0)
		return disk->image;
	if (strstr(g->devices, PMK_GUEST_FILES)) {
		snprintf(disk->path, sizeof(disk->path), "/proc/%d/fd/%d", getpid(), disk->image);
		return 0;
	}
	err = pack(disk->image, fs);
	close(disk->image);
	disk->image = -1;
	return err;
}
