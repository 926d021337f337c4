// SPDX-License-Identifier: GPL-2.0-only
/* Change points against their definition, exact enumeration and published examples. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/change_inner.h"
#include "stats/random.h"

Suite *pmk_suite_change(void);

/* A series of 100 with 1 % noise, which costs a factor more from some run on. */
static void make_series(double *values, size_t n, size_t at, double factor, uint64_t seed)
{
	for (size_t i = 0; i < n; i++)
		values[i] = 100 * exp(0.01 * pmk_random_normal(&seed)) * (i < at ? 1 : factor);
}

static void shuffle(int *ranks, int n, uint64_t *state)
{
	for (int i = 0; i < n; i++) {
		int other = (int)(pmk_random(state) % (uint64_t)(i + 1));

		ranks[i] = i;
		ranks[i] = ranks[other];
		ranks[other] = i;
	}
}

static double mean_distance(const int *a, int m, const int *b, int n, double pairs)
{
	double sum = 0;

	for (int i = 0; i < m; i++)
		for (int j = 0; j < n; j++)
			sum += abs(a[i] - b[j]);
	return sum / pairs;
}

/* Matteson and James (2014), equations 5 and 6, word by word. */
static double by_definition(const int *x, int m, int q)
{
	const int *y = x + m;
	double energy = 2 * mean_distance(x, m, y, q, m * q) -
			mean_distance(x, m, x, m, m * (m - 1)) -
			mean_distance(y, q, y, q, q * (q - 1));

	return (double)m * q / (m + q) * energy;
}

START_TEST(energy_is_as_defined)
{
	uint64_t state = 7;

	for (int n = 4; n <= 30; n++) {
		int persist = n >= 6 && n % 2 ? 3 : 2, ranks[30], at = 0;
		struct pmk_split split;
		double best = -1;

		shuffle(ranks, n, &state);
		for (int k = 2 * persist; k <= n; k++)
			for (int t = persist; t + persist <= k; t++)
				if (by_definition(ranks, t, k - t) > best + 1e-9) {
					best = by_definition(ranks, t, k - t);
					at = t;
				}
		split = pmk_change_energy(ranks, (size_t)n, (size_t)persist);
		ck_assert_double_eq_tol(split.energy, best, 1e-9);
		ck_assert_uint_eq(split.at, (size_t)at);
	}
}
END_TEST

/* Every permutation of n, by Heap's algorithm: how many have an energy at least that great. */
static size_t count_as_great(int *ranks, int n, size_t length, double energy)
{
	size_t count = 0;

	if (n == 1)
		return pmk_change_energy(ranks, length, 3).energy >= energy * (1 - 1e-12);
	for (int i = 0; i < n; i++) {
		int swap = n % 2 ? 0 : i, kept;

		count += count_as_great(ranks, n - 1, length, energy);
		kept = ranks[swap];
		ranks[swap] = ranks[n - 1];
		ranks[n - 1] = kept;
	}
	return count;
}

/* All 40320 orders of eight runs against the seeded test. */
START_TEST(p_is_that_of_all_permutations)
{
	struct pmk_change_null *null = pmk_change_null_new(3, 3);
	uint64_t state = 1;

	ck_assert_ptr_nonnull(null);
	for (int i = 0; i < 12; i++) {
		int ranks[8], all[8];
		double energy, exact, drawn;

		shuffle(ranks, 8, &state);
		shuffle(all, 8, &state);
		energy = pmk_change_energy(ranks, 8, 3).energy;
		exact = (double)count_as_great(all, 8, 8, energy) / 40320;
		drawn = pmk_change_p(null, 8, energy);
		/* Stopped at 20 draws as great, p is within a quarter with 68 %. */
		ck_assert_msg(fabs(drawn - exact) < 4 * exact / sqrt(20), "%g for %g", drawn,
			      exact);
	}
	pmk_change_null_free(null);
}
END_TEST

/* Beyond what 2000 draws can count: 40000 of them say whether the tail is trusted too far. */
START_TEST(tail_of_p_errs_to_the_safe_side)
{
	struct pmk_change_null *null = pmk_change_null_new(3, 3);
	const size_t n_draws = 40000;
	double *all = malloc(n_draws * sizeof(*all));
	size_t as_great = 0;
	uint64_t state = 99;
	double last = 1;

	ck_assert_ptr_nonnull(all);
	for (size_t i = 0; i < n_draws; i++) {
		int ranks[24];

		shuffle(ranks, 24, &state);
		all[i] = pmk_change_energy(ranks, 24, 3).energy;
	}
	for (int energy = 40; energy < 80; energy += 2) {
		double p = pmk_change_p(null, 24, energy);

		as_great = 0;
		for (size_t i = 0; i < n_draws; i++)
			as_great += all[i] >= energy;
		ck_assert_double_le(p, last);
		if (as_great > 20)
			ck_assert_double_ge(p * 1.6, (double)as_great / (double)n_draws);
		last = p;
	}
	ck_assert_double_lt(last, 0.0005);
	ck_assert_double_gt(last, 0);
	free(all);
	pmk_change_null_free(null);
}
END_TEST

START_TEST(same_seed_same_p)
{
	struct pmk_change_null *a = pmk_change_null_new(5, 3), *b = pmk_change_null_new(5, 3),
			       *c = pmk_change_null_new(6, 3);
	double p = pmk_change_p(a, 40, 70);

	/* Also when other lengths were drawn before. */
	pmk_change_p(b, 39, 10);
	pmk_change_p(b, 40, 10);
	ck_assert_double_eq(pmk_change_p(b, 40, 70), p);
	ck_assert_double_ne(pmk_change_p(c, 40, 70), p);
	pmk_change_null_free(a);
	pmk_change_null_free(b);
	pmk_change_null_free(c);
}
END_TEST

/*
 * Source: annual flow of the Nile at Aswan, 1871 to 1970, in 10^8 m^3: Cobb, The problem of the
 * Nile, Biometrika 65 (1978), 243-251, who finds the one change after 1898.
 */
static const double nile[] = {
	1120, 1160, 963, 1210, 1160, 1160, 813,	 1230, 1370, 1140, 995,	 935,  1110, 994,  1020,
	960,  1180, 799, 958,  1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774,  840,
	874,  694,  940, 833,  701,  916,  692,	 1020, 1050, 969,  831,	 726,  456,  824,  702,
	1120, 1100, 832, 764,  821,  768,  845,	 864,  862,  698,  845,	 744,  796,  1040, 759,
	781,  865,  845, 944,  984,  897,  822,	 1010, 771,  676,  649,	 846,  812,  742,  801,
	1040, 860,  874, 848,  890,  744,  749,	 838,  1050, 918,  986,	 797,  923,  975,  815,
	1020, 906,  901, 1170, 912,  746,  919,	 718,  714,  740,
};

START_TEST(nile_changes_after_1898)
{
	struct pmk_change_null *null = pmk_change_null_new(1, 3);
	struct pmk_changes changes;

	ck_assert_int_eq(pmk_change_find(null, nile, 100, 0.01, &changes), 0);
	ck_assert_uint_eq(changes.n, 1);
	ck_assert_uint_eq(1871 + changes.all[0].at, 1899);
	ck_assert_uint_le(1871 + changes.all[0].first, 1899);
	ck_assert_uint_ge(1871 + changes.all[0].last, 1899);
	/* By ranks alone it would be below 1e-4; a river with a memory explains some of it. */
	ck_assert_double_lt(changes.all[0].p, 0.01);
	/* Cobb's levels are 1097.8 and 850.0. */
	ck_assert_double_lt(changes.all[0].size.lo, 850.0 / 1097.8);
	ck_assert_double_gt(changes.all[0].size.hi, 850.0 / 1097.8);
	free(changes.all);
	pmk_change_null_free(null);
}
END_TEST

START_TEST(nothing_is_found_in_noise)
{
	struct pmk_change_null *null = pmk_change_null_new(1, 3);
	size_t found = 0;

	for (uint64_t seed = 0; seed < 300; seed++) {
		struct pmk_changes changes;
		double values[60];

		make_series(values, 60, 60, 1, seed * 77);
		ck_assert_int_eq(pmk_change_find(null, values, 60, 0, &changes), 0);
		found += changes.n > 0;
		free(changes.all);
	}
	/* 1 % is expected, more than 9 of 300 once in 300 times; the seeds are fixed. */
	ck_assert_uint_le(found, 9);
	pmk_change_null_free(null);
}
END_TEST

/* Three runs after a step of five deviations are enough, two are not. */
START_TEST(newest_level_is_found_when_it_persisted)
{
	struct pmk_change_null *null = pmk_change_null_new(1, 3);
	struct pmk_changes changes;
	double values[120];

	for (size_t lasted = 1; lasted <= 4; lasted++) {
		make_series(values, 120, 120 - lasted, 1.05, 11);
		ck_assert_int_eq(pmk_change_find(null, values, 120, 0.01, &changes), 0);
		ck_assert_uint_eq(changes.n, lasted >= 3);
		if (changes.n)
			ck_assert_uint_eq(changes.all[0].at, 120 - lasted);
		free(changes.all);
	}
	pmk_change_null_free(null);
}
END_TEST

/* A level that was left again is found where it began and where it ended, in a long series too. */
START_TEST(levels_in_the_middle)
{
	struct pmk_change_null *null = pmk_change_null_new(1, 3);
	struct pmk_changes changes;
	double values[700];

	make_series(values, 700, 700, 1, 5);
	for (size_t i = 300; i < 330; i++)
		values[i] *= 1.06;
	values[100] *= 3; /* an outlier is no level */
	ck_assert_int_eq(pmk_change_find(null, values, 700, 0.01, &changes), 0);
	ck_assert_uint_eq(changes.n, 2);
	ck_assert_uint_eq(changes.all[0].at, 300);
	ck_assert_uint_eq(changes.all[1].at, 330);
	ck_assert_double_gt(changes.all[0].size.estimate, 1.04);
	ck_assert_double_lt(changes.all[1].size.estimate, 0.96);
	free(changes.all);
	/* The same series with a greater least effect says nothing. */
	ck_assert_int_eq(pmk_change_find(null, values, 700, 0.10, &changes), 0);
	ck_assert_uint_eq(changes.n, 0);
	free(changes.all);
	pmk_change_null_free(null);
}
END_TEST

/* How many of 60 series of n runs have a sure change, each tracked alone at 5 %. */
static size_t count_sure(struct pmk_change_null *null, size_t n, double memory, double drift,
			 const double step[2])
{
	size_t sure = 0;

	for (uint64_t seed = 1; seed <= 60; seed++) {
		uint64_t state = seed * 7919;
		struct pmk_changes changes;
		double values[120], noise = pmk_random_normal(&state);

		for (size_t i = 0; i < n; i++) {
			if (i)
				noise = memory * noise +
					sqrt(1 - memory * memory) * pmk_random_normal(&state);
			values[i] = 100 * (1 + drift * (double)i / (double)n) * exp(0.01 * noise) *
				    ((double)i >= step[0] ? step[1] : 1);
		}
		ck_assert_int_eq(pmk_change_find(null, values, n, 0.01, &changes), 0);
		ck_assert_int_eq(pmk_change_pool(&changes, 1, 0.05), 0);
		for (size_t i = 0; i < changes.n; i++)
			sure += changes.all[i].sure;
		free(changes.all);
	}
	return sure;
}

/*
 * Noise with a memory and a straight drift are no changes. Of 60 series 3 may be; more than 8 come
 * once in 200 times, and the seeds are fixed. By exchangeable ranks it was 20 and 47.
 */
START_TEST(memory_and_drift_are_no_changes)
{
	struct pmk_change_null *null = pmk_change_null_new(1, 3);
	const double none[2] = { 1000, 1 }, step[2] = { 60, 1.05 };

	ck_assert_uint_le(count_sure(null, 100, 0, 0, none), 8);
	ck_assert_uint_le(count_sure(null, 100, 0.4, 0, none), 8);
	ck_assert_uint_le(count_sure(null, 100, 0, 0.02, none), 8);
	ck_assert_uint_le(count_sure(null, 100, 0.4, 0.02, none), 8);
	/* And a real step is found in spite of both. */
	ck_assert_uint_ge(count_sure(null, 100, 0.4, 0.02, step), 55);
	pmk_change_null_free(null);
}
END_TEST

/* The last 3 of 12 runs, five deviations up: ranks alone can never be sure of it. */
START_TEST(newest_level_of_a_short_series)
{
	struct pmk_change_null *null = pmk_change_null_new(1, 3);
	const double step[2] = { 9, 1.05 }, none[2] = { 1000, 1 };

	ck_assert_uint_ge(count_sure(null, 12, 0, 0, step), 51);
	ck_assert_uint_le(count_sure(null, 12, 0, 0, none), 8);
	ck_assert_uint_le(count_sure(null, 12, 0.4, 0, none), 8);
	pmk_change_null_free(null);
}
END_TEST

START_TEST(short_series_say_nothing)
{
	const double five[] = { 1, 1, 9, 9, 9 };
	struct pmk_change_null *null = pmk_change_null_new(1, 3);
	struct pmk_changes changes;

	for (size_t n = 0; n <= 5; n++) {
		ck_assert_int_eq(pmk_change_find(null, five, n, 0.01, &changes), 0);
		ck_assert_uint_eq(changes.n + changes.n_tests, 0);
		ck_assert_int_eq(pmk_change_steps(null, five, n, 0.001, &changes), 0);
		ck_assert_uint_eq(changes.n, 0);
	}
	pmk_change_null_free(null);
}
END_TEST

/* Of runs that are all the same nothing can be said, and nothing divides by their noise. */
START_TEST(constant_series)
{
	struct pmk_change_null *null = pmk_change_null_new(1, 3);
	struct pmk_changes changes;
	double values[50];

	for (size_t i = 0; i < 50; i++)
		values[i] = 100;
	ck_assert_int_eq(pmk_change_find(null, values, 50, 0.01, &changes), 0);
	ck_assert_uint_eq(changes.n, 0);
	for (size_t i = 25; i < 50; i++)
		values[i] = 103;
	ck_assert_int_eq(pmk_change_find(null, values, 50, 0.01, &changes), 0);
	ck_assert_uint_eq(changes.n, 1);
	ck_assert_uint_eq(changes.all[0].first, 25);
	ck_assert_uint_eq(changes.all[0].last, 25);
	ck_assert_double_eq_tol(changes.all[0].size.estimate, 1.03, 1e-12);
	free(changes.all);
	pmk_change_null_free(null);
}
END_TEST

Suite *pmk_suite_change(void)
{
	Suite *suite = suite_create("change");
	TCase *tests = tcase_create("change");

	tcase_add_test(tests, energy_is_as_defined);
	tcase_add_test(tests, p_is_that_of_all_permutations);
	tcase_add_test(tests, tail_of_p_errs_to_the_safe_side);
	tcase_add_test(tests, same_seed_same_p);
	tcase_add_test(tests, nile_changes_after_1898);
	tcase_add_test(tests, nothing_is_found_in_noise);
	tcase_add_test(tests, newest_level_is_found_when_it_persisted);
	tcase_add_test(tests, levels_in_the_middle);
	tcase_add_test(tests, memory_and_drift_are_no_changes);
	tcase_add_test(tests, newest_level_of_a_short_series);
	tcase_add_test(tests, short_series_say_nothing);
	tcase_add_test(tests, constant_series);
	suite_add_tcase(suite, tests);
	return suite;
}
