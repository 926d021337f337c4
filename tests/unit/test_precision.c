// SPDX-License-Identifier: GPL-2.0-only
/* Half-widths and goals. The samples here are made up. */
#include <check.h>
#include <math.h>

#include "measure/precision.h"

Suite *pmk_suite_precision(void);

START_TEST(half_the_interval_as_a_part_of_the_median)
{
	/* Of 6 samples the interval is all of them, with a coverage of 1 - 2/64. */
	const double six[] = { 98, 100, 102, 103, 99, 110 };

	ck_assert_double_eq_tol(pmk_half_width(six, 6), 6 / 101.0, 1e-12);
	ck_assert_double_infinite(pmk_half_width(six, 5));
	ck_assert_double_infinite(pmk_half_width(six, 0));
}
END_TEST

static void fill(struct pmk_result *r, double centre, double step)
{
	for (int i = 0; i < 6; i++)
		ck_assert_int_eq(pmk_series_add(&r->samples, i, centre + step * (i - 2.5)), 0);
}

START_TEST(what_was_asked_for_and_passed_is_judged_by_its_clock)
{
	static const char *const patterns[] = { "access/file_read/pread/size:*", NULL };
	static const char *const targets[] = { "host", "x86_64-6.1", NULL };
	struct pmk_precision p;
	struct pmk_target *host, *guest;
	struct pmk_plan plan;
	const char *unmatched;

	ck_assert_int_eq(pmk_plan_make(&plan, patterns, targets, false, &unmatched), 0);
	host = &plan.targets[0];
	guest = &plan.targets[1];
	host->clock = &pmk_clock_wall;
	guest->clock = &pmk_clock_insn;
	p = pmk_precision_of(&plan, 0);
	ck_assert_uint_eq(p.judged, 0);
	ck_assert_ptr_null(p.worst);
	fill(&host->results[0], 100, 0.7);  /* half-width 1.75 % */
	fill(&host->results[1], 100, 0.9);  /* 2.25 % */
	fill(&guest->results[0], 100, 0.1); /* 0.25 %: too wide for instructions */
	fill(pmk_target_result(host, "selfcheck/loop/a"), 100, 9);
	p = pmk_precision_of(&plan, 0);
	ck_assert_uint_eq(p.judged, 3);
	ck_assert_uint_eq(p.reached, 1);
	ck_assert_ptr_eq(p.worst, &host->results[1]);
	ck_assert_double_eq_tol(p.worst_width, 0.0225, 1e-12);
	ck_assert_uint_eq(pmk_precision_of(&plan, 0.03).reached, 3);
	ck_assert(pmk_precision_reached(host->results, host->n_results, 0.03));
	ck_assert(!pmk_precision_reached(host->results, host->n_results, 0.02));
	pmk_result_end(&host->results[1], PMK_BROKEN, "made up", NULL);
	ck_assert(pmk_precision_reached(host->results, host->n_results, 0.02));
	pmk_plan_free(&plan);
}
END_TEST

Suite *pmk_suite_precision(void)
{
	Suite *s = suite_create("precision");
	TCase *t = tcase_create("precision");

	tcase_add_test(t, half_the_interval_as_a_part_of_the_median);
	tcase_add_test(t, what_was_asked_for_and_passed_is_judged_by_its_clock);
	suite_add_tcase(s, t);
	return s;
}
