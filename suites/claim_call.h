/* SPDX-License-Identifier: GPL-2.0-only */
/* What a kernel may lack, whether a byte can be loaded, and what a child does. */
#ifndef PAGEMARK_CLAIM_CALL_H
#define PAGEMARK_CLAIM_CALL_H

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pagemark_claim.h"

/* SKIP: what this kernel has not, and the version that has. */
static inline _Noreturn void claim_since(const char *what, const char *version)
{
	char reason[160], remedy[64];

	snprintf(reason, sizeof(reason), "this kernel has no %s", what);
	snprintf(remedy, sizeof(remedy), "Linux %s or newer", version);
	pmk_claim_skip(reason, remedy);
}

/* Whether a byte can be loaded, without a signal where it cannot. */
static inline bool claim_loads(const volatile void *at)
{
	bool loaded;
	int fds[2];

	pmk_claim_need(pipe(fds) == 0, "a pipe");
	loaded = write(fds[1], (const void *)at, 1) == 1;
	pmk_claim_must(loaded || errno == EFAULT);
	close(fds[0]);
	close(fds[1]);
	return loaded;
}

/* waitpid(2)'s status of a child that does fn(arg). */
static inline int claim_child(int (*fn)(void *arg), void *arg)
{
	pid_t pid = fork();
	int status;

	pmk_claim_need(pid >= 0, "one more process");
	if (pid == 0)
		_exit(fn(arg));
	pmk_claim_must(waitpid(pid, &status, 0) == pid);
	return status;
}

/**
 * struct claim_twin - a child that has done something and then waits
 * @pid: of the child
 * @fd: the child goes when this is closed, also by our end
 */
struct claim_twin {
	pid_t pid;
	int fd;
};

/* Returns when the child has done fn(arg). */
static inline struct claim_twin claim_twin_begin(void (*fn)(void *arg), void *arg)
{
	struct claim_twin twin;
	int fds[2];
	char byte = 0;

	pmk_claim_need(socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0, "a pair of sockets");
	twin = (struct claim_twin){ .pid = fork(), .fd = fds[0] };
	pmk_claim_need(twin.pid >= 0, "one more process");
	if (twin.pid == 0) {
		close(fds[0]);
		fn(arg);
		_exit(write(fds[1], &byte, 1) != 1 || read(fds[1], &byte, 1) != 0);
	}
	close(fds[1]);
	pmk_claim_must(read(twin.fd, &byte, 1) == 1);
	return twin;
}

static inline void claim_twin_end(struct claim_twin *twin)
{
	int status;

	close(twin->fd);
	pmk_claim_must(waitpid(twin->pid, &status, 0) == twin->pid && status == 0);
}

#endif
