// SPDX-License-Identifier: GPL-2.0-only
/* Copies the archive of initramfs.sh into memory, and packs entries of one boot behind it. */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "initramfs.h"

static int copy(FILE *in, FILE *out)
{
	char buf[65536];
	size_t got;

	while ((got = fread(buf, 1, sizeof(buf), in)) > 0)
		if (fwrite(buf, 1, got, out) != got)
			return -errno;
	return ferror(in) ? -EIO : 0;
}

int pmk_initramfs_join(struct pmk_initramfs *fs, const struct pmk_guest *g, const char *name)
{
	char from[PATH_MAX];
	int err = pmk_guest_path(g, name, from, sizeof(from));
	FILE *in;

	if (err)
		return err;
	in = fopen(from, "re");
	if (!in)
		return -errno;
	err = copy(in, fs->file);
	fclose(in);
	return err;
}

int pmk_initramfs_open(struct pmk_initramfs *fs, const struct pmk_guest *g)
{
	int fd = memfd_create("initramfs", MFD_CLOEXEC), err;

	*fs = (struct pmk_initramfs){ .inode = 1 };
	fs->file = fd < 0 ? NULL : fdopen(fd, "w");
	err = fs->file ? pmk_initramfs_join(fs, g, "initramfs.cpio") : -errno;
	if (!fs->file && fd >= 0)
		close(fd);
	if (fs->file && err) {
		fclose(fs->file);
		fs->file = NULL;
	}
	snprintf(fs->path, sizeof(fs->path), "/proc/%d/fd/%d", getpid(), fd);
	return err;
}

/* Names and contents end on a multiple of 4 bytes. */
static void pad(struct pmk_initramfs *fs, size_t bytes)
{
	static const char zeros[4];

	if (bytes % 4)
		fwrite(zeros, 1, 4 - bytes % 4, fs->file);
}

/* Source: Documentation/driver-api/early-userspace/buffer-format.rst. */
void pmk_initramfs_add(struct pmk_initramfs *fs, const char *name, unsigned int mode,
		       const void *contents, size_t bytes)
{
	size_t length = strlen(name) + 1;
	int written;

	/* Owner, time and devices are 0: the same boot has the same archive. */
	written = fprintf(fs->file, "070701%08X%08X%08X%08X%08X%08X%08zX%08X%08X%08X%08X%08zX%08X",
			  fs->inode++, mode, 0, 0, S_ISDIR(mode) ? 2 : 1, 0, bytes, 0, 0, 0, 0,
			  length, 0);
	fwrite(name, 1, length, fs->file);
	pad(fs, (size_t)written + length);
	if (bytes)
		fwrite(contents, 1, bytes, fs->file);
	pad(fs, bytes);
}

int pmk_initramfs_end(struct pmk_initramfs *fs)
{
	pmk_initramfs_add(fs, "TRAILER!!!", 0, NULL, 0);
	return fflush(fs->file) || ferror(fs->file) ? -EIO : 0;
}
