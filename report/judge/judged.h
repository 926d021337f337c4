/* SPDX-License-Identifier: GPL-2.0-only */
/* What is judged, by which rules, and what it comes to; docs/verdicts.md says why. */
#ifndef PAGEMARK_JUDGED_H
#define PAGEMARK_JUDGED_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/stats.h"
#include "text/clock.h"

#define PMK_JUDGE_ALPHA 0.05

/*
 * The wall clock's unit is the run. PMK_JUDGE_RUNS a side are exchanged; fewer are judged by how
 * much runs differ: as far as runs of the sets and of 'pagemark aa' show it with PMK_JUDGE_KNOWN_DF
 * degrees of freedom, else by a stated standard deviation of one run's median: pmk_run_stated().
 */
#define PMK_JUDGE_RUNS	   4
#define PMK_JUDGE_KNOWN_DF 5
#define PMK_JUDGE_SAMPLES  4 /* of a run, at least, or its scatter is not known */

enum pmk_change {
	PMK_CHANGE_REGRESSED,
	PMK_CHANGE_IMPROVED,
	PMK_CHANGE_EQUIVALENT,
	PMK_CHANGE_INCONCLUSIVE,
	PMK_CHANGES,
};

/* Why a point is inconclusive. */
enum pmk_doubt {
	PMK_DOUBT_NONE,
	PMK_DOUBT_TOO_FEW,   /* so few pairs, or samples in a run, show nothing */
	PMK_DOUBT_SMALL,     /* it differs, but perhaps by less than what matters */
	PMK_DOUBT_PLACEMENT, /* it differs, but by no more than where its code lies explains */
	PMK_DOUBT_NOISE,     /* it cannot be told from noise */
	PMK_DOUBT_OVERLAP,   /* medians of instructions moved, but the sides do not lie apart */
	PMK_DOUBT_MIXED,     /* medians of instructions stayed, but single samples differ */
	PMK_DOUBT_BOOTS, /* they agree, but boots scatter by more, and one a side shows nothing */
};

/* Where the tolerance of a point on the insn clock comes from. */
enum pmk_tolerance {
	PMK_TOLERANCE_MARGIN,
	PMK_TOLERANCE_WHOLE, /* one instruction */
	PMK_TOLERANCE_BOOTS, /* how much boots scatter: those compared, and those that aa knows */
};

/* By what points on the wall clock were judged; docs/verdicts.md says which is when. */
enum pmk_judge_by {
	PMK_BY_ROUNDS, /* pairs: of rounds of one run, or of several runs */
	PMK_BY_RUNS,   /* whole runs were exchanged between the sets */
	PMK_BY_SPREAD, /* the spread between runs is known, from the sets or from aa */
	PMK_BY_STATED, /* it is not: a stated one was taken */
};

/**
 * struct pmk_judge_rules - what counts
 * @alpha: chance of one or more false alarms among all points, 0 < alpha < 1
 * @min_effect: the least change that matters, as a part, 0 or more; negative for the clock's own
 * @paired: samples pair by index, as contenders of one run do by round
 */
struct pmk_judge_rules {
	double alpha;
	double min_effect;
	bool paired;
};

/* The rows of a table of options (options/options.h) that fill them in. */
/* clang-format off */
#define PMK_JUDGE_OPTIONS(type, rules)                                                            \
	{ "min-effect", 0, PMK_OPTION_PERCENT, "1%", "the least change that matters",             \
	  PMK_OPTION_AT(type, rules.min_effect), .to = 1000 },                                    \
	{ "alpha", 0, PMK_OPTION_FRACTION, "0.05", "the chance of a false alarm among all points", \
	  PMK_OPTION_AT(type, rules.alpha) }
/* clang-format on */

/**
 * struct pmk_judged - one point
 * @base: samples of all runs, each above 0
 * @new: samples of all runs, each above 0
 * @n_base: how many, 1 or more
 * @n_new: how many, 1 or more; equal to @n_base if they are paired
 * @base_runs: the median of each run of base, each above 0, in the same order for all points
 * @new_runs: so too of new
 * @known_runs: so too of runs that 'pagemark aa' compared under the same circumstances; they say
 *	how much runs differ here, and nothing about base or new. NULL if there are none
 * @n_base_runs: how many, 1 or more, the same for all points
 * @n_new_runs: how many, 1 or more, the same for all points
 * @n_known_runs: how many; 0, or the same for all points that have any
 * @insn: counted instructions: compared exactly, without a test
 * @more_is_better: a larger value is an improvement
 * @loop_base: of @insn: what of each cost of base is the loop and not the operation; 0 where that
 *	is not known or no tenth
 * @loop_new: so too of new
 * @placement: by how much, as a part, the two may differ by where their code lies; 0 if not known
 * @median_base: of the medians of base's runs; of its samples if paired or @insn
 * @median_new: so too of new
 * @u: of pmk_stats_u_test() of the medians of runs with base first; NAN unless runs were exchanged
 * @p: of the test; NAN for @insn, as the next two
 * @p_holm: adjusted for all points that were tested together
 * @p_bh: so too, for the share of false alarms among the alarms
 * @p_family: the one that decides: of pmk_permute_runs() where runs were exchanged, else @p_holm
 * @ratio: new / base, with its interval; for @insn that of any sample to any but those set aside,
 *	and coverage 0
 * @mde: the smallest change, as a part, that would have been found nine times out of ten; NAN where
 *	none would
 * @margin: the least change that matters, as used: with @placement
 * @too_few: so few samples or pairs show nothing
 * @tolerance: of @insn: the sides have to lie further apart than so many instructions
 * @tolerance_by: of @insn: where that comes from
 * @difference: of @insn: by how many instructions the operation became dearer, without its loop
 * @answer: what it comes to
 * @doubt: why it is inconclusive
 */
struct pmk_judged {
	const double *base, *new;
	size_t n_base, n_new;
	const double *base_runs, *new_runs, *known_runs;
	size_t n_base_runs, n_new_runs, n_known_runs;
	bool insn, more_is_better;
	double loop_base, loop_new, placement;
	double median_base, median_new;
	double u, p, p_holm, p_bh, p_family;
	struct pmk_interval ratio;
	double mde, margin, tolerance, difference;
	enum pmk_tolerance tolerance_by;
	bool too_few;
	enum pmk_change answer;
	enum pmk_doubt doubt;
};

/**
 * struct pmk_judge_family - the points that were tested together
 * @tests: how many; points counted in instructions are not among them
 * @too_few: how many of them have too few samples to show anything
 * @fewest: the fewest pairs of those, or samples in a run
 * @needed: how many of these it takes to show anything; 0 without tests
 * @by: what they were judged by
 * @common: the logarithm of what most points moved by; 0 unless it was taken for the luck of the
 *	runs
 * @mde_half: the smallest change that can be seen at half of the points
 * @mde_most: and at nine of ten; INFINITY where none can
 */
struct pmk_judge_family {
	size_t tests, too_few, fewest, needed;
	enum pmk_judge_by by;
	double common, mde_half, mde_most;
};

/* The answer for a point that is clearly @above its base, or clearly below. */
static inline void pmk_judged_settle(struct pmk_judged *point, bool above)
{
	point->answer = above == point->more_is_better ? PMK_CHANGE_IMPROVED : PMK_CHANGE_REGRESSED;
	point->doubt = PMK_DOUBT_NONE;
}

#endif
