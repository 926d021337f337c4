/* SPDX-License-Identifier: GPL-2.0-only */
/* What claims on /proc share: a child that allocates without end while a file is read. */
#ifndef PAGEMARK_ALLOC_CLAIMS_SEEN_H
#define PAGEMARK_ALLOC_CLAIMS_SEEN_H

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

#include "facts.h"

#define LOOKS	   2000 /* some time slices of the child's */
#define LINE_BYTES 512

static inline pid_t allocating_child(const struct pmk_run *one)
{
	int fd = pmk_claim_module(PMK_OP_ALLOC);
	struct pmk_run run;
	pid_t pid = fork();

	pmk_claim_need(pid >= 0, "one more process");
	while (!pid) {
		run = *one;
		if (ioctl(fd, PMK_IOC_RUN, &run))
			_exit(1);
	}
	close(fd);
	return pid;
}

/* Whether a line of that file ever holds both words; leaves it in @line, and ends the child. */
static inline bool seen(const char *path, const char *word, const char *other, pid_t child,
			char line[LINE_BYTES])
{
	bool found = false;

	for (int i = 0; !found && i < LOOKS; i++) {
		FILE *f = fopen(path, "re");

		pmk_claim_need(f, "a file of /proc that tells of memory");
		while (!found && fgets(line, LINE_BYTES, f))
			found = strstr(line, word) && strstr(line, other);
		fclose(f);
		pmk_claim_must(waitpid(child, NULL, WNOHANG) == 0);
	}
	pmk_claim_must(kill(child, SIGKILL) == 0);
	pmk_claim_must(waitpid(child, NULL, 0) == child);
	return found;
}

#endif
