// SPDX-License-Identifier: GPL-2.0-only
/* The processing units that this process may use, by the kernel's word; without hwloc. */
#include <errno.h>
#include <sched.h>

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
