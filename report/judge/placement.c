// SPDX-License-Identifier: GPL-2.0-only
/* What the luck of the linker does to a point: variance between the copies of its code. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "placement.h"
#include "stats/stats.h"
#include "stats/stats_student.h"

#define SHOWS 2.37 /* 95 % quantile of F for 5 and 60 degrees of freedom */

/* The median of each copy, and the mean of the variances that noise gives these. */
static bool medians(const struct pmk_placed *p, double *room, double *median, double *noise)
{
	double squares = 0, each = 0;

	for (size_t copy = 0; copy < p->copies; copy++) {
		size_t n = 0;

		for (size_t i = 0; i < p->n; i++)
			if (p->copy[i] == copy)
				room[n++] = p->logs[i];
		if (n < 2)
			return false;
		median[copy] = pmk_stats_median(room, n);
		each += 1 / (double)n / (double)p->copies;
	}
	for (size_t i = 0; i < p->n; i++) {
		double rest = p->logs[i] - median[p->copy[i]];

		room[i] = rest * rest;
	}
	/* The median square of normal deviates is 0.4549 of their variance. */
	squares = pmk_stats_median(room, p->n) / 0.4549;
	/* Medians of two are too near to their samples: as many degrees of freedom as are left. */
	squares *= (double)p->n / (double)(p->n - p->copies);
	*noise = PMK_STATS_MEDIAN_ERROR * PMK_STATS_MEDIAN_ERROR * squares * each;
	return true;
}

double pmk_placement_variance(const struct pmk_placed *p)
{
	double median[PMK_COPIES_MAX], *room, noise, mean = 0, between = 0;
	bool enough;

	if (p->copies < 2 || p->copies > PMK_COPIES_MAX || p->n < 2 * p->copies)
		return 0;
	room = malloc(p->n * sizeof(*room));
	enough = room && medians(p, room, median, &noise);
	free(room);
	if (!enough)
		return 0;
	for (size_t copy = 0; copy < p->copies; copy++)
		mean += median[copy] / (double)p->copies;
	for (size_t copy = 0; copy < p->copies; copy++)
		between += (median[copy] - mean) * (median[copy] - mean) / (double)(p->copies - 1);
	if (between <= SHOWS * noise)
		return 0;
	return PMK_STATS_MEDIAN_ERROR * PMK_STATS_MEDIAN_ERROR * (between - noise) /
	       (double)p->copies;
}

double pmk_placement_margin(double base, double new, size_t copies, double alpha)
{
	double variance = base + new;

	if (!(variance > 0) || copies < 2)
		return 0;
	return expm1(pmk_student_critical(alpha, 2 * (double)(copies - 1)) * sqrt(variance));
}
