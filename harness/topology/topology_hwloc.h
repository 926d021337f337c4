/* SPDX-License-Identifier: GPL-2.0-only */
/* hwloc for the two topology files; the only file that includes it. */
#ifndef PAGEMARK_TOPOLOGY_HWLOC_H
#define PAGEMARK_TOPOLOGY_HWLOC_H

#include <hwloc.h>

struct pmk_grant;
struct pmk_place;

/* What to bind to; @nodes are those near @cpus where memory is not bound. */
struct pmk_sets {
	hwloc_cpuset_t cpus;
	hwloc_nodeset_t nodes;
};

/* pmk_topology_resolve() on a loaded topology, into allocated sets. */
int pmk_topology_sets(hwloc_topology_t t, const struct pmk_place *place, struct pmk_sets *sets,
		      struct pmk_grant *grant);

/**
 * pmk_topology_spread() - the processing units that threads may take, in the order of taking
 * @t: the topology
 * @place: the wish
 * @allowed: what this process may use
 * @granted: what the wish comes to
 * @list: out: by the kernel's numbers, "3,1,2,0": the last core first, and no core twice before
 *	every core was there once. Room for PMK_PUS_BYTES
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_topology_spread(hwloc_topology_t t, const struct pmk_place *place,
			hwloc_const_cpuset_t allowed, hwloc_const_cpuset_t granted, char *list);

#endif
