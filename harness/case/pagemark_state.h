/* SPDX-License-Identifier: GPL-2.0-only */
/* What a contender wants set outside of its process; part of pagemark.h, which includes it. */
#ifndef PAGEMARK_STATE_H
#define PAGEMARK_STATE_H

#define PMK_STATES_MAX 3

enum pmk_state_name {
	PMK_STATE_NONE,
	PMK_STATE_HUGEPAGES,	/* so many huge pages of the default size, free to be taken */
	PMK_STATE_THP,		/* transparent huge pages: "always", "madvise" or "never" */
	PMK_STATE_FAULT_AROUND, /* bytes mapped around a fault on a file, a power of two */
	PMK_STATE_SHMEM_THP,	/* the same of shared memory: "always", "advise", "never"... */
};

/**
 * struct pmk_state - one wish of a contender; zeroed for none
 * @name: what is to be set
 * @value: to what; NULL: to what the point has for @axis
 * @axis: NULL, or an axis of the contender
 * @where: only at points with this word or number for @axis; NULL: at all of them
 *
 * The run's parent process sets it for each sample and puts it back afterwards, even if it is
 * killed meanwhile. A wish that is not granted makes the point SKIP.
 */
struct pmk_state {
	enum pmk_state_name name;
	const char *value;
	const char *axis;
	const char *where;
};

#endif
