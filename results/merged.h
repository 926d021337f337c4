/* SPDX-License-Identifier: GPL-2.0-only */
/* A set of runs as one record: every point and claim once, with what all runs say of it. */
#ifndef PAGEMARK_MERGED_H
#define PAGEMARK_MERGED_H

#include "set.h"

#define PMK_MERGED_ROUNDS 1000000 /* between the rounds of one run and those of the next */

/**
 * struct pmk_merged - a set of runs, merged
 * @set: what was merged; a copy that owns nothing
 * @rec: one record: targets by name, points and claims in the order of their first run. The samples
 *	of a point are those of all runs, run by run, their rounds counted on by
 *	PMK_MERGED_ROUNDS from run to run; its status is the worst of them (FAIL, then BROKEN, then
 *	SKIP), and its reason says in how many. What is not in every run is SKIP, or BROKEN if a run
 *	that lacks it was cut off
 * @medians: the median of each point in each run, NAN where it has no samples; those of one point
 *	lie together, see pmk_merged_medians()
 * @texts: reasons that were made for @rec
 * @n_texts: how many
 */
struct pmk_merged {
	struct pmk_set set;
	struct pmk_rec rec;
	double *medians;
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

/* The medians of a point of @merged->rec, one for each run of the set. */
const double *pmk_merged_medians(const struct pmk_merged *merged,
				 const struct pmk_rec_point *point);

#endif
