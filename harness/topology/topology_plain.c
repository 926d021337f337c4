// SPDX-License-Identifier: GPL-2.0-only
/* Placement by the kernel's word alone: its processing units, and --place without hwloc. */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "system/sysfile.h"
#include "topology.h"

int pmk_pus_allowed(unsigned int pus[PMK_THREADS_MAX])
{
	size_t size = CPU_ALLOC_SIZE(PMK_PUS_MAX);
	cpu_set_t *set = CPU_ALLOC(PMK_PUS_MAX);
	int n = 0, err = set ? 0 : -ENOMEM;

	if (set && sched_getaffinity(0, size, set))
		err = -errno;
	for (unsigned int pu = PMK_PUS_MAX; !err && pu-- > 0 && n < PMK_THREADS_MAX;)
		if (CPU_ISSET_S(pu, size, set))
			pus[n++] = pu;
	CPU_FREE(set);
	return err ? err : n;
}

int pmk_pus_bind(const unsigned int *pus, int n)
{
	size_t size = CPU_ALLOC_SIZE(PMK_PUS_MAX);
	cpu_set_t *set = CPU_ALLOC(PMK_PUS_MAX), *now = CPU_ALLOC(PMK_PUS_MAX);
	int err = set && now ? 0 : -ENOMEM;

	if (!err) {
		CPU_ZERO_S(size, set);
		for (int i = 0; i < n; i++)
			CPU_SET_S(pus[i], size, set);
		if (sched_setaffinity(0, size, set) || sched_getaffinity(0, size, now))
			err = -errno;
		else if (!CPU_EQUAL_S(size, set, now))
			err = -EXDEV;
	}
	CPU_FREE(set);
	CPU_FREE(now);
	return err;
}

#ifdef PMK_NO_HWLOC

/* As it was before pmk_topology_bind(); 0 where nothing was bound. */
static unsigned int before[PMK_THREADS_MAX];
static int n_before;

bool pmk_topology_available(void)
{
	return false;
}

char *pmk_topology_xml(void)
{
	return NULL;
}

int pmk_topology_caches(struct pmk_topology_cache *caches, int max)
{
	(void)caches;
	(void)max;
	return -ENOTSUP;
}

/* The first of the processing units that share a core with @pu; @pu where that is not known. */
static unsigned int first_sibling(unsigned int pu)
{
	char path[96];

	snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%u/topology/thread_siblings_list",
		 pu);
	return (unsigned int)pmk_sysfile_number("", path, pu);
}

/* The last core first, and a core's other units after every core's first, as with hwloc. */
static void order(unsigned int *pus, int n)
{
	unsigned int others[PMK_THREADS_MAX];
	int first = 0, other = 0;

	for (int i = 0; i < n; i++)
		if (first_sibling(pus[i]) == pus[i])
			pus[first++] = pus[i];
		else
			others[other++] = pus[i];
	memcpy(pus + first, others, (size_t)other * sizeof(*others));
}

int pmk_topology_resolve(const struct pmk_place *place, struct pmk_grant *grant)
{
	unsigned int pus[PMK_THREADS_MAX];
	int n = pmk_pus_allowed(pus), len = 0;

	memset(grant, 0, sizeof(*grant));
	if (n < 1) {
		snprintf(grant->words, sizeof(grant->words),
			 "the kernel does not tell where this process may run: %s", strerror(-n));
		return n ? n : -EIO;
	}
	if (place->cpu != PMK_PLACE_LAST_CORE || place->memory != PMK_MEMORY_ANY) {
		snprintf(
			grant->words, sizeof(grant->words),
			"built without hwloc, which tells cores, packages and nodes apart; without "
			"--place it is bound to the last core");
		return -ENOTSUP;
	}
	order(pus, n);
	for (int i = 0; i < n && len < PMK_PUS_BYTES - 7; i++)
		len += snprintf(grant->pus + len, sizeof(grant->pus) - (size_t)len, "%s%u",
				len ? "," : "", pus[i]);
	snprintf(grant->cpus, sizeof(grant->cpus), "%u", pus[0]);
	snprintf(grant->words, sizeof(grant->words), "PU %u", pus[0]);
	return 0;
}

int pmk_topology_bind(const struct pmk_place *place, struct pmk_grant *grant)
{
	int err = pmk_topology_resolve(place, grant);
	unsigned int pu;

	if (err)
		return err;
	pmk_topology_unbind();
	n_before = pmk_pus_allowed(before);
	pu = (unsigned int)strtoul(grant->cpus, NULL, 10);
	err = n_before < 0 ? n_before : pmk_pus_bind(&pu, 1);
	if (!err && setenv(PMK_PUS_VARIABLE, grant->pus, 1))
		err = -errno;
	if (!err)
		return 0;
	pmk_topology_unbind();
	snprintf(grant->words, sizeof(grant->words), "the kernel refuses PU %u: %s", pu,
		 err == -EXDEV ? "it granted something else" : strerror(-err));
	return err;
}

void pmk_topology_unbind(void)
{
	if (n_before < 1)
		return;
	pmk_pus_bind(before, n_before);
	unsetenv(PMK_PUS_VARIABLE);
	n_before = 0;
}

int pmk_topology_memory_check(const void *start, size_t size_bytes, char *why, size_t size)
{
	(void)start;
	(void)size_bytes;
	(void)why;
	(void)size;
	return 0;
}

#endif
