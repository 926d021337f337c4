// SPDX-License-Identifier: GPL-2.0-only
/* Instructions: which sets of samples are a change, which are the same, and which are neither. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/judge.h"
#include "stats/random.h"

Suite *pmk_suite_judge_insn(void);

#define SAMPLES_MAX 64

/* "10x1000 2x1500" becomes twelve values; how many. */
static size_t values_of(const char *text, double values[SAMPLES_MAX])
{
	size_t n = 0, times;
	double value;
	int used;

	for (; sscanf(text, "%zux%lf%n", &times, &value, &used) == 2; text += used)
		while (times-- && n < SAMPLES_MAX)
			values[n++] = value;
	return n;
}

/* The answer for these samples, with what @like says of their boots and loops. */
static struct pmk_judged judge_like(const char *base, const char *new, double effect,
				    struct pmk_judged like)
{
	static double values[2][SAMPLES_MAX];
	const struct pmk_judge_rules rules = { .alpha = 0.05, .min_effect = effect };
	struct pmk_judge_family family;

	like.insn = true;
	like.base = values[0];
	like.new = values[1];
	like.n_base = values_of(base, values[0]);
	like.n_new = values_of(new, values[1]);
	ck_assert_int_eq(pmk_judge(&like, 1, &rules, &family), 0);
	ck_assert_uint_eq(family.tests, 0);
	ck_assert(isnan(like.p));
	return like;
}

static struct pmk_judged judge(const char *base, const char *new, double effect)
{
	return judge_like(base, new, effect, (struct pmk_judged){ 0 });
}

/* Each value is the median of a boot; @known are boots that were compared before. */
static struct pmk_judged judge_boots(const char *base, const char *new, const char *known)
{
	static double boots[3][SAMPLES_MAX];

	return judge_like(base, new, -1,
			  (struct pmk_judged){
				  .base_runs = boots[0],
				  .new_runs = boots[1],
				  .known_runs = boots[2],
				  .n_base_runs = values_of(base, boots[0]),
				  .n_new_runs = values_of(new, boots[1]),
				  .n_known_runs = values_of(known, boots[2]),
			  });
}

#define REGRESSED    PMK_CHANGE_REGRESSED
#define IMPROVED     PMK_CHANGE_IMPROVED
#define EQUIVALENT   PMK_CHANGE_EQUIVALENT
#define INCONCLUSIVE PMK_CHANGE_INCONCLUSIVE

static const struct {
	const char *base, *new;
	enum pmk_change answer;
} pairs[] = {
	/* Two in a thousand count, one does not. */
	{ "3x1000", "3x1002", REGRESSED },
	{ "6x1000", "6x1002", REGRESSED },
	{ "3x1000", "3x1001", EQUIVALENT },
	{ "1x1000", "1x1002", REGRESSED },
	/* One outlier hides no change that all others show. */
	{ "12x1000", "11x3000 1x999", REGRESSED },
	{ "11x1000 1x1200", "12x1100", REGRESSED },
	{ "4x1000 1x1200", "5x1100", REGRESSED },
	/* Of four samples none is an outlier. */
	{ "3x1000 1x1200", "4x1100", INCONCLUSIVE },
	/* Some dearer samples are no change of all, and no equivalence. */
	{ "12x1000", "10x1000 2x1500", INCONCLUSIVE },
	{ "6x1000", "5x1000 1x10000", INCONCLUSIVE },
	{ "8x1000", "4x1000 4x1002", INCONCLUSIVE },
	/* The same scatter on both sides is the same, however many samples saw it. */
	{ "10x1000 2x1500", "2x1500 10x1000", EQUIVALENT },
	{ "10x1000 2x1500", "5x1000 1x1500", EQUIVALENT },
	{ "5x317 3x365", "3x365 5x317", EQUIVALENT },
	/* Of two costs the dearer one grew, behind a median that stayed. */
	{ "5x317 3x365", "5x317 3x450", INCONCLUSIVE },
	/* Two costs of which a boot may see one only: the sides touch. */
	{ "3x865.104 3x867.104", "6x867.106", INCONCLUSIVE },
	{ "3x1000 3x1010", "6x1010.001", INCONCLUSIVE },
	{ "5x1000 1x1010", "1x1000 5x1010", INCONCLUSIVE },
	/* The medians moved far, the sides are a hair apart. */
	{ "6x990 6x1000", "6x1000.5 6x1010", INCONCLUSIVE },
	/* Few instructions: one whole one that all samples show, and nothing less. */
	{ "6x16.004", "6x17.003", REGRESSED },
	{ "6x16.004", "6x16.6", EQUIVALENT },
	{ "6x16.004", "4x16.004 2x17.004", INCONCLUSIVE },
	{ "6x99.2", "6x100.1", EQUIVALENT },
	{ "6x100", "6x100.5", REGRESSED },
};

START_TEST(pairs_of_sides)
{
	enum pmk_change answer = pairs[_i].answer, back = answer == REGRESSED ? IMPROVED : answer;
	struct pmk_judged there = judge(pairs[_i].base, pairs[_i].new, -1);

	ck_assert_msg(there.answer == answer, "%s -> %s: %s", pairs[_i].base, pairs[_i].new,
		      pmk_change_name(there.answer));
	ck_assert_int_eq(judge(pairs[_i].new, pairs[_i].base, -1).answer, back);
	ck_assert((answer == INCONCLUSIVE) == (there.doubt != PMK_DOUBT_NONE));
}
END_TEST

/* What is asked for decides instead of a thousandth, but never less than a whole instruction. */
START_TEST(the_margin_that_is_asked_for)
{
	ck_assert_int_eq(judge("3x1000", "3x1002", 0.01).answer, EQUIVALENT);
	ck_assert_int_eq(judge("3x1000", "3x1002", 0).answer, REGRESSED);
	ck_assert_int_eq(judge("3x1000", "3x1000", 0).answer, EQUIVALENT);
	ck_assert_int_eq(judge("3x50", "3x52", 0.10).answer, EQUIVALENT);
	ck_assert_int_eq(judge("3x50", "3x56", 0.10).answer, REGRESSED);
	ck_assert_int_eq(judge("3x50", "3x50.5", 0).answer, EQUIVALENT);
}
END_TEST

/* What is printed beside the answer. */
START_TEST(figures_beside_the_answer)
{
	struct pmk_judged point = judge("3x1000", "3x1002", -1);

	ck_assert_double_eq(point.ratio.estimate, 1.002);
	ck_assert_double_eq(point.ratio.lo, 1.002);
	ck_assert_double_eq(point.margin, 0.001);
	ck_assert_double_eq_tol(point.tolerance, 1, 1e-6);
	point = judge("12x1000", "11x3000 1x999", -1);
	ck_assert_double_eq(point.ratio.lo, 3);
	ck_assert_double_eq(point.ratio.hi, 3);
	/* Sides that scatter as these lie apart once the median is 995 + 1 + 15. */
	point = judge("3x1000", "1x995 1x1010 1x1020", -1);
	ck_assert_int_eq(point.answer, INCONCLUSIVE);
	ck_assert_int_eq(point.doubt, PMK_DOUBT_OVERLAP);
	ck_assert_double_eq_tol(point.mde, 0.016, 1e-6);
	point = judge("12x1000", "10x1000 2x1500", -1);
	ck_assert_int_eq(point.doubt, PMK_DOUBT_MIXED);
	ck_assert_double_eq_tol(judge("6x16", "6x17", -1).tolerance, 0.95, 1e-12);
}
END_TEST

/*
 * Six boots as they are: most points repeat to a few millionths, some have two costs of which each
 * boot sees both, some scatter by half a percent. Whichever two are compared, nothing changed.
 */
START_TEST(boots_of_one_kernel)
{
	static const char *const boots[][6] = {
		{ "6x13.0043", "6x13.0041", "5x13.0043 1x13.9", "6x13.0044", "6x13.004", "6x13.1" },
		{ "3x865.104 3x867.104", "5x865.104 1x867.106", "1x865.106 5x867.104",
		  "4x865.104 2x867.104", "2x865.105 4x867.106", "3x865.104 2x867.1 1x912.4" },
		{ "6x4218.31", "6x4218.52", "6x4217.97", "6x4219.9", "5x4218.4 1x4391.2",
		  "6x4218.33" },
		{ "2x70112 2x70340 2x70455", "3x70155 3x70420", "1x70099 5x70310",
		  "3x70290 3x70480", "2x70170 2x70355 2x70390", "4x70205 2x70433" },
	};

	for (size_t p = 0; p < sizeof(boots) / sizeof(boots[0]); p++)
		for (size_t a = 0; a < 6; a++)
			for (size_t b = 0; b < 6; b++) {
				enum pmk_change answer = judge(boots[p][a], boots[p][b], -1).answer;

				ck_assert_msg(answer == EQUIVALENT || answer == INCONCLUSIVE,
					      "%s -> %s: %s", boots[p][a], boots[p][b],
					      pmk_change_name(answer));
				ck_assert(a != b || answer == EQUIVALENT);
			}
}
END_TEST

/* What boots scatter by is learned from those of both sides, and from those known before. */
START_TEST(the_scatter_of_boots_widens_the_tolerance)
{
	static const char one[] = "1x10000 1x10040 1x9980 1x10050 1x9970 1x10020";
	static const char near[] = "1x10060 1x10070 1x10065 1x10080 1x10062 1x10075";
	static const char far[] = "1x10300 1x10340 1x10280 1x10350 1x10270 1x10320";
	struct pmk_judged point = judge_boots(one, near, "");

	ck_assert_int_eq(point.answer, INCONCLUSIVE);
	ck_assert_int_eq(point.tolerance_by, PMK_TOLERANCE_BOOTS);
	/* sqrt((3.7924e-5 + 1.8037e-6) / (3 + 3)) = 0.25732 %; t of 6 is 5.9588. */
	ck_assert_double_eq_tol(point.tolerance, 10010 * 5.9588 * 0.0025732 * sqrt(0.5), 0.01);
	ck_assert_int_eq(judge_boots(one, far, "").answer, REGRESSED);
	ck_assert_int_eq(judge_boots(far, one, "").answer, IMPROVED);
	/* Two boots a side that repeat are no reason to see less than one a side does. */
	point = judge_boots("1x10000 1x10000.1", "1x10025 1x10025.2", "");
	ck_assert_int_eq(point.answer, REGRESSED);
	ck_assert_int_eq(point.tolerance_by, PMK_TOLERANCE_MARGIN);
	/* An outlier among the boots hides nothing. */
	ck_assert_int_eq(judge_boots("6x10000", "5x10200 1x9990", "").answer, REGRESSED);
	ck_assert_int_eq(judge_boots("6x10000", "5x10200 1x15000", "").answer, REGRESSED);
	ck_assert_int_eq(judge_boots("5x10000 1x10200", "5x10200 1x10000", "").answer,
			 INCONCLUSIVE);
}
END_TEST

START_TEST(one_boot_a_side_is_held_to_what_is_known)
{
	static const char known[] = "1x8000 1x8032 1x7984 1x8040 1x7976 1x8016";
	struct pmk_judged point = judge_boots("1x10000", "1x10060", known);

	ck_assert_int_eq(point.answer, INCONCLUSIVE);
	ck_assert_int_eq(point.doubt, PMK_DOUBT_OVERLAP);
	ck_assert_int_eq(point.tolerance_by, PMK_TOLERANCE_BOOTS);
	ck_assert_int_eq(judge_boots("1x10000", "1x10060", "").answer, REGRESSED);
	ck_assert_int_eq(judge_boots("1x10000", "1x10700", known).answer, REGRESSED);
	/* That two boots agree shows nothing where boots are known not to. */
	point = judge_boots("1x10000", "1x10001", known);
	ck_assert_int_eq(point.answer, INCONCLUSIVE);
	ck_assert_int_eq(point.doubt, PMK_DOUBT_BOOTS);
	ck_assert_int_eq(judge_boots("1x10000", "1x10001", "").answer, EQUIVALENT);
	ck_assert_int_eq(judge_boots("1x10000", "1x10001", "6x8000").answer, EQUIVALENT);
}
END_TEST

/* Points of a kernel of which each boot is off by 0.3 %, normally; the new one's costs @factor. */
static size_t found(size_t boots, size_t known, double factor, uint64_t *seed)
{
	enum { POINTS = 1000 };
	const struct pmk_judge_rules rules = { .alpha = 0.05, .min_effect = -1 };
	struct pmk_judge_family family;
	double runs[3][16];
	size_t n = 0;

	for (size_t p = 0; p < POINTS; p++) {
		struct pmk_judged point = {
			.base = runs[0],
			.new = runs[1],
			.base_runs = runs[0],
			.new_runs = runs[1],
			.known_runs = runs[2],
			.n_base = boots,
			.n_new = boots,
			.n_base_runs = boots,
			.n_new_runs = boots,
			.n_known_runs = known,
			.insn = true,
		};

		for (size_t side = 0; side < 3; side++)
			for (size_t i = 0; i < 16; i++)
				runs[side][i] = 20000 * (side == 1 ? factor : 1) *
						exp(0.003 * pmk_random_normal(seed));
		ck_assert_int_eq(pmk_judge(&point, 1, &rules, &family), 0);
		n += point.answer == REGRESSED || point.answer == IMPROVED;
	}
	return n;
}

/* By the tolerance one of a thousand is a false answer, and the gap makes it fewer. */
START_TEST(boots_that_scatter_are_no_change)
{
	uint64_t seed = 20261128;

	ck_assert_uint_le(found(2, 0, 1, &seed), 2);
	ck_assert_uint_le(found(3, 0, 1, &seed), 2);
	ck_assert_uint_le(found(6, 0, 1, &seed), 2);
	ck_assert_uint_le(found(1, 6, 1, &seed), 2);
	ck_assert_uint_le(found(1, 10, 1, &seed), 2);
	/* Changes of ten times the scatter are found, with fewer boots larger ones. */
	ck_assert_uint_ge(found(3, 0, 1.05, &seed), 950);
	ck_assert_uint_ge(found(6, 0, 1.03, &seed), 990);
	ck_assert_uint_ge(found(1, 10, 1.05, &seed), 900);
}
END_TEST

/* Of 16 instructions 11 are the loop: what it costs itself is no change of the operation. */
START_TEST(loops_are_no_part_of_a_difference)
{
	const struct pmk_judged same = { .loop_base = 11, .loop_new = 11 },
				grew = { .loop_base = 11, .loop_new = 12 },
				unknown = { .loop_new = 12 };
	const struct pmk_judged dearer = judge_like("6x16.002", "6x23.003", -1, same),
				as_dear = judge_like("6x16.002", "6x17.003", -1, grew);

	ck_assert_int_eq(dearer.answer, REGRESSED);
	ck_assert_double_eq_tol(dearer.difference, 7.001, 1e-9);
	ck_assert_double_eq_tol(dearer.ratio.lo, 23.003 / 16.002, 1e-9);
	ck_assert_int_eq(as_dear.answer, EQUIVALENT);
	ck_assert_double_eq_tol(as_dear.difference, 0.001, 1e-9);
	ck_assert_int_eq(judge_like("6x16.002", "6x17.003", -1, unknown).answer, REGRESSED);
}
END_TEST

Suite *pmk_suite_judge_insn(void)
{
	Suite *suite = suite_create("judge_insn");
	TCase *tests = tcase_create("judge_insn");

	tcase_add_loop_test(tests, pairs_of_sides, 0, sizeof(pairs) / sizeof(pairs[0]));
	tcase_add_test(tests, the_margin_that_is_asked_for);
	tcase_add_test(tests, figures_beside_the_answer);
	tcase_add_test(tests, boots_of_one_kernel);
	tcase_add_test(tests, the_scatter_of_boots_widens_the_tolerance);
	tcase_add_test(tests, one_boot_a_side_is_held_to_what_is_known);
	tcase_add_test(tests, boots_that_scatter_are_no_change);
	tcase_add_test(tests, loops_are_no_part_of_a_difference);
	suite_add_tcase(suite, tests);
	return suite;
}
