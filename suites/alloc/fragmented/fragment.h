/* SPDX-License-Identifier: GPL-2.0-only */
/* Free memory in single pages: made from user space, seen in /proc/buddyinfo, whole after us. */
#ifndef PAGEMARK_ALLOC_FRAGMENT_H
#define PAGEMARK_ALLOC_FRAGMENT_H

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "../../proc_value.h"
#include "../alloc.h"

#define FRAGMENT_ORDER	  4	       /* no free block is of this order, 64 KiB, or more */
#define FRAGMENT_ORDERS	  11	       /* as /proc/buddyinfo has them: 0 to 10 */
#define FRAGMENT_PAGES	  8192ul       /* free ones between held ones, in the zone's lists */
#define FRAGMENT_SMALL	  512ul	       /* more, in blocks of up to 8: the kernel needs some */
#define FRAGMENT_REST_KIB (64 * KiB)   /* available beside those */
#define FRAGMENT_MOST_KIB (1024 * KiB) /* memory in all: more takes long, and is others' */
#define FRAGMENT_FILES	  4096

/* A line of a file of lines "name value", such as /proc/vmstat; 0 if it is not there. */
static inline uint64_t fragment_value(struct pmk_case *c, const char *path, const char *name)
{
	uint64_t value;

	pmk_need(c, proc_value(path, name, &value) || errno == ENODATA,
		 "a file of /proc that tells of memory");
	return value;
}

/* Free blocks of the orders from @first to @last, in zone DMA or in all others. */
static inline uint64_t fragment_blocks(struct pmk_case *c, int first, int last, bool dma)
{
	FILE *f = fopen("/proc/buddyinfo", "re");
	char line[512], zone[32];
	uint64_t sum = 0;
	int used;

	pmk_need(c, f, "a file of /proc that tells of memory");
	while (fgets(line, sizeof(line), f)) {
		char *at = line;

		pmk_must(c, sscanf(line, "Node %*d, zone %31s%n", zone, &used) == 1);
		at += used;
		for (int i = 0; i <= last && dma == !strcmp(zone, "DMA"); i++) {
			uint64_t blocks = strtoull(at, &at, 10);

			sum += i >= first ? blocks : 0;
		}
	}
	fclose(f);
	return sum;
}

/* A pipe of so many slots, whose first end is kept; false if the kernel has no memory for them. */
static inline bool fragment_pipe(struct pmk_case *c, unsigned long slots, int ends[2])
{
	pmk_need(c, pipe2(ends, O_CLOEXEC) == 0, "two more pipes");
	if (fcntl(ends[0], F_SETPIPE_SZ, slots * (size_t)sysconf(_SC_PAGESIZE)) >= 0)
		return true;
	pmk_must(c, errno == ENOMEM);
	close(ends[0]);
	close(ends[1]);
	return false;
}

/*
 * Pages of the kernel's, which it cannot move, @run for one pipe and @run for another in turn, as
 * they come from the allocator; then the second pipe is emptied.
 */
static inline void fragment_fill(struct pmk_case *c, unsigned long pages, unsigned int run)
{
	size_t page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	void *page = pmk_alloc(c, page_bytes);
	int held[2], freed[2];

	/* No slot more than is filled: at 1 GiB twice as many would be no memory in one piece. */
	pmk_must(c, fragment_pipe(c, pages + run, held) && fragment_pipe(c, pages + run, freed));
	for (unsigned long i = 0; i < 2 * pages; i++)
		pmk_must(c, write(i / run % 2 ? freed[1] : held[1], page, page_bytes) ==
				    (ssize_t)page_bytes);
	close(freed[0]);
	close(freed[1]);
}

/*
 * Takes a block of that order: the slots of a pipe, struct pipe_buffer each, are contiguous memory
 * of a size of our choice. False if the kernel has none that we may have.
 */
static inline bool fragment_take(struct pmk_case *c, int order)
{
	unsigned long slots = sizeof(long) == 8 ? 64 : 128; /* more than half of a page of them */
	int ends[2];

	if (!fragment_pipe(c, slots << order, ends))
		return false;
	close(ends[1]);
	return true;
}

/* All of the machine's free memory, for as long as this process lives. */
static inline void fragment_memory(struct pmk_case *c)
{
	const struct rlimit files = { FRAGMENT_FILES, FRAGMENT_FILES };
	uint64_t all_kib = fragment_value(c, "/proc/meminfo", "MemTotal:");
	/* An eighth of memory may stay in lists of a processor, where it does not count as free. */
	unsigned long pages = FRAGMENT_PAGES + (unsigned long)all_kib / 8 / 4;

	if (all_kib > FRAGMENT_MOST_KIB ||
	    fragment_value(c, "/proc/meminfo", "MemAvailable:") < 8 * pages + FRAGMENT_REST_KIB)
		pmk_skip(c,
			 "memory is only fragmented on a machine with at most 1 GiB, of which half "
			 "is available",
			 "--target x86_64-6.1");
	pmk_need(c, setrlimit(RLIMIT_NOFILE, &files) == 0, "so many open files");
	fragment_fill(c, pages, 1);
	fragment_fill(c, FRAGMENT_SMALL, 8);
	for (int order = FRAGMENT_ORDERS - 1; order >= FRAGMENT_ORDER; order--)
		while (fragment_take(c, order))
			;
}

#endif
