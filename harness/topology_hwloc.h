/* SPDX-License-Identifier: GPL-2.0-only */
/* hwloc for the two topology files; the only file that includes it. */
#ifndef PAGEMARK_TOPOLOGY_HWLOC_H
#define PAGEMARK_TOPOLOGY_HWLOC_H

#include <hwloc.h>

#include "topology.h"

/* What to bind to; @nodes are those near @cpus where memory is not bound. */
struct pmk_sets {
	hwloc_cpuset_t cpus;
	hwloc_nodeset_t nodes;
};

/* pmk_topology_resolve() on a loaded topology, into allocated sets. */
int pmk_topology_sets(hwloc_topology_t t, const struct pmk_place *place, struct pmk_sets *sets,
		      struct pmk_grant *grant);

#endif
