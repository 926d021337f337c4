// SPDX-License-Identifier: GPL-2.0-only
/* Figures with their doubt, and what expectations come to. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "expect/judgement.h"

Suite *pmk_suite_judgement(void);

#define RUNS(...) \
	(const double[]){ __VA_ARGS__ }, sizeof((double[]){ __VA_ARGS__ }) / sizeof(double)

/* Samples that all are the median say that a run is sure of it: the stated 3 % remains. */
START_TEST(one_run_has_the_stated_doubt)
{
	struct pmk_figure f =
		pmk_figure_of(RUNS(100), RUNS(100, 100, 100, 100, 100), &pmk_clock_wall);

	ck_assert_double_eq(f.value, 100);
	/* 1.959964 is the normal quantile of 97.5 % of Abramowitz and Stegun, table 26.6. */
	ck_assert_double_eq_tol(f.hi, 100 * exp(1.959964 * 0.03), 1e-4);
	ck_assert_double_eq_tol(f.lo, 100 / exp(1.959964 * 0.03), 1e-4);
	ck_assert_double_eq(f.slack, 0);
}
END_TEST

/* Six runs show their spread: t(5, 97.5 %) = 2.570582, the deviation of the logarithms by hand. */
START_TEST(six_runs_show_their_own)
{
	struct pmk_figure f = pmk_figure_of(RUNS(98, 99, 100, 100, 101, 102),
					    RUNS(98, 98, 98, 98, 98), &pmk_clock_wall);
	double logs[] = { log(98), log(99), log(100), log(100), log(101), log(102) }, mean = 0,
	       squares = 0;

	for (size_t i = 0; i < 6; i++)
		mean += logs[i] / 6;
	for (size_t i = 0; i < 6; i++)
		squares += (logs[i] - mean) * (logs[i] - mean);
	ck_assert_double_eq_tol(f.hi, 100 * exp(2.570582 * sqrt(squares / 5) / sqrt(6)), 1e-3);
}
END_TEST

START_TEST(too_few_samples_judge_nothing)
{
	struct pmk_figure f = pmk_figure_of(RUNS(100), RUNS(100, 100, 100), &pmk_clock_wall);

	ck_assert_double_eq(f.lo, 0);
	ck_assert(isinf(f.hi));
	ck_assert_double_eq(
		pmk_figure_expected(RUNS(100), RUNS(100, 100, 100), &pmk_clock_wall, false), 0);
}
END_TEST

START_TEST(instructions_are_exact)
{
	struct pmk_figure f =
		pmk_figure_of(RUNS(1000), RUNS(990, 1000, 1000, 1000, 1500), &pmk_clock_insn);

	ck_assert_double_eq(f.lo, 1000);
	ck_assert_double_eq(f.hi, 1000);
	ck_assert_double_eq_tol(f.slack, 1, 1e-9);
	f = pmk_figure_of(RUNS(16, 17), RUNS(16, 16), &pmk_clock_insn);
	ck_assert_double_eq(f.lo, 16);
	ck_assert_double_eq(f.hi, 17);
	ck_assert_double_eq(f.slack, 0.95);
}
END_TEST

/* A run like those that were learned from is met; one that costs a quarter more is not. */
START_TEST(what_is_learned_is_met_by_the_like)
{
	double limit = pmk_figure_expected(RUNS(100), RUNS(100, 100, 100, 100), &pmk_clock_wall,
					   false),
	       least = pmk_figure_expected(RUNS(100), RUNS(100, 100, 100, 100), &pmk_clock_wall,
					   true);

	ck_assert_double_lt(pmk_figure_of(RUNS(104), RUNS(104, 104, 104, 104), &pmk_clock_wall).hi,
			    limit);
	ck_assert_double_gt(pmk_figure_of(RUNS(125), RUNS(125, 125, 125, 125), &pmk_clock_wall).lo,
			    limit);
	ck_assert_double_eq_tol(least * limit, 1e4, 1e-6);
	ck_assert_double_eq_tol(pmk_figure_expected(RUNS(5000), RUNS(5000), &pmk_clock_insn, false),
				5005, 1e-9);
}
END_TEST

START_TEST(doubts_of_a_ratio_add_up)
{
	struct pmk_figure a = { .value = 200, .lo = 200 / exp(0.03), .hi = 200 * exp(0.03) },
			  b = { .value = 100, .lo = 100 / exp(0.04), .hi = 100 * exp(0.04) }, f;

	f = pmk_figure_ratio(&a, &b, false);
	ck_assert_double_eq(f.value, 2);
	ck_assert_double_eq_tol(f.hi, 2 * exp(0.05), 1e-9);
	ck_assert_double_eq_tol(f.lo, 2 * exp(-0.05), 1e-9);
}
END_TEST

#define POINT(NAME, VALUE)                                                  \
	{                                                                   \
		.target = "host", .name = (NAME), .clock = &pmk_clock_wall, \
		.verdict = { PMK_PASS, "", "" }, .figure = {                \
			.value = (VALUE),                                   \
			.lo = (VALUE)*0.95,                                 \
			.hi = (VALUE)*1.05                                  \
		}                                                           \
	}
#define CLAIM(NAME, STATUS)                                                   \
	{                                                                     \
		.target = "host", .name = (NAME), .claim = true, .verdict = { \
			PMK_##STATUS,                                         \
			"why",                                                \
			""                                                    \
		}                                                             \
	}

static const struct pmk_seen all[] = {
	POINT("a/b/c/size:1", 100),
	POINT("a/b/c/size:2", 200),
	POINT("a/b/d/size:1", 50),
	CLAIM("a/claims/holds", PASS),
	CLAIM("a/claims/fails", FAIL),
	CLAIM("a/claims/skips", SKIP),
	CLAIM("a/claims/breaks", BROKEN),
	{ .target = "guest+strict",
	  .name = "a/b/c/size:1",
	  .clock = &pmk_clock_insn,
	  .verdict = { PMK_PASS, "", "" },
	  .figure = { .value = 1500, .lo = 1500, .hi = 1500, .slack = 1.5 } },
	{ .target = "guest+lazy",
	  .name = "a/b/c/size:1",
	  .clock = &pmk_clock_insn,
	  .verdict = { PMK_PASS, "", "" },
	  .figure = { .value = 1000, .lo = 1000, .hi = 1000, .slack = 1 } },
};

#define N (sizeof(all) / sizeof(all[0]))

/* What the lines come to, as it is told; the counts go to @counts. For free(3). */
static char *judged(const char *lines, const struct pmk_scope *scope,
		    size_t counts[PMK_EXPECT_RESULTS])
{
	char path[] = "/tmp/pagemark-judged-XXXXXX", *said = NULL;
	int fd = mkstemp(path);
	struct pmk_seen *seen = malloc(sizeof(all));
	struct pmk_expect expect;
	struct pmk_judgement j;
	size_t size;
	FILE *to = open_memstream(&said, &size);

	ck_assert_int_eq(write(fd, lines, strlen(lines)), (ssize_t)strlen(lines));
	close(fd);
	ck_assert_int_eq(pmk_expect_read(&expect, path, stderr), 0);
	ck_assert_ptr_nonnull(seen);
	memcpy(seen, all, sizeof(all));
	ck_assert_int_eq(pmk_judgement_make(&j, &expect, seen, N, scope), 0);
	memcpy(counts, j.counts, sizeof(j.counts));
	pmk_judgement_print(to, &j);
	fclose(to);
	pmk_judgement_free(&j);
	pmk_expect_free(&expect);
	unlink(path);
	return said;
}

static const struct {
	const char *lines;
	size_t met, not_met, waived, doubtful, not_measured, left_out;
	const char *says;
} cases[] = {
	/* One FAIL, a/claims/fails, is in each: nothing waives it unless the lines do. */
	{ "a/b/c/size:1 on host <= 110 ns", 1, 1, 0, 0, 0, 0,
	  "not met: a/claims/fails [host]: FAIL: why, and no waiver covers it" },
	{ "a/b/c/size:1 <= 94 ns", 0, 2, 0, 0, 0, 0,
	  "not met: a/b/c/size:1 [host]: measured 100 ns (95.0 ns .. 105 ns); expected <= 94 ns "
	  "(line 1)" },
	{ "a/b/c/size:1 <= 104 ns", 0, 1, 0, 1, 0, 0, "inconclusive: a/b/c/size:1 [host]" },
	{ "a/b/c/size:1 >= 90 ns", 1, 1, 0, 0, 0, 0, "" },
	{ "a/b/c/size:1 >= 110 ns", 0, 2, 0, 0, 0, 0, "" },
	/* The clock is a part of a figure: a limit in ns says nothing of the guests. */
	{ "a/b/c/size:1 <= 1500 insn", 2, 1, 0, 0, 0, 0, "" },
	{ "a/b/c/size:1 <= 1499 insn", 1, 1, 0, 1, 0, 0, "" },
	{ "a/b/c/size:1 <= 1400 insn", 1, 2, 0, 0, 0, 0, "" },
	{ "a/b/d <= 10 insn", 0, 1, 0, 0, 1, 0, "nothing that it means was measured in insn" },
	{ "nowhere <= 10 ns", 0, 1, 0, 0, 1, 0, "not measured: nowhere <= 10 ns" },
	/* The most specific line wins. */
	{ "a/b <= 10 ns\na/b/c <= 300 ns\na/b/d/size:1 <= 60 ns", 3, 1, 0, 0, 0, 0, "" },
	{ "a/b/c/size:1 on +strict <= 1.5 x +lazy", 1, 1, 0, 0, 0, 0, "" },
	{ "a/b/c/size:1 on +strict <= 1.4 x +lazy", 0, 2, 0, 0, 0, 0,
	  "measured 1.50x; expected <= 1.4 x a/b/c/size:1 [guest+lazy]" },
	{ "a/b/c/size:1 on host <= 2.5 x a/b/d", 1, 1, 0, 0, 0, 0, "" },
	{ "a/b/c/size:1 on host <= 1 x on guest+lazy", 0, 1, 0, 0, 1, 0,
	  "was measured on another clock" },
	{ "a/b/c/size:2 on host <= 3 x a/b/d", 0, 1, 0, 0, 1, 0,
	  "a/b/d/size:2 [host], to hold it against, is not there" },
	{ "a/claims/holds is PASS", 1, 1, 0, 0, 0, 0, "" },
	{ "a/claims/holds is SKIP", 0, 2, 0, 0, 0, 0, "PASS: why; expected SKIP" },
	{ "a/claims/skips is SKIP", 1, 1, 0, 0, 0, 0, "" },
	{ "a/claims/skips is any", 1, 1, 0, 0, 0, 0, "" },
	{ "a/claims/skips is PASS", 0, 1, 0, 0, 1, 0,
	  "not measured: a/claims/skips [host]: SKIP: why; expected PASS (line 1)" },
	{ "a/claims/breaks is PASS", 0, 1, 0, 0, 1, 0, "" },
	{ "a/claims/fails is PASS", 0, 1, 0, 0, 0, 0, "FAIL: why; expected PASS (line 1)" },
	{ "a/claims/fails is any", 0, 1, 0, 0, 0, 0, "" },
	/* Waivers. */
	{ "waive a/claims/fails until 2999-01-01 link https://x because y", 0, 0, 1, 0, 0, 0,
	  "waived until 2999-01-01: y <https://x> (line 1)" },
	{ "waive a/claims/fails until 2000-01-01 link https://x because y", 0, 1, 0, 0, 0, 0,
	  "waiver expired on 2000-01-01: a/claims/fails (line 1)" },
	{ "waive a/claims until 2999-01-01 link https://x because y\n"
	  "waive a/claims/fails until 2000-01-01 link https://x because y",
	  0, 1, 0, 0, 0, 0, "" },
	{ "waive a/claims/holds until 2999-01-01 link https://x because y", 0, 1, 0, 0, 0, 0,
	  "waived, but it passes now: a/claims/holds [host]; remove line 1" },
	{ "a/b/c/size:1 on host <= 9 ns\n"
	  "waive a/b/c until 2999-01-01 link https://x because y",
	  0, 1, 1, 0, 0, 0, "waived: a/b/c/size:1 [host]: measured" },
};

START_TEST(lines_come_to)
{
	const struct pmk_scope everything = { 0 };
	size_t n[PMK_EXPECT_RESULTS];
	char *said = judged(cases[_i].lines, &everything, n);

	ck_assert_msg(n[PMK_EXPECT_MET] == cases[_i].met &&
			      n[PMK_EXPECT_NOT_MET] == cases[_i].not_met &&
			      n[PMK_EXPECT_WAIVED] == cases[_i].waived &&
			      n[PMK_EXPECT_DOUBTFUL] == cases[_i].doubtful &&
			      n[PMK_EXPECT_NOT_MEASURED] == cases[_i].not_measured &&
			      n[PMK_EXPECT_LEFT_OUT] == cases[_i].left_out,
		      "%s\n%s", cases[_i].lines, said);
	ck_assert_msg(strstr(said, cases[_i].says), "%s\n%s", cases[_i].lines, said);
	free(said);
}
END_TEST

START_TEST(what_was_not_asked_for_is_left_out)
{
	const char *const patterns[] = { "a/b" }, *const targets[] = { "guest+lazy" };
	const struct pmk_scope some = { .patterns = patterns, .n_patterns = 1 },
			       there = { .targets = targets, .n_targets = 1 },
			       claims = { .claims_only = true };
	size_t n[PMK_EXPECT_RESULTS];
	const char *lines = "nowhere <= 1 ns\nx/claims/y is PASS\nz on host is PASS";

	free(judged(lines, &some, n));
	ck_assert_uint_eq(n[PMK_EXPECT_LEFT_OUT], 3);
	free(judged(lines, &there, n));
	ck_assert_uint_eq(n[PMK_EXPECT_LEFT_OUT], 1);
	ck_assert_uint_eq(n[PMK_EXPECT_NOT_MEASURED], 2);
	free(judged(lines, &claims, n));
	ck_assert_uint_eq(n[PMK_EXPECT_LEFT_OUT], 2);
}
END_TEST

Suite *pmk_suite_judgement(void)
{
	Suite *s = suite_create("judgement");
	TCase *tc = tcase_create("judgement");

	tcase_add_test(tc, one_run_has_the_stated_doubt);
	tcase_add_test(tc, six_runs_show_their_own);
	tcase_add_test(tc, too_few_samples_judge_nothing);
	tcase_add_test(tc, instructions_are_exact);
	tcase_add_test(tc, what_is_learned_is_met_by_the_like);
	tcase_add_test(tc, doubts_of_a_ratio_add_up);
	tcase_add_loop_test(tc, lines_come_to, 0, (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_test(tc, what_was_not_asked_for_is_left_out);
	suite_add_tcase(s, tc);
	return s;
}
