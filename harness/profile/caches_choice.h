/* SPDX-License-Identifier: GPL-2.0-only */
/* Which caches are modelled, and what the record says of them. */
#ifndef PAGEMARK_CACHES_CHOICE_H
#define PAGEMARK_CACHES_CHOICE_H

#include <jansson.h>
#include <stddef.h>

#include "profile/caches.h"

/**
 * pmk_caches_choose() - the caches to model
 * @path: the file that --caches names; NULL for those of this machine, as hwloc tells them
 * @shape: out
 * @why: out: what is wrong with the file, or what hwloc does not tell, and what to do
 * @size: room there
 *
 * hwloc knows no TLB, and a file need not have one: then it is taken to have 64 entries in 4 ways
 * for pages of 4 KiB, and the source says "DTLB assumed".
 *
 * Return: 0, -EINVAL for a file that is wrong, -ENOENT for a machine that does not tell, or another
 * negative errno.
 */
int pmk_caches_choose(const char *path, struct pmk_caches_shape *shape, char *why, size_t size);

/**
 * pmk_caches_json() - "modelled" of a profile line
 * @shape: what was modelled
 * @accesses: of each level
 * @misses: of each level
 *
 * Return: a new object; NULL without memory.
 */
json_t *pmk_caches_json(const struct pmk_caches_shape *shape, const uint64_t *accesses,
			const uint64_t *misses);

#endif
