// SPDX-License-Identifier: GPL-2.0-only
/* The record, outwards: one JSON object, one line, one write(2). */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record.h"

/* 15 digits are what a double surely holds, so 123.4 stays 123.4 on its way through a file. */
#define DUMP_FLAGS (JSON_COMPACT | JSON_REAL_PRECISION(15))

int pmk_record_open(struct pmk_record *rec, const char *path)
{
	struct stat st;

	if (!strcmp(path, "-"))
		rec->fd = STDOUT_FILENO;
	else
		rec->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0644);
	if (rec->fd < 0 || fstat(rec->fd, &st))
		return -errno;
	rec->good_bytes = S_ISREG(st.st_mode) ? st.st_size : -1;
	return 0;
}

/* A pipe that somebody made non-blocking is still a pipe: wait for it. */
static int wait_writable(int fd)
{
	struct pollfd pfd = { .fd = fd, .events = POLLOUT };

	return poll(&pfd, 1, -1) < 0 && errno != EINTR ? -errno : 0;
}

/* The second turn after a short write is what tells why it was short. */
static int write_all(int fd, const char *text, size_t left)
{
	while (left) {
		ssize_t done = write(fd, text, left);

		if (done > 0) {
			text += done;
			left -= (size_t)done;
		} else if (done < 0 && errno == EAGAIN) {
			int err = wait_writable(fd);

			if (err)
				return err;
		} else if (!done || errno != EINTR) {
			return done ? -errno : -EIO;
		}
	}
	return 0;
}

static int add(struct pmk_record *rec, const char *text, size_t length)
{
	int err;

	/* Standard output may be a file that others write to as well: good is what is there now. */
	if (rec->good_bytes >= 0)
		rec->good_bytes = lseek(rec->fd, 0, SEEK_END);
	err = write_all(rec->fd, text, length);
	if (rec->good_bytes < 0)
		return err;
	if (!err)
		rec->good_bytes += (off_t)length;
	else if (ftruncate(rec->fd, rec->good_bytes))
		rec->good_bytes =
			-1; /* a reader tolerates half a line, and the first errno tells more */
	return err;
}

int pmk_record_line(struct pmk_record *rec, json_t *line)
{
	size_t length;
	char *text;
	int err;

	text = line ? json_dumps(line, DUMP_FLAGS) : NULL;
	json_decref(line);
	if (!text)
		return -EINVAL;
	length = strlen(text);
	text[length] = '\n'; /* over the terminator: the length is known */
	err = add(rec, text, length + 1);
	free(text);
	return err;
}

int pmk_record_append(struct pmk_record *rec, const char *path)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t room = 0;
	ssize_t length;
	int err = 0;

	if (!file)
		return -errno;
	while (!err && (length = getline(&line, &room, file)) > 0)
		if (line[length - 1] == '\n')
			err = add(rec, line, (size_t)length);
	if (!err && ferror(file))
		err = -EIO;
	free(line);
	fclose(file);
	return err;
}

int pmk_record_close(struct pmk_record *rec)
{
	int err = close(rec->fd) ? -errno : 0;

	rec->fd = -1;
	return err;
}
