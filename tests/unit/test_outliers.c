// SPDX-License-Identifier: GPL-2.0-only
/* A machine that is different is found among peers, and noise is not. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "stats/outliers.h"
#include "stats/random.h"

Suite *pmk_suite_outliers(void);

/* Twelve machines, three points; scores by hand: -5 .. 5 thousandths and one of 80. */
START_TEST(by_hand)
{
	static const double scores[12] = { -.005, -.004, -.003, -.002, -.001, 0,
					   .001,  .002,	 .003,	.004,  .005,  .08 };
	double logs[12 * 3];
	struct pmk_outlier all[12];

	for (size_t m = 0; m < 12; m++)
		for (size_t p = 0; p < 3; p++) /* one point lies, and the median does not care */
			logs[m * 3 + p] = log(100) * (double)p + (p == m % 3 ? 1 : 0) + scores[m];
	/* The point of each third of the machines that lies: the middle of a point stays below. */
	ck_assert_int_eq(pmk_outliers(logs, 12, 3, 0.02, all), 12);
	for (size_t m = 0; m < 12; m++)
		ck_assert_int_eq(all[m].different, m == 11);
	/* Centre 0.0005; |deviations| .0005 twice, .0015 twice ... : their median is 0.003. */
	for (size_t m = 0; m < 12; m++)
		for (size_t p = 0; p < 3; p++)
			logs[m * 3 + p] = scores[m];
	ck_assert_int_eq(pmk_outliers(logs, 12, 3, 0.02, all), 12);
	ck_assert_double_eq_tol(all[11].score, 0.0795, 1e-12);
	ck_assert_double_eq_tol(all[11].z, 0.0795 / (1.4826 * 0.003), 1e-9);
	ck_assert(all[11].different && all[11].points == 3);
	/* The least effect holds it back. */
	ck_assert_int_eq(pmk_outliers(logs, 12, 3, 0.09, all), 12);
	ck_assert(!all[11].different);
}
END_TEST

START_TEST(too_few_are_not_judged)
{
	double logs[20 * 4];
	struct pmk_outlier all[20];

	for (size_t i = 0; i < 20 * 4; i++)
		logs[i] = (double)(i / 4 == 3) + (double)(i % 7) * 1e-3;
	ck_assert_int_eq(pmk_outliers(logs, 9, 4, 0.02, all), 0);
	ck_assert(!all[3].judged && !all[3].different);
	/* A point that nine have does not count; a machine with one point of four is not judged. */
	for (size_t m = 0; m < 20; m++)
		logs[m * 4] = m < 9 ? logs[m * 4] : (double)NAN;
	for (size_t p = 0; p < 3; p++)
		logs[19 * 4 + p] = (double)NAN;
	ck_assert_int_eq(pmk_outliers(logs, 20, 4, 0.02, all), 19);
	ck_assert_uint_eq(all[3].points, 3);
	ck_assert(all[3].different && all[3].judged && !all[19].judged && !all[19].different);
}
END_TEST

/* Without any noise whoever differs at all is beyond every MAD, and only the effect holds. */
START_TEST(equal_peers)
{
	double logs[10];
	struct pmk_outlier all[10];

	for (size_t m = 0; m < 10; m++)
		logs[m] = m == 7 ? -0.05 : 0;
	ck_assert_int_eq(pmk_outliers(logs, 10, 1, 0.02, all), 10);
	ck_assert(all[7].different && isnan(all[7].z) && !all[0].different);
}
END_TEST

/* 8 % slow under 3 % noise of each of 20 points: found, though no single point shows it. */
START_TEST(under_noise)
{
	enum { MACHINES = 12, POINTS = 20 };
	double logs[MACHINES * POINTS];
	struct pmk_outlier all[MACHINES];
	uint64_t state = 1;
	size_t found = 0;

	for (int fleet = 0; fleet < 100; fleet++) {
		for (size_t i = 0; i < MACHINES * POINTS; i++)
			logs[i] = 0.03 * pmk_random_normal(&state) +
				  (i / POINTS == 5 ? log(1.08) : 0);
		ck_assert_int_eq(pmk_outliers(logs, MACHINES, POINTS, 0.02, all), MACHINES);
		found += all[5].different;
	}
	ck_assert_uint_ge(found, 70);
}
END_TEST

Suite *pmk_suite_outliers(void)
{
	Suite *suite = suite_create("outliers");
	TCase *tests = tcase_create("outliers");

	tcase_add_test(tests, by_hand);
	tcase_add_test(tests, too_few_are_not_judged);
	tcase_add_test(tests, equal_peers);
	tcase_add_test(tests, under_noise);
	suite_add_tcase(suite, tests);
	return suite;
}
