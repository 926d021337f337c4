// SPDX-License-Identifier: GPL-2.0-only
/* Precision: half-widths of points, and how many are within the goal. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "precision.h"
#include "stats/stats.h"

double pmk_half_width(const double *values, size_t n)
{
	struct pmk_interval i = pmk_stats_median_interval(values, n);

	if (!i.n || i.coverage < PMK_STATS_COVERAGE || !(i.estimate > 0))
		return INFINITY;
	return (i.hi - i.lo) / 2 / i.estimate;
}

/* What was added has its own judge; what failed has no number to be precise about. */
static bool counts(const struct pmk_result *r)
{
	return !r->added && r->verdict.status == PMK_PASS && r->samples.n;
}

bool pmk_precision_reached(const struct pmk_result *results, size_t n, double goal)
{
	for (size_t i = 0; i < n; i++)
		if (counts(&results[i]) &&
		    pmk_half_width(results[i].samples.values, results[i].samples.n) > goal)
			return false;
	return true;
}

struct pmk_precision pmk_precision_of(const struct pmk_plan *plan, double goal)
{
	struct pmk_precision p = { 0 };

	for (size_t i = 0; i < plan->n_targets; i++) {
		const struct pmk_target *t = &plan->targets[i];

		for (size_t k = 0; k < t->n_results; k++) {
			double width = counts(&t->results[k])
					       ? pmk_half_width(t->results[k].samples.values,
								t->results[k].samples.n)
					       : -1;

			if (width < 0)
				continue;
			p.judged++;
			p.reached += width <= (goal > 0 ? goal : t->clock->precision);
			if (p.worst && width <= p.worst_width)
				continue;
			p.worst = &t->results[k];
			p.worst_target = t;
			p.worst_width = width;
		}
	}
	return p;
}
