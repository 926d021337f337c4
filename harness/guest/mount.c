// SPDX-License-Identifier: GPL-2.0-only
/* Loads the modules of a disk and its file system, fills the disk where it is empty, mounts it. */
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
#include "modules.h"
#include "mount.h"

#define FOLDER	   "/files"
#define DISK_TRIES 1000 /* of 10 ms each: a disk appears some time after its driver */

static void load_all(char *why, size_t size)
{
	glob_t lists;

	if (glob("/*.list", 0, NULL, &lists))
		return;
	/* That of all boots is loaded, and loading it again is refused without harm. */
	for (size_t i = 0; i < lists.gl_pathc; i++)
		if (strcmp(lists.gl_pathv[i], "/modules.list") != 0)
			pmk_guest_modules_load(lists.gl_pathv[i], why, size);
	globfree(&lists);
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

	*why = '\0';
	if (!type || !name)
		return;
	load_all(why, size);
	if (*why)
		return;
	snprintf(disk, sizeof(disk), "/dev/%s", name);
	fd = open_disk(disk);
	err = fd < 0 ? -errno : fill(fd);
	if (fd >= 0)
		close(fd);
	if (err) {
		snprintf(why, size, "no disk %s: %s", disk, strerror(-err));
		return;
	}
	if (mkdir(FOLDER, 0755) || mount(disk, FOLDER, type, 0, NULL))
		snprintf(why, size, "%s cannot be mounted: %s", type, strerror(errno));
	else
		setenv("TMPDIR", FOLDER, 1);
}
