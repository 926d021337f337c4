/* SPDX-License-Identifier: GPL-2.0-only */
/* How a cost grows with a number: the model of one coefficient that describes it, if one does. */
#ifndef PAGEMARK_COMPLEXITY_H
#define PAGEMARK_COMPLEXITY_H

#include <stddef.h>

#define PMK_COMPLEXITY_POINTS 4	   /* through fewer, nearly every model fits */
#define PMK_COMPLEXITY_RMS    0.10 /* above it, a model does not describe the cost */
#define PMK_COMPLEXITY_STEP   0.25 /* so far from the model, a step is one of caches */

enum pmk_complexity_model {
	PMK_COMPLEXITY_1,
	PMK_COMPLEXITY_LOG_N,
	PMK_COMPLEXITY_N,
	PMK_COMPLEXITY_N_SQUARED,
	PMK_COMPLEXITY_MODELS,
};

/**
 * struct pmk_complexity - one fitted model: cost = coefficient f(n)
 * @model: f
 * @coefficient: in the unit of the costs; logarithms are to the base 2
 * @rms: root mean square of the residuals, divided by the mean cost: 0.03 for 3 %
 */
struct pmk_complexity {
	enum pmk_complexity_model model;
	double coefficient;
	double rms;
};

/* "O(1)", "O(log n)", "O(n)", "O(n^2)". */
const char *pmk_complexity_name(enum pmk_complexity_model model);

/**
 * pmk_complexity_fit_model() - least squares of one coefficient
 * @model: f
 * @n: the numbers
 * @cost: above 0
 * @count: of both
 * @fit: filled in
 *
 * coefficient = sum(cost f(n)) / sum(f(n)^2); the residuals are not weighted, so the largest costs
 * decide.
 *
 * Source: Google Benchmark 1.7, src/complexity.cc, MinimalLeastSq().
 *
 * Return: 0, -EINVAL for no points, or -EDOM where f is not defined (log of less than 1) or is 0
 * everywhere.
 */
int pmk_complexity_fit_model(enum pmk_complexity_model model, const double *n, const double *cost,
			     size_t count, struct pmk_complexity *fit);

/**
 * pmk_complexity_fit() - the model that describes a cost
 * @n: as above, ascending, PMK_COMPLEXITY_POINTS or more of them
 * @cost: as above
 * @count: of both
 * @fit: filled in
 *
 * That with the smallest RMS, the simpler one if two are equal, of those whose RMS is at most
 * PMK_COMPLEXITY_RMS and which each step between the larger half of the numbers follows within
 * PMK_COMPLEXITY_STEP. The largest costs alone decide an RMS: a copy that no longer fits a cache
 * would be called quadratic. There is no n log n: along sizes, it is as far from n as caches are.
 *
 * Return: 0, -EINVAL for too few points, or -ERANGE if no model describes it.
 */
int pmk_complexity_fit(const double *n, const double *cost, size_t count,
		       struct pmk_complexity *fit);

#endif
