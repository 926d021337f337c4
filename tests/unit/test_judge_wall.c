// SPDX-License-Identifier: GPL-2.0-only
/* The wall clock: the run is the unit, however many samples it has. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/judge.h"
#include "stats/random.h"

#define SAMPLES 12
#define RUNS	10

Suite *pmk_suite_judge_wall(void);

/* Runs of many points: samples, and the medians of the runs. */
struct runs {
	size_t points, n;
	double *samples, *medians;
};

/* @deviations: of each run and point, of each run, of each sample. */
static struct runs measure(size_t points, size_t n, const double deviations[3], uint64_t *state)
{
	struct runs runs = { .points = points, .n = n };

	runs.samples = calloc(points * n * SAMPLES, sizeof(*runs.samples));
	runs.medians = calloc(points * n, sizeof(*runs.medians));
	for (size_t run = 0; run < n; run++) {
		double shared = deviations[1] * pmk_random_normal(state);

		for (size_t i = 0; i < points; i++) {
			double *samples = runs.samples + (i * n + run) * SAMPLES;
			double cost = 100 * exp(shared + deviations[0] * pmk_random_normal(state));

			for (size_t k = 0; k < SAMPLES; k++)
				samples[k] = cost * exp(deviations[2] * pmk_random_normal(state));
			runs.medians[i * n + run] = pmk_stats_median(samples, SAMPLES);
		}
	}
	return runs;
}

static void release(struct runs *runs)
{
	free(runs->samples);
	free(runs->medians);
}

/* Points from @from on cost @factor as much. */
static void slow_down(struct runs *runs, size_t from, double factor)
{
	for (size_t i = from * runs->n * SAMPLES; i < runs->points * runs->n * SAMPLES; i++)
		runs->samples[i] *= factor;
	for (size_t i = from * runs->n; i < runs->points * runs->n; i++)
		runs->medians[i] *= factor;
}

/* @known may be NULL. To be freed. */
static struct pmk_judged *judge(const struct runs *base, const struct runs *new,
				const struct runs *known, struct pmk_judge_family *family)
{
	const struct pmk_judge_rules rules = { .alpha = 0.05, .min_effect = -1 };
	struct pmk_judged *points = calloc(base->points, sizeof(*points));

	ck_assert_ptr_nonnull(points);
	for (size_t i = 0; i < base->points; i++)
		points[i] = (struct pmk_judged){
			.base = base->samples + i * base->n * SAMPLES,
			.new = new->samples + i *new->n *SAMPLES,
			.n_base = base->n *SAMPLES,
			.n_new = new->n *SAMPLES,
			.base_runs = base->medians + i * base->n,
			.new_runs = new->medians + i *new->n,
			.known_runs = known ? known->medians + i * known->n : NULL,
			.n_base_runs = base->n,
			.n_new_runs = new->n,
			.n_known_runs = known ? known->n : 0,
		};
	ck_assert_int_eq(pmk_judge(points, base->points, &rules, family), 0);
	return points;
}

/* How many of points @from .. @to have this answer. */
static size_t count(const struct pmk_judged *points, size_t from, size_t to, enum pmk_change answer)
{
	size_t n = 0;

	for (size_t i = from; i < to; i++)
		n += points[i].answer == answer;
	return n;
}

/* What the judge says of @suites pairs of sets that are alike: how many have a false answer. */
static size_t false_suites(size_t suites, size_t runs, size_t aa, const double deviations[3])
{
	struct pmk_judge_family family;
	uint64_t state = 1;
	size_t wrong = 0;

	for (size_t k = 0; k < suites; k++) {
		struct runs base = measure(30, runs, deviations, &state);
		struct runs new = measure(30, runs, deviations, &state);
		struct runs known = measure(30, aa ? aa : 1, deviations, &state);
		struct pmk_judged *points = judge(&base, &new, aa ? &known : NULL, &family);

		wrong += count(points, 0, 30, PMK_CHANGE_REGRESSED) +
				 count(points, 0, 30, PMK_CHANGE_IMPROVED) >
			 0;
		free(points);
		release(&base);
		release(&new);
		release(&known);
	}
	return wrong;
}

/*
 * Runs that differ by 2 %, samples in them by 0.4 %: samples taken for the unit made 62 % of pairs
 * of runs false. Up to 8 false ones of 60 are chance at 5 % (P(B > 8) = 0.002).
 */
START_TEST(samples_of_a_run_share_its_luck)
{
	const double own[] = { 0.02, 0, 0.004 }, shared[] = { 0, 0.02, 0.004 };

	ck_assert_uint_le(false_suites(60, 1, 0, own), 8);
	ck_assert_uint_le(false_suites(60, 1, 0, shared), 8);
	ck_assert_uint_le(false_suites(60, 1, 10, own), 8);
	ck_assert_uint_le(false_suites(60, 1, 10, shared), 8);
	ck_assert_uint_le(false_suites(60, 2, 0, shared), 8);
	ck_assert_uint_le(false_suites(60, 4, 0, shared), 8);
	ck_assert_uint_le(false_suites(60, 6, 0, own), 8);
}
END_TEST

START_TEST(several_runs_find_what_one_cannot)
{
	const double deviations[] = { 0.01, 0.005, 0.01 };
	struct pmk_judge_family family;
	uint64_t state = 2;
	struct runs base = measure(200, 8, deviations, &state);
	struct runs new = measure(200, 8, deviations, &state);
	struct pmk_judged *points;

	slow_down(&new, 190, 1.05);
	points = judge(&base, &new, NULL, &family);
	ck_assert_int_eq(family.by, PMK_BY_RUNS);
	ck_assert_uint_ge(count(points, 190, 200, PMK_CHANGE_REGRESSED), 9);
	ck_assert_uint_eq(count(points, 0, 190, PMK_CHANGE_REGRESSED), 0);
	ck_assert_double_gt(family.mde_half, 0.01);
	ck_assert_double_lt(family.mde_half, 0.05);
	ck_assert_double_ge(family.mde_most, family.mde_half);
	free(points);
	release(&base);
	release(&new);
}
END_TEST

/* 8 runs a side reach p = 2/12870, which Holm over 800 points would make 0.12. */
START_TEST(the_least_p_does_not_depend_on_the_points)
{
	const double deviations[] = { 0.005, 0, 0.005 };
	struct pmk_judge_family family;
	uint64_t state = 3;
	struct runs base = measure(800, 8, deviations, &state);
	struct runs new = measure(800, 8, deviations, &state);
	struct pmk_judged *points;

	slow_down(&new, 799, 1.1);
	points = judge(&base, &new, NULL, &family);
	ck_assert_int_eq(points[799].answer, PMK_CHANGE_REGRESSED);
	ck_assert_double_gt(points[799].p_holm, 0.1);
	ck_assert_double_eq_tol(points[799].p_family, 2.0 / 12870, 1e-12);
	free(points);
	release(&base);
	release(&new);
}
END_TEST

/* One run a side: without knowledge of the machine 5 % is nothing, with it it is a change. */
START_TEST(knowledge_of_the_machine_decides)
{
	const double deviations[] = { 0.002, 0.001, 0.004 };
	struct pmk_judge_family family;
	uint64_t state = 4;
	struct runs base = measure(20, 1, deviations, &state);
	struct runs new = measure(20, 1, deviations, &state);
	struct runs known = measure(20, RUNS, deviations, &state);
	struct pmk_judged *points;

	slow_down(&new, 18, 1.05);
	points = judge(&base, &new, NULL, &family);
	ck_assert_int_eq(family.by, PMK_BY_STATED);
	ck_assert_uint_eq(count(points, 0, 20, PMK_CHANGE_INCONCLUSIVE), 20);
	free(points);
	points = judge(&base, &new, &known, &family);
	ck_assert_int_eq(family.by, PMK_BY_SPREAD);
	ck_assert_uint_eq(count(points, 18, 20, PMK_CHANGE_REGRESSED), 2);
	ck_assert_uint_eq(count(points, 0, 18, PMK_CHANGE_REGRESSED), 0);
	free(points);
	/* But 20 % is one without. */
	slow_down(&new, 18, 1.2 / 1.05);
	points = judge(&base, &new, NULL, &family);
	ck_assert_uint_eq(count(points, 18, 20, PMK_CHANGE_REGRESSED), 2);
	free(points);
	release(&base);
	release(&new);
	release(&known);
}
END_TEST

/* If all points of a run are slower together, one run a side cannot tell that from its luck. */
START_TEST(what_all_points_do_may_be_the_run)
{
	const double deviations[] = { 0.002, 0, 0.004 };
	struct pmk_judge_family family;
	uint64_t state = 5;
	struct runs base = measure(30, 1, deviations, &state);
	struct runs new = measure(30, 1, deviations, &state);
	struct pmk_judged *points;

	slow_down(&new, 0, 1.25);
	points = judge(&base, &new, NULL, &family);
	ck_assert_uint_eq(count(points, 0, 30, PMK_CHANGE_REGRESSED), 0);
	ck_assert_double_eq_tol(family.common, log(1.25), 0.01);
	free(points);
	release(&base);
	release(&new);
}
END_TEST

/* The ten runs of the base say how much runs differ here, as well as aa does. */
START_TEST(a_base_of_many_runs_is_knowledge)
{
	const double deviations[] = { 0.002, 0.001, 0.004 };
	struct pmk_judge_family family;
	uint64_t state = 6;
	struct runs base = measure(20, RUNS, deviations, &state);
	struct runs new = measure(20, 1, deviations, &state);
	struct pmk_judged *points;

	slow_down(&new, 19, 1.04);
	points = judge(&base, &new, NULL, &family);
	ck_assert_int_eq(family.by, PMK_BY_SPREAD);
	ck_assert_int_eq(points[19].answer, PMK_CHANGE_REGRESSED);
	ck_assert_uint_eq(count(points, 0, 19, PMK_CHANGE_REGRESSED), 0);
	free(points);
	release(&base);
	release(&new);
}
END_TEST

/* The scatter of three samples says too little about their median; five-fold cost or not. */
START_TEST(few_samples_claim_nothing)
{
	const double base[] = { 1, 1, 1 }, new[] = { 5, 5, 5 };
	const struct pmk_judge_rules rules = { .alpha = 0.05, .min_effect = -1 };
	struct pmk_judge_family family;
	struct pmk_judged point = {
		.base = base,
		.new = new,
		.n_base = 3,
		.n_new = 3,
		.base_runs = base,
		.new_runs = new,
		.n_base_runs = 1,
		.n_new_runs = 1,
	};

	ck_assert_int_eq(pmk_judge(&point, 1, &rules, &family), 0);
	ck_assert_int_eq(point.answer, PMK_CHANGE_INCONCLUSIVE);
	ck_assert_int_eq(point.doubt, PMK_DOUBT_TOO_FEW);
	ck_assert_uint_eq(family.fewest, 3);
	ck_assert_uint_eq(family.needed, 4);
	ck_assert(isnan(point.mde));
	point.new = point.new_runs = base;
	ck_assert_int_eq(pmk_judge(&point, 1, &rules, &family), 0);
	ck_assert_int_eq(point.answer, PMK_CHANGE_INCONCLUSIVE);
}
END_TEST

/* Two programs: a tenth more is certain, and yet may be where the linker put a loop. */
START_TEST(where_code_lies_is_no_answer)
{
	const double deviations[3] = { 0.001, 0, 0.001 };
	struct pmk_judge_rules rules = { .alpha = 0.05, .min_effect = -1 };
	struct pmk_judge_family family;
	uint64_t state = 1;
	struct runs base = measure(2, 8, deviations, &state);
	struct runs new = measure(2, 8, deviations, &state);
	struct pmk_judged *points;

	slow_down(&new, 1, 1.1);
	points = judge(&base, &new, NULL, &family);
	ck_assert_int_eq(points[0].answer, PMK_CHANGE_EQUIVALENT);
	ck_assert_int_eq(points[1].answer, PMK_CHANGE_REGRESSED);
	points[0].placement = points[1].placement = 0.2;
	ck_assert_int_eq(pmk_judge(points, 2, &rules, &family), 0);
	ck_assert_int_eq(points[0].answer, PMK_CHANGE_EQUIVALENT);
	ck_assert_int_eq(points[1].answer, PMK_CHANGE_INCONCLUSIVE);
	ck_assert_int_eq(points[1].doubt, PMK_DOUBT_PLACEMENT);
	points[1].placement = 0.05;
	ck_assert_int_eq(pmk_judge(points, 2, &rules, &family), 0);
	ck_assert_int_eq(points[1].answer, PMK_CHANGE_REGRESSED);
	free(points);
	release(&base);
	release(&new);
}
END_TEST

Suite *pmk_suite_judge_wall(void)
{
	Suite *suite = suite_create("judge_wall");
	TCase *tests = tcase_create("judge_wall");

	tcase_add_test(tests, where_code_lies_is_no_answer);
	tcase_add_test(tests, samples_of_a_run_share_its_luck);
	tcase_add_test(tests, several_runs_find_what_one_cannot);
	tcase_add_test(tests, the_least_p_does_not_depend_on_the_points);
	tcase_add_test(tests, knowledge_of_the_machine_decides);
	tcase_add_test(tests, what_all_points_do_may_be_the_run);
	tcase_add_test(tests, a_base_of_many_runs_is_knowledge);
	tcase_add_test(tests, few_samples_claim_nothing);
	suite_add_tcase(suite, tests);
	return suite;
}
