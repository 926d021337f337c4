// SPDX-License-Identifier: GPL-2.0-only
/* Watches the kernel's log and taint flags for complaints. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kernel_log.h"
#include "sysfile.h"

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
	return (unsigned long)pmk_sysfile_number("", "/proc/sys/kernel/tainted", 0) &
	       (TAINT_DIE | TAINT_WARN);
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

/*
 * How complaints begin. Sources, in the kernel: lib/bug.c, kernel/panic.c, arch/x86/kernel/traps.c,
 * kernel/hung_task.c, kernel/watchdog.c, kernel/rcu/; and of debug kernels mm/kasan/report.c,
 * kernel/locking/lockdep.c, kernel/dma/debug.c, mm/slub.c ("BUG kmalloc-8 (Not tainted): "),
 * mm/slab_common.c, mm/page_poison.c, lib/debugobjects.c, lib/ubsan.c.
 */
static const char *const complaints[] = { "BUG: ",
					  "BUG ",
					  "WARNING: ",
					  "Oops",
					  "kernel BUG at ",
					  "general protection fault",
					  "INFO: task ",
					  "INFO: rcu",
					  "rcu: INFO: ",
					  "watchdog: BUG: ",
					  "INFO: trying to register non-static key",
					  "DMA-API: ",
					  "pagealloc: ",
					  "kmem_cache_create",
					  "__kmem_cache_create",
					  "ODEBUG: ",
					  "UBSAN: " };

/* What begins like them and is news, or what begins otherwise and is none. */
static const struct {
	const char *start;
	const char *part;
	bool bad;
} exceptions[] = {
	{ "DMA-API: ", "preallocated ", false },
	{ "DMA-API: ", "debugging enabled", false },
	{ "DMA-API: ", "debugging disabled", false },
	{ "DMA-API: ", "dma_debug_entry pool grown", false },
	{ "kmemleak: ", "new suspected memory leaks", true },
	{ "kmemleak: ", "detector disabled", true },
	{ "kmemleak: ", "Memory pool empty", true },
};

static bool begins(const char *line, const char *start)
{
	return !strncmp(line, start, strlen(start));
}

bool pmk_kernel_log_line_bad(const char *line)
{
	for (size_t i = 0; i < sizeof(exceptions) / sizeof(exceptions[0]); i++)
		if (begins(line, exceptions[i].start) && strstr(line, exceptions[i].part))
			return exceptions[i].bad;
	for (size_t i = 0; i < sizeof(complaints) / sizeof(complaints[0]); i++)
		if (begins(line, complaints[i]))
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
