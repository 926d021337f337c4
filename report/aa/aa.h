/* SPDX-License-Identifier: GPL-2.0-only */
/* Runs of the same thing, held against each other: how much they differ, and what compare says. */
#ifndef PAGEMARK_AA_H
#define PAGEMARK_AA_H

#include "judge/judge.h"
#include "record/merged.h"
#include "stats/stats_runs.h"

/**
 * struct pmk_aa_tally - what compare says of pairs of runs, of which none differ
 * @pairs: of all runs
 * @wrong: pairs with a point that is called regressed or improved
 * @apart: pairs without a run in common, of which all are independent
 * @apart_wrong: of these
 * @answers: points of all pairs
 * @wrong_answers: of these
 */
struct pmk_aa_tally {
	size_t pairs, wrong, apart, apart_wrong, answers, wrong_answers;
};

/**
 * struct pmk_aa - one target of a set of runs
 * @rules: what counts
 * @runs: the set
 * @target: index of the target of @runs->rec
 * @insn: its clock counts instructions
 * @n: points that are PASS in all runs
 * @n_left_out: points that are not
 * @points: which they are
 * @spread: of their medians between runs; only if not @insn
 * @inside: standard error of a run's median of each point, as the samples in the runs have it
 * @known: pairs, each with what the other runs show; no pairs where these are too few for that
 * @alone: pairs, each without
 */
struct pmk_aa {
	const struct pmk_judge_rules *rules;
	const struct pmk_merged *runs;
	size_t target, n, n_left_out;
	bool insn;
	const struct pmk_rec_point **points;
	struct pmk_run_spread spread;
	double *inside;
	struct pmk_aa_tally known, alone;
};

/**
 * pmk_aa_make() - compare all pairs of runs of one target
 * @aa: filled in; to be released with pmk_aa_free() only after success
 * @runs: two or more
 * @target: index of a target of @runs->rec
 * @rules: what counts; must stay as long as @aa does
 *
 * Return: 0 or -ENOMEM.
 */
int pmk_aa_make(struct pmk_aa *aa, const struct pmk_merged *runs, size_t target,
		const struct pmk_judge_rules *rules);

void pmk_aa_free(struct pmk_aa *aa);

/**
 * struct pmk_aa_needs - what so many runs a side can say, as parts
 * @half: the change that is found nine times out of ten at half of the points
 * @most: and at nine of ten points
 * @min_effect: the --min-effect at which nine of ten points that are equal are called equivalent
 */
struct pmk_aa_needs {
	double half, most, min_effect;
};

/* Of @n runs a side; of a target on the wall clock, with the spread that its runs show. */
struct pmk_aa_needs pmk_aa_needs(const struct pmk_aa *aa, size_t n);

/* How many independent pairs without a false answer show that at most @alpha are, at 95 %. */
size_t pmk_aa_pairs_needed(double alpha);

/* What there is to say, as text; 0, or 1 where more answers are false than alpha allows. */
int pmk_aa_print(const struct pmk_aa *aa);

#endif
