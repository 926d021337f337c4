/* SPDX-License-Identifier: GPL-2.0-only */
/* On which side a fresh run lies, given a good and a bad one: the step of `git bisect run`. */
#ifndef PAGEMARK_BISECT_H
#define PAGEMARK_BISECT_H

#include "compare.h"

#define PMK_BISECT_COVERAGE 0.9 /* of the interval of a median: five samples or more */

enum pmk_bisect_side {
	PMK_BISECT_GOOD,
	PMK_BISECT_BAD,
	PMK_BISECT_BETWEEN,
	PMK_BISECT_UNMEASURED,
	PMK_BISECT_SIDES,
};

/**
 * struct pmk_bisect_vote - what one point or claim says
 * @side: where it lies
 * @target: where it was measured
 * @name: whole
 * @why: the figures, in words
 */
struct pmk_bisect_vote {
	enum pmk_bisect_side side;
	const char *target, *name;
	char why[2 * PMK_COMPARE_WHY_BYTES];
};

/**
 * struct pmk_bisect - one step
 * @apart: good against bad: what tells them apart may vote
 * @n: votes
 * @votes: in the order of the good run
 * @refusal: why there can be no step at all; empty if there is one
 */
struct pmk_bisect {
	struct pmk_compare apart;
	size_t n;
	struct pmk_bisect_vote *votes;
	char refusal[4 * PMK_COMPARE_WHY_BYTES];
};

/**
 * pmk_bisect_insn() - on which side a cost in instructions lies
 * @good: median of the good run
 * @bad: median of the bad run; not equal to @good
 * @fresh: median of the fresh run
 *
 * The threshold is exactly halfway; what hits it lies between.
 */
enum pmk_bisect_side pmk_bisect_insn(double good, double bad, double fresh);

/**
 * pmk_bisect_wall() - on which side a cost in time lies
 * @good: interval of the median of the good run
 * @bad: of the bad run, not meeting that of the good one
 * @fresh: of the fresh run
 *
 * On the side whose interval it meets, or beyond it; between if it meets both or lies in the gap.
 */
enum pmk_bisect_side pmk_bisect_wall(const struct pmk_interval *good,
				     const struct pmk_interval *bad,
				     const struct pmk_interval *fresh);

/**
 * pmk_bisect_make() - let every point and claim vote that tells good from bad
 * @b: filled in; to be released with pmk_bisect_free(), also after -EXDEV
 * @good: the good run
 * @bad: the bad run
 * @fresh: the run to be placed
 * @options: which points, and what counts as a difference between good and bad
 *
 * Return: 0, -EXDEV if there can be no step (@b->refusal says why), or -ENOMEM.
 */
int pmk_bisect_make(struct pmk_bisect *b, const struct pmk_rec *good, const struct pmk_rec *bad,
		    const struct pmk_rec *fresh, const struct pmk_compare_options *options);

void pmk_bisect_free(struct pmk_bisect *b);

/* What all votes come to: the side on which they agree, or BETWEEN if they do not. */
enum pmk_bisect_side pmk_bisect_side(const struct pmk_bisect *b);

#endif
