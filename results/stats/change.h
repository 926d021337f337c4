/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a series of costs changed its level: proposals on ranks, weighed, or exact steps. Pure. */
#ifndef PAGEMARK_CHANGE_H
#define PAGEMARK_CHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stats.h"

#define PMK_CHANGE_PERSIST 3	 /* a level that lasted fewer runs is an outlier */
#define PMK_CHANGE_WINDOW  200	 /* runs that are looked at together */
#define PMK_CHANGE_NEAR	   50	 /* runs on each side that give size and place */
#define PMK_CHANGE_DRAWS   2000	 /* of each distribution */
#define PMK_CHANGE_LEVEL   0.005 /* of a division by energy; and what is told though not sure */
#define PMK_CHANGE_DOUBTED 0.05	 /* at which a change is worth being pooled with others */

/**
 * struct pmk_change - one change of level
 * @at: first run of the new level
 * @first: earliest run that may be the first of the new level
 * @last: latest run that may be; @first <= @at <= @last
 * @p: of pmk_change_memory(), on instructions of a rank test; 0 where nothing is left to chance
 * @size: new level / old level, from at most PMK_CHANGE_NEAR runs on each side
 * @sure: survived the pooled control over all series
 */
struct pmk_change {
	size_t at, first, last;
	double p;
	struct pmk_interval size;
	bool sure;
};

/**
 * struct pmk_changes - those of one series, in the order of runs
 * @n: how many
 * @all: the changes; to be released with free(), also where a function returned -ENOMEM
 * @n_tests: how many tests looked for them
 */
struct pmk_changes {
	size_t n;
	struct pmk_change *all;
	size_t n_tests;
};

/**
 * struct pmk_split - the best division of some runs
 * @at: first run of the right part
 * @energy: the statistic
 */
struct pmk_split {
	size_t at;
	double energy;
};

/* Distributions of the statistics, by length; shared by all series that are looked at together. */
struct pmk_change_null;

/**
 * pmk_change_ranks() - values become ranks 0 .. n-1
 * @values: finite
 * @n: how many
 * @seed: the order of equal values is drawn from it
 * @ranks: filled in
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_change_ranks(const double *values, size_t n, uint64_t seed, int *ranks);

/**
 * pmk_change_energy() - the division with the greatest energy statistic
 * @ranks: a permutation of 0 .. n-1
 * @n: 2 * @persist .. PMK_CHANGE_WINDOW
 * @persist: fewest runs of a part, 2 or more
 *
 * Over all t and all k, the greatest m q / (m + q) E(x[0..t), x[t..k)) with m = t, q = k - t, and E
 * the sample energy distance with exponent 1. That the right part may end before the runs do is
 * what finds a level that was left again.
 *
 * Source: Matteson and James, A Nonparametric Approach for Multiple Change Point Analysis of
 * Multivariate Data, JASA 109 (2014), 334-345, equations 5 to 7. On ranks the energy distance is
 * the Cramer-von Mises statistic (Szekely and Rizzo, Energy statistics, J. Stat. Plan. Inference
 * 143 (2013), 1249-1272), as Ross and Adams use it (J. Quality Technology 44 (2012), 102-116).
 */
struct pmk_split pmk_change_energy(const int *ranks, size_t n, size_t persist);

/**
 * pmk_change_null_new() - distributions, empty at first
 * @seed: of their draws
 * @persist: as in pmk_change_energy()
 *
 * Return: NULL for no memory.
 */
struct pmk_change_null *pmk_change_null_new(uint64_t seed, size_t persist);
void pmk_change_null_free(struct pmk_change_null *null);

/**
 * pmk_change_p() - chance of an energy at least that great if nothing changed
 * @null: grows
 * @n: runs, as in pmk_change_energy()
 * @energy: the statistic
 *
 * Ranks of exchangeable runs are a random permutation, whatever the costs are, so every series of
 * that length has the same permutations. They are drawn one by one until 20 are as great
 * (Besag and Clifford, Sequential Monte Carlo p-values, Biometrika 78 (1991), 301-304), or
 * PMK_CHANGE_DRAWS are done; then a p-value too small to count follows from the exponential tail of
 * the greatest 100 (Knijnenburg et al., Fewer permutations, more accurate P-values, Bioinformatics
 * 25 (2009), i161-i168). It errs to the safe side: the true tail falls faster.
 *
 * Return: above 0, at most 1; 1 for no memory.
 */
double pmk_change_p(struct pmk_change_null *null, size_t n, double energy);

/**
 * pmk_change_find() - changes of a series with noise
 * @null: shared by the series of one analysis
 * @values: above 0, in the order of runs
 * @n: how many
 * @effect: least change that is told, as a part
 * @changes: filled in
 *
 * Proposed are the divisions by energy that are below PMK_CHANGE_LEVEL, hierarchically (the best
 * one, then each of its parts; a long series in half overlapping windows of PMK_CHANGE_WINDOW), and
 * the best place among the newest runs. Each is placed between its neighbours (Bai, Estimating
 * Multiple Breaks One at a Time, Econometric Theory 13 (1997), 315-352), and the smallest leave
 * until all are at least @effect. Then the least certain leave until each is below
 * PMK_CHANGE_DOUBTED by pmk_change_memory(), which knows drift and memory; that is its p. All of a
 * newest level have to be nearer to it than to the old one.
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_change_find(struct pmk_change_null *null, const double *values, size_t n, double effect,
		    struct pmk_changes *changes);

/**
 * pmk_change_steps() - changes of a series that repeats, or nearly so
 * @null: shared by the series of one analysis
 * @values: above 0, in the order of runs
 * @n: how many
 * @effect: what is less is no step, as a part
 * @changes: filled in; sure steps have p = 0
 *
 * A step is where the next runs, as many as persist, all lie off the median of the level by more
 * than @effect, on one side. Between two levels that repeat it is sure; if one scatters, its p is
 * that of the exact rank test of both, times the places where it might be. Between steps, divisions
 * by energy with p by pmk_change_p(), since boots are independent of each other.
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_change_steps(struct pmk_change_null *null, const double *values, size_t n, double effect,
		     struct pmk_changes *changes);

/**
 * pmk_change_settle() - the size of a change, and where else it may be
 * @values: the series
 * @from: first run of the level before
 * @to: one beyond the last run of the level after
 * @persist: fewest runs of a level
 * @change: @at moves to the best place; @first, @last and @size are filled in
 *
 * The place is the least-squares division of the logarithms, in which outliers are taken back to
 * three deviations beyond the levels. The runs that may be the first of the new level: 199 series
 * drawn from both levels and their pooled residuals, divided in the same way; the reflected 95 %
 * interval of where they were divided (Huskova and Kirch, Bootstrapping confidence intervals for
 * the change-point of time series, J. Time Series Analysis 29 (2008), 947-972).
 * The size is that of pmk_stats_centre_interval() on the logarithms.
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_change_settle(const double *values, size_t from, size_t to, size_t persist,
		      struct pmk_change *change);

/**
 * pmk_change_pool() - says which changes of many series are sure, and drops those that are not and
 *	have p above PMK_CHANGE_LEVEL
 * @series: their changes; @sure is written
 * @n: how many series
 * @rate: of all that are sure, this part at most is false on average
 *
 * Benjamini and Hochberg's step-up over all tests of all series (J. Royal Stat. Soc. B 57 (1995),
 * 289-300). What was looked for and not found counts as a test without a finding. Exact steps,
 * which have p = 0, are sure and no tests.
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_change_pool(struct pmk_changes *series, size_t n, double rate);

#endif
