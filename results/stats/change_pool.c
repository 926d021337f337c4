// SPDX-License-Identifier: GPL-2.0-only
/* Which changes of many series are sure: the false discovery rate over all of their tests. */
#include <errno.h>
#include <stdlib.h>

#include "change_inner.h"
#include "stats_family.h"

/* Changes that are neither sure nor unlikely by chance are taken out. */
static void drop_unlikely(struct pmk_changes *changes)
{
	for (size_t i = changes->n; i-- > 0;)
		if (!changes->all[i].sure && changes->all[i].p > PMK_CHANGE_LEVEL)
			pmk_change_remove(changes, i);
}

int pmk_change_pool(struct pmk_changes *series, size_t n, double rate)
{
	size_t n_tests = 0, at = 0;
	double *p, *adjusted;
	int err = -ENOMEM;

	/* Each change was found by a test, so that there are at least as many of those. */
	for (size_t i = 0; i < n; i++)
		n_tests += series[i].n_tests;
	p = calloc(n_tests + 1, sizeof(*p));
	adjusted = calloc(n_tests + 1, sizeof(*adjusted));
	if (p && adjusted) {
		for (size_t i = 0; i < n; i++)
			for (size_t j = 0; j < series[i].n; j++)
				if (series[i].all[j].p > 0)
					p[at++] = series[i].all[j].p;
		while (at < n_tests)
			p[at++] = 1;
		err = pmk_stats_bh(p, n_tests, adjusted);
		at = 0;
		for (size_t i = 0; i < n && !err; i++) {
			for (size_t j = 0; j < series[i].n; j++)
				if (series[i].all[j].p > 0)
					series[i].all[j].sure = adjusted[at++] <= rate;
			drop_unlikely(&series[i]);
		}
	}
	free(adjusted);
	free(p);
	return err;
}
