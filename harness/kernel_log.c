// SPDX-License-Identifier: GPL-2.0-only
/* Watches the kernel's log and taint flags for complaints. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kernel_log.h"

/*
 * Source: Documentation/admin-guide/tainted-kernels.rst: bit 7 the kernel died (Oops, BUG), bit 9
 * it warned.
 */
#define TAINT_DIE  (1ul << 7)
#define TAINT_WARN (1ul << 9)

static int log_fd = -1;
static unsigned long taint_before;

static unsigned long taint(void)
{
	unsigned long flags = 0;
	FILE *f = fopen("/proc/sys/kernel/tainted", "re");

	if (f && fscanf(f, "%lu", &flags) != 1)
		flags = 0;
	if (f)
		fclose(f);
	return flags & (TAINT_DIE | TAINT_WARN);
}

void pmk_kernel_log_begin(void)
{
	if (log_fd >= 0)
		close(log_fd);
	log_fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (log_fd >= 0)
		lseek(log_fd, 0, SEEK_END);
	taint_before = taint();
}

bool pmk_kernel_log_line_bad(const char *line)
{
	static const char *const starts[] = { "BUG: ",	     "WARNING: ",
					      "Oops",	     "kernel BUG at ",
					      "INFO: task ", "general protection fault",
					      "INFO: rcu",   "rcu: INFO: " };

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (!strncmp(line, starts[i], strlen(starts[i])))
			return true;
	return false;
}

bool pmk_kernel_log_bad(char *text, size_t size)
{
	char entry[8192];
	bool bad = false;
	unsigned long now;
	ssize_t got;

	/*
	 * One read is one entry: "level,sequence,usec,flags;text\n…". EPIPE: entries were
	 * overwritten.
	 */
	while (log_fd >= 0 && ((got = read(log_fd, entry, sizeof(entry) - 1)) > 0 ||
			       (got < 0 && errno == EPIPE))) {
		const char *line;

		if (got < 0)
			continue;
		entry[got] = '\0';
		line = strchr(entry, ';');
		if (bad || !line || !pmk_kernel_log_line_bad(line + 1))
			continue;
		snprintf(text, size, "the kernel log gained: %.*s", (int)strcspn(line + 1, "\n"),
			 line + 1);
		bad = true;
	}
	now = taint();
	if (!bad && (now & ~taint_before)) {
		snprintf(text, size, "the kernel became tainted (%s) while this ran",
			 now & TAINT_DIE ? "it died: Oops or BUG" : "it warned");
		bad = true;
	}
	taint_before = now;
	return bad;
}
