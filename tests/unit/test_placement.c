// SPDX-License-Identifier: GPL-2.0-only
/* What placement does to a point, from samples of its copies. The samples here are made up. */
#include <check.h>
#include <math.h>
#include <string.h>

#include "judge/placement.h"
#include "machine/program_id.h"
#include "stats/random.h"

Suite *pmk_suite_placement(void);

#define COPIES 6
#define ROUNDS 60

static double logs[ROUNDS];
static size_t copy[ROUNDS];

/* Five runs of twelve rounds; the first @slow copies cost @factor as much, with noise of 1 %. */
static double variance_of(size_t slow, double factor, uint64_t *state)
{
	const struct pmk_placed placed = { logs, copy, ROUNDS, COPIES };

	for (size_t i = 0; i < ROUNDS; i++) {
		copy[i] = i % COPIES;
		logs[i] = log(10 * (copy[i] < slow ? factor : 1)) + 0.01 * pmk_random_normal(state);
	}
	return pmk_placement_variance(&placed);
}

/* Costs of 10 and 17.5 ns, as a loop of 1 KiB had: k of six copies have the dearer place. */
START_TEST(two_programs_with_other_luck_are_within_the_margin)
{
	uint64_t state = 1;
	double one = variance_of(1, 1.75, &state), three = variance_of(3, 1.75, &state);
	double margin = pmk_placement_margin(one, three, COPIES, 0.05);

	/* Worked out by hand: deviations 0.2285 and 0.3065 of the medians, t(10) = 2.228. */
	ck_assert_double_eq_tol(sqrt(one), 1.2533 * 0.2285 / sqrt(6), 0.01);
	ck_assert_double_eq_tol(sqrt(three), 1.2533 * 0.3065 / sqrt(6), 0.01);
	ck_assert_double_eq_tol(log1p(margin), 2.228 * hypot(sqrt(one), sqrt(three)), 1e-3);
	ck_assert(log1p(margin) > log(1.545)); /* what the two came out apart by */
}
END_TEST

START_TEST(noise_alone_widens_nothing)
{
	uint64_t state = 1;
	int widened = 0;

	for (int i = 0; i < 1000; i++)
		widened += variance_of(0, 1, &state) > 0;
	ck_assert_int_le(widened, 100);
}
END_TEST

START_TEST(what_cannot_be_told_is_nothing)
{
	double two[2] = { 1, 2 };
	size_t of[2] = { 0, 1 };
	uint64_t state = 1;

	ck_assert(pmk_placement_variance(&(struct pmk_placed){ two, of, 2, 2 }) == 0);
	ck_assert(pmk_placement_variance(&(struct pmk_placed){ two, of, 2, 1 }) == 0);
	ck_assert(pmk_placement_variance(&(struct pmk_placed){ two, of, 2, 1000 }) == 0);
	ck_assert(pmk_placement_margin(0, 0, COPIES, 0.05) == 0);
	/* A copy that was never measured. */
	variance_of(3, 1.75, &state);
	ck_assert(pmk_placement_variance(&(struct pmk_placed){ logs, copy, ROUNDS, 7 }) == 0);
}
END_TEST

START_TEST(a_program_has_the_id_of_its_linker)
{
	char id[PMK_PROGRAM_ID_BYTES], cut[9];

	pmk_program_id(id, sizeof(id));
	ck_assert_uint_eq(strspn(id, "0123456789abcdef"), strlen(id));
	ck_assert_uint_ge(strlen(id), 32);
	pmk_program_id(cut, sizeof(cut));
	ck_assert_uint_eq(strlen(cut), 8);
}
END_TEST

Suite *pmk_suite_placement(void)
{
	Suite *s = suite_create("placement");
	TCase *t = tcase_create("placement");

	tcase_add_test(t, two_programs_with_other_luck_are_within_the_margin);
	tcase_add_test(t, noise_alone_widens_nothing);
	tcase_add_test(t, what_cannot_be_told_is_nothing);
	tcase_add_test(t, a_program_has_the_id_of_its_linker);
	suite_add_tcase(s, t);
	return s;
}
