/* SPDX-License-Identifier: GPL-2.0-only */
/* What the control groups of this process allow it, version 1 and 2. */
#ifndef PAGEMARK_CGROUP_H
#define PAGEMARK_CGROUP_H

#include <stdbool.h>

/**
 * struct pmk_cgroup_limit - the tightest limit on the way from this process's group to the root
 * @file: the file that sets it, without the root of the survey
 * @value: bytes still free below it, or processors (1.5 is one and a half)
 */
struct pmk_cgroup_limit {
	char file[256];
	double value;
};

/*
 * The least memory that a limit leaves free or can reclaim, in bytes, and the fewest processors
 * that a quota allows.
 * @root: as for pmk_sysfile_read(). Return: false where nothing is limited, or nothing can be read.
 */
bool pmk_cgroup_memory(const char *root, struct pmk_cgroup_limit *limit);
bool pmk_cgroup_cpu(const char *root, struct pmk_cgroup_limit *limit);

#endif
