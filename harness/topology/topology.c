// SPDX-License-Identifier: GPL-2.0-only
/* The machine's topology through hwloc, and binding to it. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "topology.h"

void pmk_topology_xml_anonymous(char *xml)
{
	static const char *const words[] = { "Serial", "UUID", "AssetTag", "Address", "GUID" };
	const char *from = xml, *end;

	while (*from) {
		/* <info name="DMIBoardSerial" value="..."/> */
		bool one = !strncmp(from, "<info ", 6) && (end = strstr(from, "/>"));
		const char *value = one ? strstr(from, " value=") : NULL;
		bool drop = false;

		for (size_t i = 0; value && i < sizeof(words) / sizeof(words[0]); i++) {
			const char *word = strstr(from, words[i]);

			drop |= word && word < value;
		}
		if (drop)
			from = end + 2;
		else
			*xml++ = *from++;
	}
	*xml = '\0';
}

#ifndef PMK_NO_HWLOC

#include "topology_hwloc.h"

#define MEMORY_OF_THREAD (HWLOC_MEMBIND_THREAD | HWLOC_MEMBIND_BYNODESET)

static hwloc_topology_t topology;

/* How it was before pmk_topology_bind(); NULL where nothing was bound. */
static struct pmk_sets before;
static hwloc_membind_policy_t policy_before;

static int loaded; /* 0 or a negative errno */

static void load_once(void)
{
	if (hwloc_topology_init(&topology) < 0) {
		loaded = -ENOMEM;
	} else if (hwloc_topology_load(topology) < 0) {
		hwloc_topology_destroy(topology);
		topology = NULL;
		loaded = -EIO;
	}
}

/* Guests side by side ask at the same time. */
static int load(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, load_once);
	return loaded;
}

bool pmk_topology_available(void)
{
	return true;
}

char *pmk_topology_xml(void)
{
	char *xml = NULL, *copy;
	int len;

	if (load() || hwloc_topology_export_xmlbuffer(topology, &xml, &len, 0) < 0)
		return NULL;
	copy = strndup(xml, (size_t)len);
	hwloc_free_xmlbuffer(topology, xml);
	return copy;
}

/* hwloc tells -1 of a cache where a line may lie anywhere. */
static unsigned int ways_of(const struct hwloc_cache_attr_s *cache)
{
	if (cache->associativity < 0 && cache->linesize)
		return (unsigned int)(cache->size / cache->linesize);
	return cache->associativity > 0 ? (unsigned int)cache->associativity : 0;
}

int pmk_topology_caches(struct pmk_topology_cache *caches, int max)
{
	int err = load(), n = 0;

	if (err)
		return err;
	for (hwloc_obj_t o = hwloc_get_obj_by_type(topology, HWLOC_OBJ_PU, 0); o && n < max;
	     o = o->parent)
		if (hwloc_obj_type_is_dcache(o->type))
			caches[n++] = (struct pmk_topology_cache){
				.level = o->attr->cache.depth,
				.ways = ways_of(&o->attr->cache),
				.line_bytes = o->attr->cache.linesize,
				.size_bytes = o->attr->cache.size,
			};
	return n;
}

static int sets_alloc(struct pmk_sets *sets)
{
	sets->cpus = hwloc_bitmap_alloc();
	sets->nodes = hwloc_bitmap_alloc();
	return sets->cpus && sets->nodes ? 0 : -ENOMEM;
}

static void sets_free(struct pmk_sets *sets)
{
	hwloc_bitmap_free(sets->cpus);
	hwloc_bitmap_free(sets->nodes);
	memset(sets, 0, sizeof(*sets));
}

/* Into @sets, which the caller frees whatever happens. */
static int resolve(const struct pmk_place *place, struct pmk_sets *sets, struct pmk_grant *grant)
{
	int err = sets_alloc(sets);

	memset(grant, 0, sizeof(*grant));
	if (!err)
		err = load();
	if (!err)
		return pmk_topology_sets(topology, place, sets, grant);
	snprintf(grant->words, sizeof(grant->words), "hwloc cannot read the topology: %s",
		 strerror(-err));
	return err;
}

int pmk_topology_resolve(const struct pmk_place *place, struct pmk_grant *grant)
{
	struct pmk_sets sets;
	int err = resolve(place, &sets, grant);

	sets_free(&sets);
	return err;
}

/* Binds and reads back: a wish that was not granted is an error. @now is room to read into. */
static int bind_cpus(hwloc_const_cpuset_t set, hwloc_cpuset_t now)
{
	if (hwloc_set_cpubind(topology, set, HWLOC_CPUBIND_THREAD | HWLOC_CPUBIND_STRICT) < 0 ||
	    hwloc_get_cpubind(topology, now, HWLOC_CPUBIND_THREAD) < 0)
		return -errno;
	return hwloc_bitmap_isequal(now, set) ? 0 : -EXDEV;
}

static int bind_nodes(hwloc_const_nodeset_t set, hwloc_nodeset_t now)
{
	hwloc_membind_policy_t policy = HWLOC_MEMBIND_DEFAULT;

	if (hwloc_set_membind(topology, set, HWLOC_MEMBIND_BIND,
			      MEMORY_OF_THREAD | HWLOC_MEMBIND_STRICT) < 0 ||
	    hwloc_get_membind(topology, now, &policy, MEMORY_OF_THREAD) < 0)
		return -errno;
	return policy == HWLOC_MEMBIND_BIND && hwloc_bitmap_isequal(now, set) ? 0 : -EXDEV;
}

static int remember(void)
{
	if (sets_alloc(&before) ||
	    hwloc_get_cpubind(topology, before.cpus, HWLOC_CPUBIND_THREAD) < 0)
		return -ENOMEM;
	/* A kernel without NUMA has no policy, and none can be bound then. */
	if (hwloc_get_membind(topology, before.nodes, &policy_before, MEMORY_OF_THREAD) < 0)
		hwloc_bitmap_zero(before.nodes);
	return 0;
}

int pmk_topology_bind(const struct pmk_place *place, struct pmk_grant *grant)
{
	struct pmk_sets sets, now = { NULL, NULL };
	int err = resolve(place, &sets, grant);
	bool memory = place->memory != PMK_MEMORY_ANY;

	if (err)
		goto out;
	pmk_topology_unbind();
	err = sets_alloc(&now);
	if (!err)
		err = remember();
	if (!err)
		err = bind_cpus(sets.cpus, now.cpus);
	if (!err && memory)
		err = bind_nodes(sets.nodes, now.nodes);
	if (!err && memory && setenv(PMK_MEMORY_VARIABLE, grant->nodes, 1))
		err = -errno;
	if (!err && setenv(PMK_PUS_VARIABLE, grant->pus, 1))
		err = -errno;
	if (err) {
		pmk_topology_unbind();
		snprintf(grant->words, sizeof(grant->words), "the kernel refuses PU %s%s%s: %s",
			 grant->cpus, memory ? " with memory of node " : "", grant->nodes,
			 err == -EXDEV ? "it granted something else" : strerror(-err));
	}
out:
	sets_free(&sets);
	sets_free(&now);
	return err;
}

void pmk_topology_unbind(void)
{
	if (!before.cpus)
		return;
	hwloc_set_cpubind(topology, before.cpus, HWLOC_CPUBIND_THREAD);
	if (before.nodes && !hwloc_bitmap_iszero(before.nodes))
		hwloc_set_membind(topology, before.nodes, policy_before, MEMORY_OF_THREAD);
	unsetenv(PMK_MEMORY_VARIABLE);
	unsetenv(PMK_PUS_VARIABLE);
	sets_free(&before);
}

int pmk_topology_memory_check(const void *start, size_t size_bytes, char *why, size_t size)
{
	const char *wish = getenv(PMK_MEMORY_VARIABLE);
	struct pmk_sets sets;
	char found[PMK_LIST_BYTES];
	int err;

	if (!wish)
		return 0;
	err = sets_alloc(&sets);
	if (!err)
		err = load();
	if (!err && (hwloc_bitmap_list_sscanf(sets.cpus, wish) < 0 ||
		     hwloc_get_area_memlocation(topology, start, size_bytes, sets.nodes,
						HWLOC_MEMBIND_BYNODESET) < 0))
		err = -errno;
	if (err)
		snprintf(why, size, "cannot tell on which node memory lies: %s", strerror(-err));
	if (!err &&
	    (hwloc_bitmap_iszero(sets.nodes) || !hwloc_bitmap_isincluded(sets.nodes, sets.cpus))) {
		err = -EXDEV;
		hwloc_bitmap_list_snprintf(found, sizeof(found), sets.nodes);
		snprintf(why, size, "memory lies on node %s, and node %s was bound",
			 *found ? found : "unknown", wish);
	}
	sets_free(&sets);
	return err;
}

#endif
