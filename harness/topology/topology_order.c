// SPDX-License-Identifier: GPL-2.0-only
/* In which order threads take the processing units of a placement, as hwloc sees the machine. */
#ifndef PMK_NO_HWLOC
#include <errno.h>
#include <stdio.h>

#include "topology.h"
#include "topology_hwloc.h"

/* Appends a number; what does not fit any more is left out whole. */
static void append(char list[PMK_PUS_BYTES], size_t *len, unsigned int pu)
{
	int n = snprintf(list + *len, PMK_PUS_BYTES - *len, "%s%u", *len ? "," : "", pu);

	if (n > 0 && *len + (size_t)n < PMK_PUS_BYTES)
		*len += (size_t)n;
	else
		list[*len] = '\0';
}

/* The k-th of the core's processing units that are in @among, or -1. */
static int sibling(hwloc_obj_t core, hwloc_const_cpuset_t among, unsigned int k)
{
	int pu = -1;

	if (!core)
		return -1;
	do {
		do {
			pu = hwloc_bitmap_next(core->cpuset, pu);
		} while (pu >= 0 && !hwloc_bitmap_isset(among, (unsigned int)pu));
	} while (pu >= 0 && k--);
	return pu;
}

static void order(hwloc_topology_t t, hwloc_const_cpuset_t among, char list[PMK_PUS_BYTES])
{
	int cores = hwloc_get_nbobjs_by_type(t, HWLOC_OBJ_CORE);
	size_t len = 0;
	bool more = cores > 0;

	list[0] = '\0';
	/* The last core first, as without threads; a core's second PU after every core's first. */
	for (unsigned int k = 0; more; k++) {
		more = false;
		for (int i = cores; i-- > 0;) {
			int pu = sibling(hwloc_get_obj_by_type(t, HWLOC_OBJ_CORE, (unsigned int)i),
					 among, k);

			if (pu < 0)
				continue;
			append(list, &len, (unsigned int)pu);
			more = true;
		}
	}
	/* Where hwloc sees no cores, it is unknown which units share one. */
	for (int pu = hwloc_bitmap_last(among); cores <= 0 && pu >= 0; pu--)
		if (hwloc_bitmap_isset(among, (unsigned int)pu))
			append(list, &len, (unsigned int)pu);
}

int pmk_topology_spread(hwloc_topology_t t, const struct pmk_place *place,
			hwloc_const_cpuset_t allowed, hwloc_const_cpuset_t granted, char *list)
{
	hwloc_bitmap_t among = hwloc_bitmap_dup(granted), near = hwloc_bitmap_alloc();
	int err = among && near ? 0 : -ENOMEM;

	/* Only the default leaves room beside the one processing unit that it grants. */
	if (!err && place->cpu == PMK_PLACE_LAST_CORE) {
		hwloc_bitmap_copy(among, allowed);
		hwloc_cpuset_to_nodeset(t, granted, near);
		/* Bound memory is as near to, or as far from, all threads as it is to the first. */
		if (place->memory != PMK_MEMORY_ANY && !hwloc_bitmap_iszero(near)) {
			hwloc_cpuset_from_nodeset(t, among, near);
			hwloc_bitmap_and(among, among, allowed);
		}
	}
	if (!err)
		order(t, among, list);
	hwloc_bitmap_free(among);
	hwloc_bitmap_free(near);
	return err;
}

#endif
