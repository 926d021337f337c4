// SPDX-License-Identifier: GPL-2.0-only
/* Reads a record's file into memory: a regular file or a pipe, up to a limit. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record.h"
#include "record_file.h"

/*
 * Opening a FIFO waits for a writer, perhaps for ever, unless it is told not to wait; reading must
 * wait.
 */
static int open_to_read(const char *path, struct stat *st)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), flags;

	if (fd < 0)
		return -errno;
	flags = fcntl(fd, F_GETFL);
	if (flags < 0 || fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) || fstat(fd, st)) {
		int err = -errno;

		close(fd);
		return err;
	}
	return fd;
}

static int read_all(int fd, char **text, size_t *length)
{
	size_t room = 0;

	for (;;) {
		ssize_t done;

		if (*length == room) {
			char *more = realloc(*text, room = room ? 2 * room : 1u << 16);

			if (!more)
				return -ENOMEM;
			*text = more;
		}
		done = read(fd, *text + *length, room - *length);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return done ? -errno : 0;
		*length += (size_t)done;
		if (*length > PMK_REC_FILE_BYTES_MAX)
			return -EFBIG;
	}
}

int pmk_rec_load(const char *path, char **text, size_t *length, char error[PMK_REC_ERROR_BYTES])
{
	struct stat st = { 0 };
	int fd = open_to_read(path, &st), err;

	*text = NULL;
	*length = 0;
	if (fd < 0)
		return fd;
	if (S_ISDIR(st.st_mode))
		err = -EISDIR;
	else if (S_ISREG(st.st_mode) && st.st_size > (off_t)PMK_REC_FILE_BYTES_MAX)
		err = -EFBIG;
	else
		err = read_all(fd, text, length);
	close(fd);
	if (err == -EFBIG)
		snprintf(error, PMK_REC_ERROR_BYTES,
			 "%.200s: expected a record of at most %u MiB, found more: is it one?",
			 path, PMK_REC_FILE_BYTES_MAX >> 20);
	if (err == -EISDIR)
		snprintf(error, PMK_REC_ERROR_BYTES,
			 "%.200s: expected the file of a record, found a directory (%s); a run's "
			 "record is the .jsonl in it",
			 path, "Is a directory");
	if (!err && !*length && S_ISFIFO(st.st_mode)) {
		snprintf(error, PMK_REC_ERROR_BYTES,
			 "%.200s: expected a record, found a pipe that nobody writes to", path);
		err = -EPIPE;
	}
	return err;
}
