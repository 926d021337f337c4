/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of the change-point analysis. */
#ifndef PAGEMARK_CHANGE_INNER_H
#define PAGEMARK_CHANGE_INNER_H

#include "change.h"

#define PMK_CHANGE_MEMORY_RUNS PMK_CHANGE_WINDOW /* around a change */
#define PMK_CHANGE_OTHERS      16		 /* steps of the same runs */

/* The draws of one statistic and length, in the order in which they were drawn. */
struct pmk_change_draws {
	double (*draw)(const struct pmk_change_null *null, size_t runs, size_t i);
	size_t n;
	double *energies;
	double tail_from, tail_mean; /* known when all are drawn */
};

struct pmk_change_null {
	uint64_t seed;
	size_t persist;
	struct pmk_change_draws energy[PMK_CHANGE_WINDOW + 1], memory[PMK_CHANGE_MEMORY_RUNS + 1];
};

/**
 * struct pmk_change_model - what is known of some runs before a step is looked for
 * @n: how many runs, 2 to PMK_CHANGE_MEMORY_RUNS
 * @from: first run that may be the first after the step, 1 or more
 * @to: the last such run, below @n
 * @n_others: how many other steps there are, at most PMK_CHANGE_OTHERS
 * @others: their first runs
 */
struct pmk_change_model {
	size_t n, from, to, n_others;
	size_t others[PMK_CHANGE_OTHERS];
};

/**
 * pmk_change_memory() - how much better the runs are understood with one more step
 * @logs: logarithms of costs, in the order of runs
 * @model: what is known of them
 *
 * Twice the logarithm of the ratio of likelihoods, with the step at its best place and without it.
 * Both models have a level, a straight drift (from 30 runs on), the other steps, and normal noise
 * that remembers the run before, AR(1), with the memory (0 to 0.9) that makes each likeliest; so a
 * step that a drift or a memory explains as well is worth nothing. Outliers are taken back first.
 *
 * Source: Prais and Winsten, Trend Estimators and Serial Correlation, Cowles Commission Discussion
 * Paper 383 (1954); that unmodelled memory makes false change points: Shi, Gallagher, Lund and
 * Killick, A comparison of single and multiple changepoint techniques for time series data,
 * Comput. Stat. Data Anal. 170 (2022).
 *
 * Return: the place, and the statistic as its energy.
 */
struct pmk_split pmk_change_memory(const double *logs, const struct pmk_change_model *model);

/* That statistic of @n runs without a step, whose noise remembers 0.6 of the run before. */
double pmk_change_memory_draw(size_t n, size_t persist, uint64_t state);

/**
 * pmk_change_memory_p() - chance of such a statistic, wherever the step is, if there is none
 * @null: grows
 * @n: runs
 * @statistic: of pmk_change_memory()
 *
 * As pmk_change_p(). The statistic hardly depends on the memory of the noise; with less than 0.6
 * the chance is smaller. Lengths share distributions with their neighbours.
 *
 * Return: above 0, at most 1; 1 for no memory.
 */
double pmk_change_memory_p(struct pmk_change_null *null, size_t n, double statistic);

/*
 * The best divisions of the runs from .. to, each below PMK_CHANGE_LEVEL by pmk_change_p(), are
 * appended in the order of runs. 0 or -ENOMEM.
 */
int pmk_change_divide(struct pmk_change_null *null, const double *values, size_t from, size_t to,
		      struct pmk_changes *found);

/* Takes change i out. */
void pmk_change_remove(struct pmk_changes *changes, size_t i);

/* Appends a change of which only place and p-value are known; 0 or -ENOMEM. */
int pmk_change_add(struct pmk_changes *changes, size_t at, double p);

/*
 * The size of a change from the values around it: n of them, of which the first at lie before. As
 * pmk_change_settle() says; 0 or -ENOMEM.
 */
int pmk_change_size(const double *values, size_t n, size_t at, struct pmk_interval *size);

#endif
