// SPDX-License-Identifier: GPL-2.0-only
/* The files that points and claims work on: made, filled, and what it means if that fails. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "machine/survey.h"
#include "pagemark.h"
#include "system/shortage.h"
#include "text/format.h"
#include "tmpfile.h"

int pmk_tmpfile_open(size_t least_bytes)
{
	return pmk_tmpfile_open_in(pmk_shortage_folder(), least_bytes);
}

int pmk_tmpfile_open_in(const char *dir, size_t least_bytes)
{
	char path[PATH_MAX];
	struct statvfs fs;
	int fd, err = 0;

	snprintf(path, sizeof(path), "%s/pagemark-XXXXXX", dir);
	fd = mkstemp(path);
	if (fd < 0)
		return -errno;
	if (unlink(path))
		err = -errno;
	/* A ramfs, such as a guest's, has no size, and says 0 of everything. */
	else if (!fstatvfs(fd, &fs) && fs.f_blocks &&
		 (double)fs.f_bavail * (double)fs.f_frsize < least_bytes)
		err = -ENOSPC;
	if (!err)
		return fd;
	close(fd);
	return err;
}

static int write_all(int fd, const uint8_t *from, size_t size_bytes, size_t at)
{
	while (size_bytes) {
		ssize_t put = TEMP_FAILURE_RETRY(pwrite(fd, from, size_bytes, (off_t)at));

		if (put <= 0)
			return put ? -errno : -ENOSPC;
		from += put;
		at += (size_t)put;
		size_bytes -= (size_t)put;
	}
	return 0;
}

int pmk_tmpfile_fill(int fd, size_t size_bytes, size_t piece_bytes)
{
	size_t room = size_bytes < piece_bytes ? size_bytes : piece_bytes;
	void *piece = mmap(NULL, room, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	int err = 0;

	if (piece == MAP_FAILED)
		return -errno;
	for (size_t at = 0; at < size_bytes && !err; at += room) {
		size_t part = size_bytes - at < room ? size_bytes - at : room;

		pmk_pattern_fill_from(piece, part, at / 8);
		err = write_all(fd, piece, part, at);
	}
	munmap(piece, room);
	/* Written back now, so that no writeback of ours runs beside the timed batches. */
	return err ? err : fdatasync(fd) ? -errno : 0;
}

bool pmk_tmpfile_shortage(int err, size_t size_bytes, struct pmk_why *s)
{
	char wanted[128];

	snprintf(wanted, sizeof(wanted), "a file of %s in the folder for files",
		 pmk_format_bytes((double)size_bytes).text);
	if (err == -EACCES) {
		snprintf(s->reason, sizeof(s->reason),
			 "needs %s: %.150s may not be written to by user id %u", wanted,
			 pmk_shortage_folder(), geteuid());
		snprintf(s->remedy, sizeof(s->remedy), "name another folder with --dir DIR");
		return true;
	}
	if (err != -ENOENT && err != -ENOTDIR)
		return pmk_shortage_explain(pmk_survey_root(), -err, wanted, s);
	snprintf(s->reason, sizeof(s->reason), "needs %s: %s %.150s", wanted,
		 access(pmk_shortage_folder(), F_OK) ? "there is no folder"
						     : "no file can be made in",
		 pmk_shortage_folder());
	snprintf(s->remedy, sizeof(s->remedy), "make it, or name another folder with --dir DIR");
	return true;
}
