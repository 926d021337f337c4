/* SPDX-License-Identifier: GPL-2.0-only */
/* Precision: how wide the interval of a point's median is, against what the run aims for. */
#ifndef PAGEMARK_PRECISION_H
#define PAGEMARK_PRECISION_H

#include "plan.h"

/**
 * struct pmk_precision - how the points of a run did
 * @judged: points asked for that passed
 * @reached: those of them whose half-width is within the goal
 * @worst: the point with the widest interval, or one that has none; NULL if nothing was judged
 * @worst_target: its target
 * @worst_width: its half-width; INFINITY where its samples are too few for an interval of 95 %
 */
struct pmk_precision {
	size_t judged, reached;
	const struct pmk_result *worst;
	const struct pmk_target *worst_target;
	double worst_width;
};

/**
 * pmk_half_width() - half the interval of the median, as a part of the median
 * @values: samples, above 0
 * @n: how many
 *
 * Return: that of pmk_stats_median_interval(); INFINITY where its coverage is below
 * PMK_STATS_COVERAGE, which takes 6 samples.
 */
double pmk_half_width(const double *values, size_t n);

/* Whether every point of @results that was asked for and goes well is within @goal. */
bool pmk_precision_reached(const struct pmk_result *results, size_t n, double goal);

/**
 * pmk_precision_of() - how a whole run did
 * @plan: measured
 * @goal: for every target; 0 for that of each target's clock
 */
struct pmk_precision pmk_precision_of(const struct pmk_plan *plan, double goal);

#endif
