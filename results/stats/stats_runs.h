/* SPDX-License-Identifier: GPL-2.0-only */
/* How much runs of one thing differ: what a run's points share, and each point's own. Pure. */
#ifndef PAGEMARK_STATS_RUNS_H
#define PAGEMARK_STATS_RUNS_H

#include "stats_student.h"

#define PMK_RUN_POINTS_MIN 8 /* fewer cannot tell what a run's points share */

/* Where nothing shows how much runs differ: the least of pmk_run_stated(), and its factor. */
#define PMK_RUN_STATED	      0.03
#define PMK_RUN_STATED_INSIDE 6 /* runs vary 6 times more in the median of the machines seen */

/**
 * pmk_run_inside() - what the samples say that the median of one run is uncertain by
 * @samples: of all @runs, each above 0
 * @n: how many
 * @runs: 1 or more
 *
 * Return: the standard error of the logarithm; NAN for fewer than two samples or no memory.
 */
double pmk_run_inside(const double *samples, size_t n, size_t runs);

/*
 * The stated standard deviation of one run's median, of logarithms: PMK_RUN_STATED, or
 * PMK_RUN_STATED_INSIDE times @inside, of pmk_run_inside(), whichever is larger.
 */
double pmk_run_stated(double inside);

/**
 * struct pmk_run_group - runs of the same thing
 * @logs: logarithms of costs, those of the first run for all points, then those of the second, ...;
 *	NAN in all runs for a point that they do not have
 * @runs: how many; a single one says nothing
 */
struct pmk_run_group {
	const double *logs;
	size_t runs;
};

/**
 * struct pmk_run_tail - how wild the worst values are
 * @share: of values that lie beyond @from; 0 where there were too few values to tell
 * @from: in standard errors
 * @index: they fall off with the power -1 / @index
 */
struct pmk_run_tail {
	double share, from, index;
};

/**
 * struct pmk_run_spread - variances of logarithms between runs
 * @points: how many
 * @runs_df: runs beyond the first of each group
 * @shared: of what all points of a run have in common; 0 with fewer than PMK_RUN_POINTS_MIN points
 * @prior: of what points have besides; unused with so few
 * @own: of each point besides, shrunk; NAN where nothing is known
 * @own_df: degrees of freedom of @own, which may be infinite
 * @tail: of runs that were predicted from the others of their group, how far off, in standard
 *	errors, the worst were, see pmk_run_spread_beyond()
 */
struct pmk_run_spread {
	size_t points;
	double runs_df, shared;
	struct pmk_variance_prior prior;
	double *own, *own_df;
	struct pmk_run_tail tail;
};

/**
 * pmk_run_spread_learn() - learn it from groups of runs
 * @spread: filled in; to be released with pmk_run_spread_free() only after success
 * @groups: each of runs of one thing; a change between groups does not count
 * @n: how many
 * @points: the same in all groups
 *
 * The mean distance of a run's points from their means over the runs is what they share; the
 * distances from that are the points' own, whose variances are shrunk (pmk_variance_prior()). A
 * point that no group has is taken for typical.
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_run_spread_learn(struct pmk_run_spread *spread, const struct pmk_run_group *groups,
			 size_t n, size_t points);

void pmk_run_spread_free(struct pmk_run_spread *spread);

/**
 * pmk_run_spread_of() - the variance of one point between runs
 * @spread: learned
 * @point: its index
 * @df: out: its degrees of freedom; 0 if nothing is known
 *
 * Source: F. E. Satterthwaite, An approximate distribution of estimates of variance components,
 * Biometrics Bulletin 2 (1946), 110-114, for the degrees of freedom of the sum.
 *
 * Return: the variance of the logarithm; NAN if nothing is known.
 */
double pmk_run_spread_of(const struct pmk_run_spread *spread, size_t point, double *df);

/**
 * pmk_run_spread_beyond() - how often a run is so far off
 * @spread: learned
 * @t: in standard errors
 * @df: of pmk_run_spread_of()
 *
 * By Student's t, or by the tail of the runs that were learned from, whichever is more: runs that
 * are disturbed now and then are further off than a normal distribution knows.
 *
 * Source: B. M. Hill, A simple general approach to inference about the tail of a distribution, Ann.
 * Statist. 3 (1975), 1163-1174.
 */
double pmk_run_spread_beyond(const struct pmk_run_spread *spread, double t, double df);

/* The t with pmk_run_spread_beyond(spread, t, df) = @chance, 0 < chance < 1. */
double pmk_run_spread_critical(const struct pmk_run_spread *spread, double chance, double df);

#endif
