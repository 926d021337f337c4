/* SPDX-License-Identifier: GPL-2.0-only */
/* What expectations are held against: verdicts and figures, each figure with its doubt. */
#ifndef PAGEMARK_SEEN_H
#define PAGEMARK_SEEN_H

#include <stdbool.h>
#include <stddef.h>

#include "outcome/outcome.h"
#include "record/merged.h"
#include "text/clock.h"

/**
 * struct pmk_figure - what a point costs here, and how sure that is
 * @value: the median of the medians of its runs, in units of the clock; 0 where there is none
 * @lo: of the interval of PMK_STATS_COVERAGE; on the insn clock the least that was counted, with a
 *	tenth of the samples at either end set aside
 * @hi: so too, the largest; infinite, with @lo of 0, where a run has too few samples
 * @slack: on the insn clock what does not count beyond a limit; 0 on the wall clock, whose doubt is
 *	in the interval
 */
struct pmk_figure {
	double value, lo, hi, slack;
};

/**
 * struct pmk_seen - a point or claim on a target
 * @target: where
 * @name: whole
 * @claim: it is a claim
 * @verdict: how it ended
 * @clock: of the figure; NULL for a claim
 * @figure: of a point that passed
 */
struct pmk_seen {
	const char *target, *name;
	bool claim;
	struct pmk_verdict verdict;
	const struct pmk_clock *clock;
	struct pmk_figure figure;
};

/**
 * struct pmk_scope - what was asked for; a line that means nothing of it is left out
 * @patterns: as pmk_pattern_match() has them
 * @n_patterns: how many; none means everything
 * @targets: names
 * @n_targets: how many; none means all
 * @claims_only: points were not asked for
 */
struct pmk_scope {
	const char *const *patterns;
	size_t n_patterns;
	const char *const *targets;
	size_t n_targets;
	bool claims_only;
};

/**
 * pmk_figure_of() - the doubt of a figure
 * @medians: of the runs, each above 0
 * @runs: how many, 1 or more
 * @samples: of one of them
 * @n: how many
 * @clock: of all
 *
 * On the wall clock one run deviates by what PMK_FIGURE_RUNS runs or more show (Student's t), of
 * fewer by pmk_run_stated(), or by what they show if that is more. On the insn clock it is exact,
 * and runs may differ by their boots; slack is the clock's effect, or a whole instruction.
 */
struct pmk_figure pmk_figure_of(const double *medians, size_t runs, const double *samples, size_t n,
				const struct pmk_clock *clock);

#define PMK_FIGURE_RUNS	   6 /* show with 5 degrees of freedom by how much runs differ */
#define PMK_FIGURE_SAMPLES 4 /* of a run, at least, or nothing is said of its figure */

/**
 * pmk_figure_expected() - what may be expected of a single run that is made later
 * @medians: as pmk_figure_of() has them, as the next
 * @runs: how many
 * @samples: of one of them
 * @n: how many
 * @clock: of all
 * @least: the limit is one from below, else from above
 *
 * The limit lies as far off as such a run may by chance, and its own doubt further, so that it is
 * met and not inconclusive in 19 of 20 of them. Hahn and Meeker, Statistical Intervals, section
 * 4.7, has the interval of a future value.
 *
 * Return: the limit; 0 where there are too few samples.
 */
double pmk_figure_expected(const double *medians, size_t runs, const double *samples, size_t n,
			   const struct pmk_clock *clock, bool least);

/**
 * pmk_figure_ratio() - one figure over another of the same clock
 * @a: of it
 * @b: of what it is held against
 * @insn: they count instructions
 *
 * Return: the ratio; on the wall clock the doubts are taken as independent.
 */
struct pmk_figure pmk_figure_ratio(const struct pmk_figure *a, const struct pmk_figure *b,
				   bool insn);

/* What a set of runs has of what was asked for, for free(3); NULL without memory. @n: how many. */
struct pmk_seen *pmk_seen_of_merged(const struct pmk_merged *merged, const struct pmk_scope *scope,
				    size_t *n);

/* What is known of a claim that was just checked. */
struct pmk_seen pmk_seen_of_claim(const struct pmk_outcome *claim);

#endif
