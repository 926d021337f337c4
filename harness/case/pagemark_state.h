/* SPDX-License-Identifier: GPL-2.0-only */
/* What a contender wants set outside of its process; part of pagemark.h, which includes it. */
#ifndef PAGEMARK_STATE_H
#define PAGEMARK_STATE_H

#include <stdbool.h>
#include <stdint.h>

struct pmk_case;

#define PMK_STATES_MAX 3

enum pmk_state_name {
	PMK_STATE_NONE,
	PMK_STATE_HUGEPAGES,	/* so many huge pages of the default size, free to be taken */
	PMK_STATE_THP,		/* transparent huge pages: "always", "madvise" or "never" */
	PMK_STATE_FAULT_AROUND, /* bytes mapped around a fault on a file, a power of two */
	PMK_STATE_SHMEM_THP,	/* the same of shared memory: "always", "advise", "never"... */
	PMK_STATE_READ_AHEAD,	/* KiB read ahead on the disk where cases make their files */
	PMK_STATE_MEMORY_LIMIT, /* bytes of memory for the process, by a control group of its own */
};

/**
 * struct pmk_state - one wish of a contender; zeroed for none
 * @name: what is to be set
 * @value: to what; NULL: to what the point has for @axis
 * @axis: NULL, or an axis of the contender
 * @where: only at points with this word or number for @axis; NULL: at all of them
 * @pages: what the point has for @axis are pages, and the state is in bytes
 *
 * The run's parent process sets it for each sample and puts it back afterwards, even if it is
 * killed meanwhile. A wish that is not granted makes the point SKIP.
 */
struct pmk_state {
	enum pmk_state_name name;
	const char *value;
	const char *axis;
	const char *where;
	bool pages;
};

/*
 * How often the memory limit of this point was met so far, so that the kernel had to reclaim; 0
 * without such a limit. A point whose limit was never met when it is verified has no number: SKIP.
 */
uint64_t pmk_limit_met(struct pmk_case *c);

#endif
