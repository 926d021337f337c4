// SPDX-License-Identifier: GPL-2.0-only
/* Copies a guest's archive into memory, for entries of one boot behind it. */
#include <errno.h>
#include <limits.h>
#include <sys/mman.h>
#include <unistd.h>

#include "initramfs.h"
#include "qemu.h"

static int copy(FILE *in, FILE *out)
{
	char buf[65536];
	size_t got;

	while ((got = fread(buf, 1, sizeof(buf), in)) > 0)
		if (fwrite(buf, 1, got, out) != got)
			return -errno;
	return ferror(in) ? -EIO : 0;
}

int pmk_initramfs_open(const struct pmk_guest *g, struct pmk_archive *a, char *path, size_t size)
{
	char from[PATH_MAX];
	int err = pmk_guest_path(g, "initramfs.cpio", from, sizeof(from)), fd;
	FILE *in, *out;

	if (err)
		return err;
	in = fopen(from, "re");
	if (!in)
		return -errno;
	fd = memfd_create("initramfs", MFD_CLOEXEC);
	out = fd < 0 ? NULL : fdopen(fd, "w");
	err = out ? copy(in, out) : -errno;
	fclose(in);
	if (err && out)
		fclose(out);
	else if (err && fd >= 0)
		close(fd);
	if (err)
		return err;
	snprintf(path, size, "/proc/%d/fd/%d", getpid(), fd);
	pmk_archive_begin(a, out);
	return 0;
}
