// SPDX-License-Identifier: GPL-2.0-only
/* Fills the disk of a guest where it is empty, and mounts it. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "disk.h"
#include "mount.h"

#define FOLDER	   "/files"
#define DISK_TRIES 1000 /* of 10 ms each: a disk appears some time after its driver */

/* A zram is as large as it is told, once. */
static void give_size(const char *name)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/sys/block/%.24s/disksize", name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	/* One that has no size is no disk, which is told. */
	dprintf(fd, "%lld\n", PMK_GUEST_DISK_BYTES);
	close(fd);
}

static int open_disk(const char *disk)
{
	struct timespec pause_10ms = { .tv_nsec = 10000000 };
	int fd = -1;

	for (int i = 0; i < DISK_TRIES; i++) {
		fd = open(disk, O_RDWR | O_CLOEXEC);
		if (fd >= 0 || errno != ENOENT)
			break;
		nanosleep(&pause_10ms, NULL);
	}
	return fd;
}

/* Its memory is free again afterwards. */
static int put_piece(int disk, const char *path)
{
	const char *slash = strrchr(path, '/');
	off_t at = (off_t)strtoull(slash ? slash + 1 : path, NULL, 16);
	int fd = open(path, O_RDONLY | O_CLOEXEC), err = 0;
	struct stat st;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &st) || lseek(disk, at, SEEK_SET) != at)
		err = -errno;
	while (!err && st.st_size > 0) {
		ssize_t put = sendfile(disk, fd, NULL, (size_t)st.st_size);

		err = put > 0 ? 0 : put ? -errno : -EIO;
		st.st_size -= put;
	}
	close(fd);
	unlink(path);
	return err;
}

static int fill(int disk)
{
	glob_t pieces;
	int err = 0;

	if (glob("/" PMK_GUEST_PIECES "/*", 0, NULL, &pieces))
		return 0;
	for (size_t i = 0; i < pieces.gl_pathc && !err; i++)
		err = put_piece(disk, pieces.gl_pathv[i]);
	globfree(&pieces);
	return err ? err : fsync(disk) ? -errno : 0;
}

void pmk_guest_mount(char *why, size_t size)
{
	const char *type = getenv(PMK_GUEST_FILESYSTEM), *name = getenv(PMK_GUEST_DISK);
	char disk[64];
	int fd, err;

	if (!type || !name)
		*why = '\0';
	if (!type || !name || *why)
		return;
	snprintf(disk, sizeof(disk), "/dev/%s", name);
	give_size(name);
	fd = open_disk(disk);
	err = fd < 0 ? -errno : fill(fd);
	if (fd >= 0)
		close(fd);
	if (err) {
		snprintf(why, size, "no disk %s: %s", disk, strerror(-err));
		return;
	}
	if (mkdir(FOLDER, 0755) || mount(disk, FOLDER, type, 0, getenv(PMK_GUEST_MOUNTED)))
		snprintf(why, size, "%s cannot be mounted: %s", type, strerror(errno));
	else
		setenv("TMPDIR", FOLDER, 1);
}
