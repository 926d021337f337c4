// SPDX-License-Identifier: GPL-2.0-only
/* Asks kmemleak what the kernel has lost track of, and names the first of it. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <time.h>
#include <unistd.h>

#include "leaks.h"

/* Source: Documentation/dev-tools/kmemleak.rst. */
#define DEBUGFS	 "/sys/kernel/debug"
#define KMEMLEAK DEBUGFS "/kmemleak"
/* Younger objects are not reported: MSECS_MIN_AGE of mm/kmemleak.c is 5 s. */
#define OLD_ENOUGH_S 6

/* Names of functions that allocate for others: no reader wants to hear that kmalloc() leaked. */
static bool allocator(const char *function)
{
	static const char *const starts[] = {
		"kmemleak_", "__kmalloc",  "kmalloc",	 "kmem_cache", "__kmem",      "slab_",
		"krealloc",  "__krealloc", "kvmalloc",	 "kmemdup",    "__vmalloc",   "vmalloc",
		"vzalloc",   "kstrdup",	   "pcpu_alloc", "__alloc_",   "alloc_pages", "dma_"
	};

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (!strncmp(function, starts[i], strlen(starts[i])))
			return true;
	return false;
}

/* A line of a backtrace, "    [<0000d2f3>] name+0x1/0x2 [module]": the better name stays. */
static void take_function(const char *line, char *best, size_t size)
{
	const char *name = strstr(line, ">] ");

	if (!name || strchr(best, '['))
		return;
	name += 3;
	if (strchr(name, '[') || (!*best && !allocator(name)))
		snprintf(best, size, "%.*s", (int)strcspn(name, "\n"), name);
}

unsigned int pmk_leaks_summary(FILE *report, char *text, size_t size)
{
	char line[256], function[128] = "", process[24] = "";
	size_t bytes = 0;
	unsigned int n = 0;

	*text = '\0';
	while (fgets(line, sizeof(line), report)) {
		if (!strncmp(line, "unreferenced object ", 20))
			n++;
		if (n != 1)
			continue;
		if (!bytes && sscanf(line, "unreferenced object %*s (size %zu)", &bytes) == 1)
			continue;
		if (!*process && sscanf(line, " comm \"%23[^\"]\"", process) == 1)
			continue;
		take_function(line, function, sizeof(function));
	}
	if (n)
		snprintf(text, size,
			 "kmemleak: %u object%s leaked; the first, of %zu bytes, was allocated by "
			 "%s for the process '%s'",
			 n, n == 1 ? "" : "s", bytes,
			 *function ? function : "a function without a name", process);
	return n;
}

static int scan(void)
{
	static const char word[] = "scan";
	int fd = open(KMEMLEAK, O_WRONLY | O_CLOEXEC), err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, word, sizeof(word) - 1) < 0)
		err = -errno;
	close(fd);
	return err;
}

bool pmk_leaks_scan(char *text, size_t size)
{
	struct timespec age = { .tv_sec = OLD_ENOUGH_S };
	FILE *report;
	int err;

	/* Not before: what is there would change what the survey of hazards sees. */
	if ((mount("debugfs", DEBUGFS, "debugfs", 0, NULL) && errno != EBUSY) ||
	    access(KMEMLEAK, W_OK))
		return false;
	while (nanosleep(&age, &age) && errno == EINTR)
		;
	/* Twice: a scan does not report what has changed since the one before. */
	err = scan();
	if (!err)
		err = scan();
	report = err ? NULL : fopen(KMEMLEAK, "re");
	if (!report) {
		snprintf(text, size, "kmemleak: its scan failed: %s", strerror(err ? -err : errno));
		return true;
	}
	pmk_leaks_summary(report, text, size);
	fclose(report);
	return *text;
}
