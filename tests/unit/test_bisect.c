// SPDX-License-Identifier: GPL-2.0-only
/* On which side of good and bad a run lies: figures, votes, and whole bisects over noisy runs. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "compare/bisect.h"
#include "stats/random.h"

#define POINTS	20
#define SAMPLES 12
#define RUNS	8
#define STEPS	40

Suite *pmk_suite_bisect(void);

START_TEST(instructions_are_cut_halfway)
{
	ck_assert_int_eq(pmk_bisect_insn(100, 110, 100), PMK_BISECT_GOOD);
	ck_assert_int_eq(pmk_bisect_insn(100, 110, 104.9), PMK_BISECT_GOOD);
	ck_assert_int_eq(pmk_bisect_insn(100, 110, 105), PMK_BISECT_BETWEEN);
	ck_assert_int_eq(pmk_bisect_insn(100, 110, 105.1), PMK_BISECT_BAD);
	ck_assert_int_eq(pmk_bisect_insn(100, 110, 500), PMK_BISECT_BAD);
	ck_assert_int_eq(pmk_bisect_insn(100, 110, 1), PMK_BISECT_GOOD);
	/* Who looks for what made it cheaper calls the cheaper one bad. */
	ck_assert_int_eq(pmk_bisect_insn(110, 100, 109), PMK_BISECT_GOOD);
	ck_assert_int_eq(pmk_bisect_insn(110, 100, 101), PMK_BISECT_BAD);
	ck_assert_int_eq(pmk_bisect_insn(110, 100, 105), PMK_BISECT_BETWEEN);
}
END_TEST

/* Log odds of one fresh run, where medians of runs scatter by @spread (1 is 100 %). */
static double odds(double good, double bad, double fresh, double spread, size_t runs)
{
	double half = 1.959964 * spread * sqrt(2 / (double)runs);
	const struct pmk_judged apart = {
		.n_base_runs = runs,
		.n_new_runs = runs,
		.median_base = good,
		.median_new = bad,
		.ratio = { .estimate = bad / good,
			   .lo = bad / good * exp(-half),
			   .hi = bad / good * exp(half),
			   .coverage = 0.95 },
	};
	/* Inside of a run there is hardly any scatter, as usual. */
	const struct pmk_interval cost = {
		.estimate = fresh, .lo = fresh * 0.999, .hi = fresh * 1.001, .coverage = 0.95
	};

	return pmk_bisect_odds(&apart, &cost, 1);
}

/*
 * The densities of a normal distribution about good and about bad: with one run each the distance
 * of two runs has the variance 2 s^2, so the odds are (d_bad^2 - d_good^2) / 4 s^2.
 */
START_TEST(time_is_where_it_is_likelier)
{
	double to_good = log(103 / 100.), to_bad = log(120 / 103.);

	ck_assert_double_eq_tol(odds(100, 120, 103, 0.03, 1),
				(to_bad * to_bad - to_good * to_good) / 4 / 0.03 / 0.03, 1e-4);
	/* Good 100, bad 120, fresh 103 was skipped. */
	ck_assert_double_gt(odds(100, 120, 103, 0.03, 1), log(PMK_BISECT_ODDS));
	ck_assert_double_gt(odds(120, 100, 116.5, 0.03, 1), log(PMK_BISECT_ODDS));
	ck_assert_double_lt(odds(100, 120, 117, 0.03, 1), -log(PMK_BISECT_ODDS));
	ck_assert_double_eq_tol(odds(100, 144, 120, 0.03, 1), 0, 1e-9);
	/* Beyond a side is on it. */
	ck_assert_double_gt(odds(100, 120, 50, 0.03, 1), log(PMK_BISECT_ODDS));
	ck_assert_double_lt(odds(100, 120, 200, 0.03, 1), -log(PMK_BISECT_ODDS));
	/* What runs differ by explains anything here. */
	ck_assert_double_lt(fabs(odds(100, 101, 100, 0.03, 1)), log(PMK_BISECT_ODDS));
	/* The better good and bad are known, the better a third is placed. */
	ck_assert_double_gt(odds(100, 105, 100, 0.01, 8), 1.5 * odds(100, 105, 100, 0.01, 1));
}
END_TEST

/* A run of its own scatter is not better known than that. */
START_TEST(a_wild_run_is_skipped)
{
	const struct pmk_judged apart = { .n_base_runs = 1,
					  .n_new_runs = 1,
					  .median_base = 100,
					  .ratio = { 1.2, 1.15, 1.25, .coverage = 0.95 } };
	const struct pmk_interval steady = { 103, 102, 104, .coverage = 0.95 },
				  wild = { 103, 70, 150, .coverage = 0.95 };

	ck_assert_double_gt(pmk_bisect_odds(&apart, &steady, 1), log(PMK_BISECT_ODDS));
	ck_assert_double_lt(pmk_bisect_odds(&apart, &wild, 1), log(PMK_BISECT_ODDS));
}
END_TEST

/* Runs of twenty points, of which the first costs @factor times 100 ns. */
struct runs {
	struct pmk_rec rec[RUNS];
	struct pmk_rec_target target;
	struct pmk_rec_point points[RUNS][POINTS];
	double values[RUNS][POINTS][SAMPLES];
	long rounds[SAMPLES];
	char ids[RUNS][8], names[POINTS][16];
	struct pmk_set set;
};

static void fill(struct runs *r, size_t n, double factor, double run_effect, uint64_t *seed)
{
	r->target = (struct pmk_rec_target){ .name = "host",
					     .clock = &pmk_clock_wall,
					     .run = json_pack("{s:{s:s, s:s}}", "clock", "name",
							      "wall", "unit", "ns") };
	for (int s = 0; s < SAMPLES; s++)
		r->rounds[s] = s;
	for (size_t run = 0; run < n; run++) {
		snprintf(r->ids[run], sizeof(r->ids[run]), "R%zu", run);
		r->rec[run] = (struct pmk_rec){ .path = (char *)"fabricated",
						.id = r->ids[run],
						.complete = true,
						.n_targets = 1,
						.targets = &r->target,
						.n_points = POINTS,
						.n_all = POINTS,
						.points = r->points[run] };
		for (size_t p = 0; p < POINTS; p++) {
			double cost =
				100 * (p ? 1 : factor) * exp(run_effect * pmk_random_normal(seed));

			for (int s = 0; s < SAMPLES; s++)
				r->values[run][p][s] = cost * exp(0.005 * pmk_random_normal(seed));
			snprintf(r->names[p], sizeof(r->names[p]), "a/b/p%zu", p);
			r->points[run][p] =
				(struct pmk_rec_point){ .name = r->names[p],
							.comparison = "a/b",
							.unit = "ns",
							.samples = { SAMPLES, r->values[run][p],
								     r->rounds },
							.verdict.status = PMK_PASS };
		}
	}
	r->set = (struct pmk_set){ .path = (char *)"fabricated", .n = n, .runs = r->rec };
}

/* Steps that are answered rightly, of STEPS, half of them on bad's side. */
static int right_steps(size_t n_known, size_t n_fresh, double change, double run_effect)
{
	static struct runs good, bad, fresh;
	const struct pmk_compare_options options = { .rules = { .alpha = PMK_JUDGE_ALPHA,
								.min_effect = -1 } };
	uint64_t seed = 2026;
	int right = 0;

	for (int step = 0; step < STEPS; step++) {
		bool is_bad = step % 2;
		enum pmk_bisect_side side;
		struct pmk_bisect b;

		fill(&good, n_known, 1, run_effect, &seed);
		fill(&bad, n_known, change, run_effect, &seed);
		fill(&fresh, n_fresh, is_bad ? change : 1, run_effect, &seed);
		ck_assert_msg(!pmk_bisect_make(&b, &good.set, &bad.set, &fresh.set, &options),
			      "step %d: %s", step, b.refusal);
		side = pmk_bisect_side(&b);
		ck_assert_msg(side != (is_bad ? PMK_BISECT_GOOD : PMK_BISECT_BAD),
			      "step %d is answered wrongly: %s", step, b.votes[0].why);
		right += side == (is_bad ? PMK_BISECT_BAD : PMK_BISECT_GOOD);
		pmk_bisect_free(&b);
		json_decref(good.target.run);
		json_decref(bad.target.run);
		json_decref(fresh.target.run);
	}
	return right;
}

/* Of forty such steps 39 were skipped, because every point had a vote. */
START_TEST(what_differs_by_luck_has_no_vote)
{
	ck_assert_int_ge(right_steps(1, 1, 1.2, 0.01), 36);
	ck_assert_int_ge(right_steps(RUNS, 2, 1.05, 0.01), 36);
}
END_TEST

/* Votes as given: the one, or the two, that take a side decide. */
static enum pmk_bisect_side side_of(enum pmk_bisect_side a, enum pmk_bisect_side b)
{
	struct pmk_bisect_vote votes[] = { { .side = a }, { .side = b } };

	return pmk_bisect_side(&(struct pmk_bisect){ .n = 2, .votes = votes });
}

START_TEST(who_cannot_say_does_not_count)
{
	ck_assert_int_eq(side_of(PMK_BISECT_GOOD, PMK_BISECT_GOOD), PMK_BISECT_GOOD);
	ck_assert_int_eq(side_of(PMK_BISECT_GOOD, PMK_BISECT_BETWEEN), PMK_BISECT_GOOD);
	ck_assert_int_eq(side_of(PMK_BISECT_UNMEASURED, PMK_BISECT_BAD), PMK_BISECT_BAD);
	ck_assert_int_eq(side_of(PMK_BISECT_GOOD, PMK_BISECT_BAD), PMK_BISECT_BETWEEN);
	ck_assert_int_eq(side_of(PMK_BISECT_UNMEASURED, PMK_BISECT_BETWEEN), PMK_BISECT_BETWEEN);
	ck_assert_int_eq(side_of(PMK_BISECT_UNMEASURED, PMK_BISECT_UNMEASURED),
			 PMK_BISECT_UNMEASURED);
}
END_TEST

Suite *pmk_suite_bisect(void)
{
	Suite *suite = suite_create("bisect");
	TCase *tests = tcase_create("bisect");

	tcase_add_test(tests, instructions_are_cut_halfway);
	tcase_add_test(tests, time_is_where_it_is_likelier);
	tcase_add_test(tests, a_wild_run_is_skipped);
	tcase_add_test(tests, what_differs_by_luck_has_no_vote);
	tcase_add_test(tests, who_cannot_say_does_not_count);
	suite_add_tcase(suite, tests);
	return suite;
}
