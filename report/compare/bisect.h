/* SPDX-License-Identifier: GPL-2.0-only */
/* On which side a fresh run lies, given a good and a bad one: the step of `git bisect run`. */
#ifndef PAGEMARK_BISECT_H
#define PAGEMARK_BISECT_H

#include "compare.h"

/* On the wall clock a side is taken if it is so many times likelier than the other. */
#define PMK_BISECT_ODDS 19

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
 * @fresh: the runs to be placed, as one record
 * @n: votes
 * @votes: in the order of the good run
 * @refusal: why there can be no step at all; empty if there is one
 */
struct pmk_bisect {
	struct pmk_compare apart;
	struct pmk_merged fresh;
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
 * pmk_bisect_odds() - how much likelier a cost in time is on good's side than on bad's
 * @apart: good against bad, judged; the interval of their ratio tells how much runs differ
 * @fresh: cost of the fresh runs, with its interval
 * @runs: how many fresh runs there are
 *
 * A commit is taken to cost what good does or what bad does, and the logarithm of a run's median to
 * be normal about that, with the spread between runs that the interval of the ratio rests on, or
 * that of @fresh where it is wider. So what is exactly between them, in logarithms, has the odds 1.
 *
 * Return: the natural logarithm of the odds, above 0 for good; NAN where the interval says nothing.
 */
double pmk_bisect_odds(const struct pmk_judged *apart, const struct pmk_interval *fresh,
		       size_t runs);

/**
 * pmk_bisect_make() - let every point and claim vote that tells good from bad
 * @b: filled in; to be released with pmk_bisect_free(), also after -EXDEV
 * @good: the good runs; to stay as long as @b does, as the next two
 * @bad: the bad runs
 * @fresh: the runs to be placed
 * @options: which points, and what counts as a difference between good and bad
 *
 * Return: 0, -EXDEV if there can be no step (@b->refusal says why), or -ENOMEM.
 */
int pmk_bisect_make(struct pmk_bisect *b, const struct pmk_set *good, const struct pmk_set *bad,
		    const struct pmk_set *fresh, const struct pmk_compare_options *options);

void pmk_bisect_free(struct pmk_bisect *b);

/*
 * What all votes come to: the side of those that take one, whatever the others say. Between if
 * there are votes for both sides, or for none; unmeasured if nothing was measured.
 */
enum pmk_bisect_side pmk_bisect_side(const struct pmk_bisect *b);

/* How many votes there are for a side. */
size_t pmk_bisect_count(const struct pmk_bisect *b, enum pmk_bisect_side side);

#endif
