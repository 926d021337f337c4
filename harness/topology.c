// SPDX-License-Identifier: GPL-2.0-only
/* The machine's topology through hwloc, or its plain absence. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "topology.h"

#ifdef PMK_NO_HWLOC

bool pmk_topology_available(void)
{
	return false;
}

char *pmk_topology_xml(void)
{
	return NULL;
}

int pmk_topology_bind(char *where, size_t size)
{
	snprintf(where, size, "not bound: built without hwloc");
	return -ENOTSUP;
}

void pmk_topology_unbind(void)
{
}

#else

#include <hwloc.h>

static hwloc_topology_t topology;
static hwloc_cpuset_t before;

static int load(void)
{
	if (topology)
		return 0;
	if (hwloc_topology_init(&topology) < 0)
		return -ENOMEM;
	if (hwloc_topology_load(topology) < 0) {
		hwloc_topology_destroy(topology);
		topology = NULL;
		return -EIO;
	}
	return 0;
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

/* Binds and reads back: a wish that was not granted is an error. */
static int bind_to(hwloc_const_cpuset_t set)
{
	hwloc_cpuset_t now = hwloc_bitmap_alloc();
	int err = 0;

	if (!now)
		return -ENOMEM;
	if (hwloc_set_cpubind(topology, set, HWLOC_CPUBIND_THREAD | HWLOC_CPUBIND_STRICT) < 0 ||
	    hwloc_get_cpubind(topology, now, HWLOC_CPUBIND_THREAD) < 0)
		err = -errno;
	else if (!hwloc_bitmap_isequal(now, set))
		err = -EXDEV;
	hwloc_bitmap_free(now);
	return err;
}

int pmk_topology_bind(char *where, size_t size)
{
	hwloc_cpuset_t one;
	hwloc_obj_t core = NULL;
	int n, err = load();

	if (err) {
		snprintf(where, size, "not bound: %s", strerror(-err));
		return err;
	}
	before = hwloc_bitmap_alloc();
	one = hwloc_bitmap_alloc();
	if (!before || !one || hwloc_get_cpubind(topology, before, HWLOC_CPUBIND_THREAD) < 0) {
		err = -ENOMEM;
		goto out;
	}
	n = hwloc_get_nbobjs_inside_cpuset_by_type(topology, before, HWLOC_OBJ_CORE);
	core = n > 0 ? hwloc_get_obj_inside_cpuset_by_type(topology, before, HWLOC_OBJ_CORE,
							   (unsigned)n - 1)
		     : NULL;
	hwloc_bitmap_and(one, before, core ? core->cpuset : before);
	hwloc_bitmap_singlify(one);
	err = bind_to(one);
out:
	if (err)
		snprintf(where, size, "not bound: %s", strerror(-err));
	else
		snprintf(where, size, "core %d, PU %d", core ? (int)core->os_index : -1,
			 hwloc_bitmap_first(one));
	hwloc_bitmap_free(one);
	return err;
}

void pmk_topology_unbind(void)
{
	if (before)
		hwloc_set_cpubind(topology, before, HWLOC_CPUBIND_THREAD);
	hwloc_bitmap_free(before);
	before = NULL;
}

#endif
