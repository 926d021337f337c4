/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the instructions of a run go, or those that one run costs more than another. */
#ifndef PAGEMARK_EXPLAIN_H
#define PAGEMARK_EXPLAIN_H

#include "compare/compare.h"
#include "profile/difference.h"

#define PMK_EXPLAIN_NAME_BYTES 128
#define PMK_EXPLAIN_TOP	       10 /* functions in a table, unless asked for more */

/**
 * struct pmk_explain_options - what is asked for
 * @compare: of two records or contenders: what is held against what; its @across compares also
 *	the instructions of two architectures
 * @alone: one run, of which nothing is held against anything
 * @top: functions in a table; 0 for all
 * @dir: where the flame graphs go; NULL for none
 */
struct pmk_explain_options {
	struct pmk_compare_options compare;
	bool alone;
	size_t top;
	const char *dir;
};

/**
 * struct pmk_explained - one point that has profiles
 * @target: where, on each side; of one run only PMK_NEW is filled in, here and below
 * @point: what was measured
 * @called: what the sides are called in sentences, "lazy" and "strict"; empty of one run
 * @profile: where its instructions go
 * @difference: by function; of one run it is one from nothing
 * @flame: file of its flame graph in the folder; NULL without one
 */
struct pmk_explained {
	const char *target[PMK_SIDES];
	const struct pmk_rec_point *point[PMK_SIDES];
	char called[PMK_SIDES][PMK_EXPLAIN_NAME_BYTES];
	const struct pmk_profiled *profile[PMK_SIDES];
	struct pmk_profiled_difference difference;
	char *flame;
};

/**
 * struct pmk_unexplained - a point without
 * @target: where
 * @name: of the point
 * @reason: why it cannot be explained
 * @remedy: what helps; NULL where nothing is known to
 */
struct pmk_unexplained {
	const char *target, *name, *reason, *remedy;
};

/**
 * struct pmk_explain - what a run or two come to
 * @options: what was asked for
 * @compare: what belongs together; of one run only PMK_NEW of its @merged, @rec and
 *	@profiles is filled in
 * @n: how many points are explained
 * @points: of one run in the order of the record; else the largest difference first
 * @n_unexplained: how many are not
 * @unexplained: which they are
 * @no_profile: texts for @reason of those: [base lacks it][the new one lacks it]
 * @refusal: why the two cannot be held against each other; empty if they can
 */
struct pmk_explain {
	struct pmk_explain_options options;
	struct pmk_compare compare;
	size_t n, n_unexplained;
	struct pmk_explained *points;
	struct pmk_unexplained *unexplained;
	char no_profile[2][2][PMK_REC_ERROR_BYTES];
	char refusal[PMK_REC_ERROR_BYTES];
};

/**
 * pmk_explain_make() - explain a run, or the difference of two
 * @e: filled in; to be released with pmk_explain_free() in any case
 * @base: the runs that are held against; ignored for one run
 * @new: the runs that are explained; both must stay as long as @e does
 * @options: what is asked for
 *
 * Return: 0; -EXDEV if they cannot be held against each other and -EBADMSG for a damaged profile,
 * both with @e->refusal; -ENOMEM.
 */
int pmk_explain_make(struct pmk_explain *e, const struct pmk_set *base, const struct pmk_set *new,
		     const struct pmk_explain_options *options);

void pmk_explain_free(struct pmk_explain *e);

/*
 * What two names are called beside each other: "lazy" and "strict" of "x86_64-6.1+iommu-lazy" and
 * "x86_64-6.1+iommu-strict".
 */
void pmk_explain_names(const char *base, const char *new, char base_to[PMK_EXPLAIN_NAME_BYTES],
		       char new_to[PMK_EXPLAIN_NAME_BYTES]);

/* What a side is called at every point; NULL where they differ in that, and for one run. */
const char *pmk_explain_called(const struct pmk_explain *e, enum pmk_side side);

/* As explain.schema.json has it: a new reference; NULL without memory. */
json_t *pmk_explain_document(const struct pmk_explain *e);

/* Why misses of the two models of a point are not told; NULL where they can be. */
const char *pmk_explain_unmodelled(const struct pmk_explained *point);

/* What a point comes to in one sentence, a new reference. */
json_t *pmk_explain_sentence(const struct pmk_explain *e, const struct pmk_explained *point);

/* Each writes one whole document; the caller looks at ferror(). */
void pmk_explain_json(FILE *to, const struct pmk_explain *e);
void pmk_explain_pretty(FILE *to, const struct pmk_explain *e);
void pmk_explain_markdown(FILE *to, const struct pmk_explain *e);
void pmk_explain_mail(FILE *to, const struct pmk_explain *e);

/**
 * pmk_explain_flames() - draw the flame graph of each point
 * @e: explained; the points get the names of their files
 *
 * Return: 0, or an errno of open(2) or write(2), negative.
 */
int pmk_explain_flames(struct pmk_explain *e);

#endif
