/* SPDX-License-Identifier: GPL-2.0-only */
/* A folder of files with names, which goes away with the process, however that ends. */
#ifndef PAGEMARK_ACCESS_FOLDER_H
#define PAGEMARK_ACCESS_FOLDER_H

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "pagemark.h"

#define FILES	   32
#define NAME_BYTES 4

/* What the keeper says once it made the folder, or could not. */
struct folder_made {
	int err;
	char path[PATH_MAX];
};

static inline void file_name(char name[NAME_BYTES], unsigned int i)
{
	snprintf(name, NAME_BYTES, "%u", i % FILES);
}

/*
 * Makes the folder, and takes it away when the end of file says that the process is gone. In a
 * session of its own, with all signals blocked: the harness kills the group of a sample.
 */
static inline _Noreturn void folder_keep(int lifeline)
{
	const char *in = getenv("TMPDIR");
	struct folder_made made = { 0 };
	sigset_t all;
	char byte;
	int fd;

	setsid();
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	/* The harness reads the sample's result to its end, and shall not wait for this process. */
	dup2(lifeline, 0);
	closefrom(1);
	snprintf(made.path, sizeof(made.path), "%s/pagemark-XXXXXX", in && *in ? in : "/tmp");
	made.err = mkdtemp(made.path) ? 0 : errno;
	fd = made.err ? -1 : open(made.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	send(0, &made, sizeof(made), MSG_NOSIGNAL);
	while (read(0, &byte, 1) < 0 && errno == EINTR)
		;
	for (unsigned int i = 0; i < FILES && fd >= 0; i++) {
		char name[NAME_BYTES];

		file_name(name, i);
		unlinkat(fd, name, 0);
	}
	if (!made.err)
		rmdir(made.path);
	_exit(0);
}

/* @return: the open folder, in TMPDIR, which is empty. */
static inline int folder_make(struct pmk_case *c)
{
	struct folder_made made;
	int fds[2], fd;
	pid_t keeper;

	/* Says what is wrong with TMPDIR, if anything is. */
	close(pmk_tmpfile(c, 4 * KiB));
	pmk_need(c, socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) == 0, "a socket");
	keeper = fork();
	if (!keeper) {
		close(fds[1]);
		folder_keep(fds[0]);
	}
	pmk_need(c, keeper > 0, "a process that takes the folder away");
	close(fds[0]);
	pmk_must(c, recv(fds[1], &made, sizeof(made), 0) == sizeof(made));
	errno = made.err;
	pmk_need(c, !made.err, "a folder in the folder for files");
	fd = open(made.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	pmk_need(c, fd >= 0, "to open a folder");
	return fd;
}

/* Fills it with FILES files that all hold the pattern, in the page cache and written back. */
static inline void folder_fill(struct pmk_case *c, int folder, const void *pattern, size_t bytes)
{
	int fds[FILES];

	for (unsigned int i = 0; i < FILES; i++) {
		char name[NAME_BYTES];

		file_name(name, i);
		fds[i] = openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		pmk_need(c, fds[i] >= 0, "a file in the folder for files");
		pmk_need(c, write(fds[i], pattern, bytes) == (ssize_t)bytes,
			 "room for small files in the folder for files");
	}
	for (unsigned int i = 0; i < FILES; i++) {
		pmk_need(c, fdatasync(fds[i]) == 0, "small files written back");
		close(fds[i]);
	}
}

#endif
