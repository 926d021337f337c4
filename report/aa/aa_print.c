// SPDX-License-Identifier: GPL-2.0-only
/* What runs of the same thing show of their machine, in words and numbers. */
#include <math.h>
#include <stdlib.h>

#include "aa.h"
#include "outcome/outcome.h"
#include "stats/stats_power.h"
#include "stats/stats_rank.h"
#include "text/format.h"

#define POINTS_MAX 20 /* the wildest; the file of aa has the medians of all */

static double percent(double variance)
{
	return 100 * sqrt(variance);
}

/* The least and the largest median of a point. */
struct range {
	double least, most;
};

static struct range range_of(const struct pmk_aa *aa, size_t i)
{
	const double *medians = pmk_merged_medians(aa->runs, aa->points[i]);
	struct range range = { medians[0], medians[0] };

	for (size_t run = 1; run < aa->runs->set.n; run++) {
		range.least = fmin(range.least, medians[run]);
		range.most = fmax(range.most, medians[run]);
	}
	return range;
}

/* 0 where the runs agree in whole instructions: what is less is the batch's share of its clock. */
static double boots_apart(const struct pmk_aa *aa, size_t i)
{
	struct range range = range_of(aa, i);

	return range.most - range.least < 0.5 ? 0 : range.most / range.least - 1;
}

/* @between: how much its runs differ, negative. */
static void print_point(const struct pmk_aa *aa, size_t i, double between)
{
	struct range range = range_of(aa, i);

	if (aa->insn)
		printf("%11s .. %-11s  ", pmk_format_exact(range.least).text,
		       pmk_format_exact(range.most).text);
	else
		printf("  %6.2f %%  %6.2f %%  ", percent(-between), 100 * aa->inside[i]);
	pmk_print_line(stdout, aa->points[i]->name);
}

/* The points that differ most between runs, and what there is besides. */
static void print_points(const struct pmk_aa *aa)
{
	double *between = malloc((aa->n + 1) * sizeof(*between)), df;
	size_t *order = malloc((aa->n + 1) * sizeof(*order)), n = 0;

	for (size_t i = 0; i < aa->n && between; i++)
		between[i] =
			aa->insn ? -boots_apart(aa, i) : -pmk_run_spread_of(&aa->spread, i, &df);
	if (between && order) {
		pmk_stats_order(between, aa->n, order);
		while (n < aa->n && (!aa->insn || between[order[n]] < 0))
			n++;
	}
	for (size_t k = 0; k < n && k < POINTS_MAX; k++)
		print_point(aa, order[k], between[order[k]]);
	if (n > POINTS_MAX)
		printf("  the %d that differ most, of %zu\n", POINTS_MAX, n);
	free(order);
	free(between);
}

static double quantile(double *values, size_t n, double share)
{
	pmk_stats_sort(values, n);
	return values[(size_t)floor(share * (double)(n - 1))];
}

static void print_spread(const struct pmk_aa *aa)
{
	double *between = malloc((aa->n + 1) * sizeof(*between)), df;
	double *inside = malloc((aa->n + 1) * sizeof(*inside));

	for (size_t i = 0; i < aa->n && between && inside; i++) {
		between[i] = sqrt(pmk_run_spread_of(&aa->spread, i, &df));
		inside[i] = aa->inside[i];
	}
	if (between && inside) {
		printf("the median of a run varies by %s at half of the points, by %s at nine of "
		       "ten; the samples inside the runs predict %s and %s\n",
		       pmk_format_part(quantile(between, aa->n, 0.5)).text,
		       pmk_format_part(quantile(between, aa->n, 0.9)).text,
		       pmk_format_part(quantile(inside, aa->n, 0.5)).text,
		       pmk_format_part(quantile(inside, aa->n, 0.9)).text);
		if (aa->n >= PMK_RUN_POINTS_MIN)
			printf("of that, all points of a run share %.2g %%\n",
			       percent(aa->spread.shared));
	}
	free(inside);
	free(between);
}

static void print_needs(const struct pmk_aa *aa)
{
	static const size_t sides[] = { 1, 2, 4, 8, 16 };

	puts("runs a side   a change shows at half of the points   at nine of ten   --min-effect "
	     "for \"equivalent\"");
	for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++) {
		struct pmk_aa_needs needs = pmk_aa_needs(aa, sides[i]);

		printf("%11zu %33s %20s %24s\n", sides[i], pmk_format_part(needs.half).text,
		       pmk_format_part(needs.most).text, pmk_format_part(needs.min_effect).text);
	}
}

static void print_rate(const char *what, size_t hits, size_t n, bool independent)
{
	struct pmk_interval rate = pmk_stats_rate(hits, n, PMK_STATS_COVERAGE);

	printf("  %s: %zu of %zu, %.2g %%", what, hits, n, 100 * rate.estimate);
	if (independent)
		printf(" (%.2g .. %.2g %%)", 100 * rate.lo, 100 * rate.hi);
	putchar('\n');
}

static void print_tally(const char *how, const struct pmk_aa_tally *t)
{
	printf("%s:\n", how);
	print_rate("pairs with a false answer", t->wrong, t->pairs, false);
	print_rate("of them the pairs that share no run, with their interval", t->apart_wrong,
		   t->apart, true);
	print_rate("points answered falsely", t->wrong_answers, t->answers, false);
}

/* What so few pairs cannot show is not claimed. */
static int conclude(const struct pmk_aa *aa)
{
	const struct pmk_aa_tally *t = aa->known.pairs ? &aa->known : &aa->alone;
	struct pmk_interval rate = pmk_stats_rate(t->apart_wrong, t->apart, PMK_STATS_COVERAGE);
	size_t needed = pmk_aa_pairs_needed(aa->rules->alpha);

	if (rate.lo > aa->rules->alpha) {
		printf("That is more than the %g %% that alpha allows: something changes from run "
		       "to run here; 'pagemark doctor' says what is known to\n",
		       100 * aa->rules->alpha);
		return 1;
	}
	if (t->apart_wrong || t->apart < needed)
		printf("So few runs cannot show that false answers are no more than the %g %% that "
		       "alpha allows: that takes %zu pairs that share no run, %zu runs, without "
		       "a false answer\n",
		       100 * aa->rules->alpha, needed, 2 * needed);
	else
		printf("No more than the %g %% that alpha allows, at 95 %%\n",
		       100 * aa->rules->alpha);
	return 0;
}

int pmk_aa_print(const struct pmk_aa *aa)
{
	json_t *differences;
	size_t equal = 0, any;

	for (size_t i = 0; i < aa->n; i++)
		equal += !(boots_apart(aa, i) > 0);
	putchar('\n');
	pmk_print_text(stdout, aa->runs->rec.targets[aa->target].name);
	printf(": %zu runs, %zu of %zu points passed in all\n", aa->runs->set.n, aa->n,
	       aa->n + aa->n_left_out);
	if (!aa->n)
		return 0;
	differences = pmk_merged_differences(aa->runs, aa->target);
	any = json_array_size(differences);
	pmk_outcome_print(stdout, "  differs      ", differences);
	if (any)
		puts("  what comes of these counts as luck: runs of the same thing share them");
	if (aa->insn) {
		printf("medians are the same in all runs, in whole instructions, at %zu of %zu "
		       "points\n",
		       equal, aa->n);
		if (equal < aa->n)
			puts(" least .. most of them, insn  point");
	} else {
		print_spread(aa);
		puts("   between    inside   point");
	}
	print_points(aa);
	if (!aa->insn)
		print_needs(aa);
	if (aa->known.pairs)
		print_tally("one run against another, with what the other runs show, as compare "
			    "does once aa has learned this machine",
			    &aa->known);
	print_tally("one run against another, with nothing known", &aa->alone);
	return conclude(aa);
}
