/* SPDX-License-Identifier: GPL-2.0-only */
/* Many tests at once: adjusted p-values, also of two sets of runs that are exchanged. Pure. */
#ifndef PAGEMARK_STATS_FAMILY_H
#define PAGEMARK_STATS_FAMILY_H

#include <stdint.h>

#include "stats_student.h"

#define PMK_SPLITS_ALL	 20000 /* up to so many are all taken: 8 and 8 runs have 12,870 */
#define PMK_SPLITS_DRAWN 9999  /* beyond, so many are drawn, and the observed one is added */

/**
 * pmk_stats_holm() - p-values adjusted for the chance of a single false alarm
 * @p: each 0 .. 1
 * @n: how many
 * @adjusted: out, in the order of @p: rejecting those at most alpha keeps the chance of one or more
 *	false alarms among all at alpha, whatever the tests have in common
 *
 * Source: S. Holm, A simple sequentially rejective multiple test procedure, Scand. J. Statist. 6
 * (1979), 65-70.
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_stats_holm(const double *p, size_t n, double *adjusted);

/**
 * pmk_stats_bh() - p-values adjusted for the expected share of false alarms among the alarms
 * @p: each 0 .. 1
 * @n: how many
 * @adjusted: out, in the order of @p
 *
 * Source: Y. Benjamini, Y. Hochberg, Controlling the false discovery rate, J. R. Statist. Soc. B 57
 * (1995), 289-300.
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_stats_bh(const double *p, size_t n, double *adjusted);

/**
 * pmk_stats_u_least_p() - the smallest p that the U test can have
 * @n_a: samples on the one side
 * @n_b: samples on the other
 *
 * Return: 2 / C(n_a + n_b, n_a), at most 1.
 */
double pmk_stats_u_least_p(size_t n_a, size_t n_b);

/**
 * struct pmk_run_matrix - the costs of many points in the runs of two sets
 * @points: how many
 * @n_a: runs of the first set
 * @n_b: runs of the second set
 * @logs: logarithms, those of the first run for all points, then those of the second, ...; the
 *	first set's runs before the second's
 */
struct pmk_run_matrix {
	size_t points, n_a, n_b;
	double *logs;
};

/**
 * pmk_permute_runs() - which points differ between the sets
 * @matrix: 1 or more runs in each set
 * @prior: out: what the variances of the points between runs have in common
 * @p: out, of each point: p adjusted for all points: rejecting those at most alpha keeps the chance
 *	of one or more false alarms among all at alpha
 *
 * If nothing changed, the runs might as well have been put into the sets in any other way. So the
 * runs, each with all of its points, are split in every possible way, and the largest statistic of
 * all points is held against the observed one; points that were found make room for the next (step
 * down). Whatever the noise looks like, and however the points of a run hang together, the level
 * holds as long as runs are exchangeable. The least p does not depend on the number of points.
 *
 * The statistic of a point is the squared difference of the means over its variance between runs,
 * shrunk towards that of all points (pmk_variance_prior()), without regard to the split.
 *
 * Source: P. H. Westfall, S. S. Young, Resampling-Based Multiple Testing, Wiley 1993, algorithm
 * 4.1; Y. Ge, S. Dudoit, T. P. Speed, Resampling-based multiple testing for microarray data
 * analysis, Test 12 (2003), 1-77, box 2.
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_permute_runs(const struct pmk_run_matrix *matrix, struct pmk_variance_prior *prior,
		     double *p);

/* The smallest p that so many runs can have; sets of one size may change places. */
double pmk_permute_least_p(size_t n_a, size_t n_b);

#endif
