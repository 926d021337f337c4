/* SPDX-License-Identifier: GPL-2.0-only */
/* The machine's topology and where this process runs on it (hwloc); nothing else includes hwloc. */
#ifndef PAGEMARK_TOPOLOGY_H
#define PAGEMARK_TOPOLOGY_H

#include <stdbool.h>
#include <stddef.h>

#include "place.h"

/*
 * Set while memory is bound, and so in every sample's process: the nodes, as hwloc writes a list.
 * There pmk_topology_memory_check() compares with where the pages really lie.
 */
#define PMK_MEMORY_VARIABLE "PAGEMARK_MEMORY_NODES"

/*
 * Set while the process is bound, and so in every sample's process: the processing units that
 * threads take, in that order, as struct pmk_grant has them.
 */
#define PMK_PUS_VARIABLE "PAGEMARK_PUS"

#define PMK_LIST_BYTES	128
#define PMK_THREADS_MAX 256
#define PMK_PUS_BYTES	(6 * PMK_THREADS_MAX) /* of at most five digits and a comma each */

/**
 * struct pmk_grant - what a wish comes to on this machine
 * @cpus: processing units by the kernel's numbers: "0-3,8"
 * @pus: processing units for threads, the first for the first: "3,1,2,0". The last core comes
 *	first, and siblings on a core after all other cores. More than @cpus only by default: other
 *	wishes bind threads too
 * @nodes: memory nodes by the kernel's numbers, "" where memory is not bound
 * @words: for people and for the record: "core 1 (PU 3), memory of node 0 (far, bound)"; where
 *	nothing was granted, why: what the machine lacks and what it has
 */
struct pmk_grant {
	char cpus[PMK_LIST_BYTES];
	char pus[PMK_PUS_BYTES];
	char nodes[PMK_LIST_BYTES];
	char words[400];
};

/* Whether this program was built with hwloc. */
bool pmk_topology_available(void);

/* The topology as hwloc's XML, to be freed; NULL without hwloc or if it cannot be read. */
char *pmk_topology_xml(void);

/* Takes out what names a single piece of hardware: serial numbers, UUIDs, asset tags, addresses. */
void pmk_topology_xml_anonymous(char *xml);

/**
 * pmk_topology_resolve() - what a wish comes to, binding nothing
 * @place: the wish
 * @grant: out
 *
 * The default is the last allowed core, because interrupts and daemons prefer the first. Of a core
 * it is always one processing unit, of packages and nodes all that this process may use. "far" is
 * the node with memory that is most distant from the near ones by the firmware's table.
 *
 * Return: 0, -ENOENT for what the machine lacks, -EACCES for what this process may not use,
 * -ENOTSUP without hwloc for anything but the default, or another negative errno.
 */
int pmk_topology_resolve(const struct pmk_place *place, struct pmk_grant *grant);

/**
 * pmk_topology_bind() - bind this process, and so its children
 * @place: the wish
 * @grant: out: what was granted, or why not
 *
 * Return: 0 once the binding was read back and found right, -EXDEV if it was found wrong, or as
 * pmk_topology_resolve().
 */
int pmk_topology_bind(const struct pmk_place *place, struct pmk_grant *grant);

/* Back to where the process was allowed to run and to allocate before pmk_topology_bind(). */
void pmk_topology_unbind(void);

/**
 * struct pmk_topology_cache - a data or unified cache of this machine's first processing unit
 * @level: 1 is nearest to it
 * @size_bytes: its size
 * @ways: 0 where nobody tells
 * @line_bytes: 0 where nobody tells
 */
struct pmk_topology_cache {
	unsigned int level, ways, line_bytes;
	unsigned long long size_bytes;
};

/**
 * pmk_topology_caches() - the caches that data passes on its way to a processing unit
 * @caches: out: the nearest first
 * @max: room there
 *
 * Return: how many, 0 where the machine does not tell, -ENOTSUP without hwloc, or another negative
 * errno.
 */
int pmk_topology_caches(struct pmk_topology_cache *caches, int max);

#define PMK_PUS_MAX 65536 /* more than any kernel has processing units (CONFIG_NR_CPUS) */

/* The processing units that this process may use, the last first. How many, or a negative errno. */
int pmk_pus_allowed(unsigned int pus[PMK_THREADS_MAX]);

/* Binds this thread to @n of them. 0, -EXDEV if the kernel granted something else, or -errno. */
int pmk_pus_bind(const unsigned int *pus, int n);

/**
 * pmk_topology_memory_check() - whether pages lie where PMK_MEMORY_VARIABLE says
 * @start: the first byte; all pages are present
 * @size_bytes: the length
 * @why: out: where they lie instead
 * @size: room there
 *
 * Return: 0 if so or if no memory is bound, -EXDEV if not, or another negative errno.
 */
int pmk_topology_memory_check(const void *start, size_t size_bytes, char *why, size_t size);

#endif
