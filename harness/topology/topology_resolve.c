// SPDX-License-Identifier: GPL-2.0-only
/* What a placement comes to on this machine, as hwloc sees it; binds nothing. */
#ifndef PMK_NO_HWLOC
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "topology.h"
#include "topology_hwloc.h"

/* Says why not, in place of what was granted. Returns @err. */
__attribute__((format(printf, 3, 4))) static int refuse(struct pmk_grant *grant, int err,
							const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(grant->words, sizeof(grant->words), format, args);
	va_end(args);
	return err;
}

static const char *list(char text[PMK_LIST_BYTES], hwloc_const_bitmap_t set)
{
	hwloc_bitmap_list_snprintf(text, PMK_LIST_BYTES, set);
	return text;
}

static int lacks(hwloc_topology_t t, const char *what, unsigned int index, hwloc_obj_type_t type,
		 struct pmk_grant *grant)
{
	int n = hwloc_get_nbobjs_by_type(t, type);

	if (n > 1)
		return refuse(grant, -ENOENT,
			      "there is no %s:%u; this machine has %d, numbered 0 to %d", what,
			      index, n, n - 1);
	if (n == 1)
		return refuse(grant, -ENOENT, "there is no %s:%u; this machine has only %s:0", what,
			      index, what);
	return refuse(grant, -ENOENT, "there is no %s:%u; hwloc sees no %s here", what, index,
		      what);
}

/* The object that the wish names. The default is NULL where hwloc sees no cores. */
static int wanted(hwloc_topology_t t, const struct pmk_place *place, hwloc_const_cpuset_t allowed,
		  hwloc_obj_t *obj, struct pmk_grant *grant)
{
	static const struct {
		const char *word;
		hwloc_obj_type_t type;
	} kinds[] = { [PMK_PLACE_LAST_CORE] = { "core", HWLOC_OBJ_CORE },
		      [PMK_PLACE_CORE] = { "core", HWLOC_OBJ_CORE },
		      [PMK_PLACE_PACKAGE] = { "package", HWLOC_OBJ_PACKAGE },
		      [PMK_PLACE_NODE] = { "node", HWLOC_OBJ_NUMANODE } };
	hwloc_obj_type_t type = kinds[place->cpu].type;

	if (place->cpu == PMK_PLACE_LAST_CORE) {
		int n = hwloc_get_nbobjs_inside_cpuset_by_type(t, allowed, type);

		*obj = n > 0 ? hwloc_get_obj_inside_cpuset_by_type(t, allowed, type,
								   (unsigned int)n - 1)
			     : NULL;
		return 0;
	}
	*obj = hwloc_get_obj_by_type(t, type, place->index);
	return *obj ? 0 : lacks(t, kinds[place->cpu].word, place->index, type, grant);
}

/* Fills in the processors and says which. */
static int resolve_cpus(hwloc_topology_t t, const struct pmk_place *place,
			hwloc_const_cpuset_t allowed, hwloc_cpuset_t cpus, struct pmk_grant *grant)
{
	char text[PMK_LIST_BYTES];
	hwloc_obj_t obj;
	int err = wanted(t, place, allowed, &obj, grant);

	if (err)
		return err;
	if (obj && hwloc_bitmap_iszero(obj->cpuset))
		return refuse(grant, -ENOENT,
			      "node:%u has memory and no processors; its memory is mem:%u",
			      place->index, place->index);
	hwloc_bitmap_and(cpus, allowed, obj ? obj->cpuset : allowed);
	if (hwloc_bitmap_iszero(cpus))
		return refuse(grant, -EACCES,
			      "its processors are %s, and this process may use %s only",
			      list(grant->cpus, obj ? obj->cpuset : allowed), list(text, allowed));
	if (!obj || obj->type == HWLOC_OBJ_CORE)
		hwloc_bitmap_singlify(cpus);
	list(grant->cpus, cpus);
	if (obj)
		snprintf(grant->words, sizeof(grant->words), "%s %u (PU %s)",
			 obj->type == HWLOC_OBJ_CORE	  ? "core"
			 : obj->type == HWLOC_OBJ_PACKAGE ? "package"
							  : "node",
			 obj->logical_index, grant->cpus);
	else
		snprintf(grant->words, sizeof(grant->words), "PU %s", grant->cpus);
	return 0;
}

/* The distance from the nearest near node to @node, or 0 where no table tells it. */
static hwloc_uint64_t distance(hwloc_topology_t t, hwloc_const_nodeset_t near, hwloc_obj_t node)
{
	struct hwloc_distances_s *table;
	hwloc_uint64_t there, back, least = 0;
	hwloc_obj_t from = NULL;
	unsigned int n = 1;

	if (hwloc_distances_get_by_type(t, HWLOC_OBJ_NUMANODE, &n, &table,
					HWLOC_DISTANCES_KIND_MEANS_LATENCY, 0) < 0 ||
	    !n)
		return 0;
	while ((from = hwloc_get_next_obj_by_type(t, HWLOC_OBJ_NUMANODE, from)))
		if (hwloc_bitmap_isset(near, from->os_index) &&
		    !hwloc_distances_obj_pair_values(table, from, node, &there, &back) &&
		    (!least || there < least))
			least = there;
	hwloc_distances_release(t, table);
	return least;
}

static bool has_memory(hwloc_obj_t node)
{
	return node->attr->numanode.local_memory > 0;
}

/* Replaces the near nodes by the most distant node with memory that is not near. */
static int find_far(hwloc_topology_t t, hwloc_nodeset_t nodes, struct pmk_grant *grant)
{
	hwloc_obj_t node = NULL, best = NULL;
	hwloc_uint64_t best_distance = 0;
	unsigned int others = 0;
	char text[PMK_LIST_BYTES];

	while ((node = hwloc_get_next_obj_by_type(t, HWLOC_OBJ_NUMANODE, node))) {
		hwloc_uint64_t d;

		if (hwloc_bitmap_isset(nodes, node->os_index) || !has_memory(node))
			continue;
		others++;
		d = distance(t, nodes, node);
		if (!best || d > best_distance) {
			best = node;
			best_distance = d;
		}
	}
	if (!best)
		return refuse(grant, -ENOENT,
			      "no memory is far: node %s is near, and no other has memory",
			      list(text, nodes));
	if (others > 1 && !best_distance)
		return refuse(
			grant, -ENOENT,
			"no table tells which of %u nodes is far from node %s; name one: mem:N",
			others, list(text, nodes));
	return hwloc_bitmap_copy(nodes, best->nodeset) < 0 ? -ENOMEM : 0;
}

static int find_node(hwloc_topology_t t, unsigned int index, hwloc_nodeset_t nodes,
		     struct pmk_grant *grant)
{
	hwloc_obj_t node = hwloc_get_obj_by_type(t, HWLOC_OBJ_NUMANODE, index);

	if (!node)
		return lacks(t, "node", index, HWLOC_OBJ_NUMANODE, grant);
	if (!has_memory(node))
		return refuse(grant, -ENOENT, "node:%u has no memory", index);
	return hwloc_bitmap_copy(nodes, node->nodeset) < 0 ? -ENOMEM : 0;
}

static int resolve_nodes(hwloc_topology_t t, const struct pmk_place *place,
			 hwloc_const_cpuset_t cpus, hwloc_nodeset_t nodes, struct pmk_grant *grant)
{
	static const char *const how[] = {
		[PMK_MEMORY_NEAR] = "near, ", [PMK_MEMORY_FAR] = "far, ", [PMK_MEMORY_NODE] = ""
	};
	size_t len = strlen(grant->words);
	int err = 0;

	hwloc_cpuset_to_nodeset(t, cpus, nodes);
	if (place->memory == PMK_MEMORY_ANY)
		return 0;
	if (place->memory == PMK_MEMORY_FAR)
		err = find_far(t, nodes, grant);
	else if (place->memory == PMK_MEMORY_NODE)
		err = find_node(t, place->memory_node, nodes, grant);
	else if (hwloc_bitmap_iszero(nodes))
		err = refuse(grant, -ENOENT, "no memory is near: PU %s belong to no node",
			     grant->cpus);
	if (err)
		return err;
	snprintf(grant->words + len, sizeof(grant->words) - len, ", memory of node %s (%sbound)",
		 list(grant->nodes, nodes), how[place->memory]);
	return 0;
}

int pmk_topology_sets(hwloc_topology_t t, const struct pmk_place *place, struct pmk_sets *sets,
		      struct pmk_grant *grant)
{
	hwloc_cpuset_t allowed = hwloc_bitmap_alloc();
	int err;

	if (!allowed || hwloc_get_cpubind(t, allowed, HWLOC_CPUBIND_THREAD) < 0) {
		err = -errno;
		refuse(grant, err, "hwloc cannot tell where this process may run: %s",
		       strerror(-err));
	} else {
		err = resolve_cpus(t, place, allowed, sets->cpus, grant);
	}
	if (!err)
		err = pmk_topology_spread(t, place, allowed, sets->cpus, grant->pus);
	if (!err)
		err = resolve_nodes(t, place, sets->cpus, sets->nodes, grant);
	hwloc_bitmap_free(allowed);
	return err;
}

#endif
