/* SPDX-License-Identifier: GPL-2.0-only */
/* A set of runs as one record: every point and claim once, with what all runs say of it. */
#ifndef PAGEMARK_MERGED_H
#define PAGEMARK_MERGED_H

#include "circumstances.h"
#include "set.h"
#include "stats/stats.h"

#define PMK_MERGED_ROUNDS \
	(PMK_REC_ROUND_MAX + 1) /* between the rounds of one run and those of the next */

/**
 * struct pmk_merged - a set of runs, merged
 * @set: what was merged; a copy that owns nothing
 * @rec: one record, whose id is "FIRST..LAST" of the runs' ids: targets by name, points and claims
 *	in the order of their first run. The samples of a point are those of all runs, run by run,
 *	their rounds counted on by PMK_MERGED_ROUNDS from run to run; its status is the worst of
 *	them (FAIL, then BROKEN, then SKIP), and its reason says in how many. What is not in every
 *	run is SKIP, or BROKEN if a run that lacks it was cut off. A counter has one value for each
 *	run, the median of its samples. Latencies are left out: percentiles of several runs make
 *	none of them together
 * @medians: the median of each point in each run, NAN where it has no samples; those of one point
 *	lie together, see pmk_merged_medians()
 * @n_untrusted: how many runs do not trust themselves
 * @texts: reasons that were made for @rec
 * @n_texts: how many
 */
struct pmk_merged {
	struct pmk_set set;
	struct pmk_rec rec;
	double *medians;
	size_t n_untrusted;
	char **texts;
	size_t n_texts;
};

/**
 * pmk_merged_make() - merge the runs of a set
 * @merged: filled in; to be released with pmk_merged_free() only after success
 * @set: its runs must stay as long as @merged does
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_merged_make(struct pmk_merged *merged, const struct pmk_set *set);

void pmk_merged_free(struct pmk_merged *merged);

/* Whether half of the runs or more do not trust themselves; fewer are bad luck, others show it. */
bool pmk_merged_doubtful(const struct pmk_merged *merged);

/**
 * pmk_merged_by_run() - let the run be the unit
 * @merged: several runs; of a single one nothing changes
 *
 * The samples of each point of @merged->rec become the medians of its runs, with the number of the
 * run, from 0 up, as their round. Who looks at the samples then looks at what is between runs.
 */
void pmk_merged_by_run(struct pmk_merged *merged);

/*
 * What a point of a merged record costs: the median of its samples with its interval, or of the
 * medians of its runs with the interval between these.
 */
struct pmk_interval pmk_merged_cost(const struct pmk_rec_point *point);

/* The samples from @from on that are of one run, still the point's; none behind the last. */
struct pmk_rec_series pmk_merged_run(const struct pmk_rec_point *point, size_t from);

/**
 * pmk_merged_differs() - hold a circumstance of the runs against that of the first
 * @merged: the runs
 * @target: which of @merged->rec
 * @i: below pmk_circumstances()
 * @difference: filled in if there is one
 *
 * Their seeds are meant to differ and are not asked for.
 *
 * Return: the first run of the set that differs; 0 if none does.
 */
size_t pmk_merged_differs(const struct pmk_merged *merged, size_t target, size_t i,
			  struct pmk_difference *difference);

/* Each circumstance that the runs do not share, in a sentence: a new array. */
json_t *pmk_merged_differences(const struct pmk_merged *merged, size_t target);

/* The medians of a point of @merged->rec, one for each run of the set. */
const double *pmk_merged_medians(const struct pmk_merged *merged,
				 const struct pmk_rec_point *point);

/**
 * pmk_merged_apart() - whether the runs are of one thing, or their spread is not that between runs
 * @merged: merged
 * @target: index of a target of @merged->rec
 * @found: filled in: the first circumstance that keeps a run from being compared with the first
 *
 * Return: the index of that run; 0 if there is none.
 */
size_t pmk_merged_apart(const struct pmk_merged *merged, size_t target,
			struct pmk_difference *found);

/* The samples of a point of @merged->rec in one run; @n: how many. */
const double *pmk_merged_samples(const struct pmk_merged *merged, const struct pmk_rec_point *point,
				 size_t run, size_t *n);

#endif
