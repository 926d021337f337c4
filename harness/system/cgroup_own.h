/* SPDX-License-Identifier: GPL-2.0-only */
/* A control group of our own, which limits the memory of one process; version 1 and 2. */
#ifndef PAGEMARK_CGROUP_OWN_H
#define PAGEMARK_CGROUP_OWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "why.h"

#define PMK_CGROUP_DIR_MAX 512

/**
 * struct pmk_cgroup_own - where it is, or is going to be
 * @dir: its folder, without the root; "" for none
 * @limit: its file that has the limit: "memory.max" (version 2), "memory.limit_in_bytes" (1)
 * @enables: the file of a group above that first has to be told to limit memory; "" for none
 */
struct pmk_cgroup_own {
	char dir[PMK_CGROUP_DIR_MAX];
	const char *limit;
	char enables[PMK_CGROUP_DIR_MAX];
};

/**
 * pmk_cgroup_own_find() - where this user could make one on this machine; changes nothing
 * @root: "" or a folder that stands for /
 * @g: out
 * @why: out, on error
 *
 * Version 1: below the group of this process. Version 2: below the nearest group above it that
 * limits the memory of its own, because a group that has processes limits none; else below the
 * root, which then has to be told to.
 *
 * Return: 0; -ENOENT where nothing limits memory, or -EACCES.
 */
int pmk_cgroup_own_find(const char *root, struct pmk_cgroup_own *g, struct pmk_why *why);

/* Makes it, with a limit of @bytes (a number). 0 or a negative errno. */
int pmk_cgroup_own_make(const char *root, const struct pmk_cgroup_own *g, const char *bytes);

/* The limit that it has: bytes, or -1. */
long long pmk_cgroup_own_limit(const char *root, const struct pmk_cgroup_own *g);

/*
 * Removes it, and what was told to groups above. Waits for processes in it that are about to die,
 * for ten seconds. 0, also where there is none, or a negative errno.
 */
int pmk_cgroup_own_remove(const char *root, const struct pmk_cgroup_own *g);

/* Puts this process into the group @dir. 0 or a negative errno. */
int pmk_cgroup_own_join(const char *dir);

/* How often the limit of the group @dir was met, so that memory had to be reclaimed; -1 unknown. */
long long pmk_cgroup_own_met(const char *dir);

#endif
