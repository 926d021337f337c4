// SPDX-License-Identifier: GPL-2.0-only
/* Sentences: who wins where, what is not clear, and words that fit the clock. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answer/answer.h"

Suite *pmk_suite_answer(void);

#define ROUNDS 6

static char path[] = "/tmp/pagemark-answer-XXXXXX";

/* Costs by contender and size; every second round is off by the contender's noise. "base" is it. */
struct curve {
	const char *contender;
	double cost[5];
	double noise;
	double loop; /* measured beside it, if above 0 */
};

static const char *subject = "a";
static bool items_as_sizes; /* an operation has as many items as the size says, and not one */

static void write_bench(FILE *to, const struct curve *curve, size_t i, const char *unit, int rounds)
{
	int size = 64 << 2 * i;

	fprintf(to,
		"{\"type\":\"bench\",\"target\":\"t\",\"name\":\"%s/b/%s/size:%d\","
		"\"params\":{\"size\":%d},"
		"\"items_per_op\":%d,"
		"\"unit\":\"%s\",\"baseline\":%s,\"status\":\"PASS\",\"samples\":[",
		subject, curve->contender, size, size, items_as_sizes ? size : 1, unit,
		strcmp(curve->contender, "base") ? "false" : "true");
	for (int r = 0; r < rounds; r++)
		fprintf(to, "%s%.10g", r ? "," : "",
			curve->cost[i] * (1 + (r % 2 ? curve->noise : 0)));
	fputs("],\"rounds\":[", to);
	for (int r = 0; r < rounds; r++)
		fprintf(to, "%s%d", r ? "," : "", r);
	fputs("]", to);
	if (curve->loop > 0)
		fprintf(to, ",\"overhead\":{\"by\":\"module\",\"samples\":[%g]}", curve->loop);
	fputs("}\n", to);
}

static void say(__typeof__(pmk_answer) *ask, const struct curve *curves, size_t n,
		const char *clock, int rounds, char text[PMK_ANSWER_BYTES])
{
	const char *unit = strcmp(clock, "wall") ? "insn" : "ns";
	struct pmk_groups groups = { 0 };
	char error[PMK_REC_ERROR_BYTES];
	struct pmk_rec rec;
	FILE *to;
	int fd;

	memset(path + strlen(path) - 6, 'X', 6);
	fd = mkstemp(path);
	to = fdopen(fd, "w");
	ck_assert_ptr_nonnull(to);
	fprintf(to,
		"{\"type\":\"run\",\"schema\":1,\"id\":\"x\",\"target\":\"t\","
		"\"clock\":{\"name\":\"%s\","
		"\"unit\":\"%s\"}}\n",
		clock, unit);
	for (size_t c = 0; c < n; c++)
		for (size_t i = 0; i < 5; i++)
			write_bench(to, &curves[c], i, unit, rounds);
	fclose(to);
	ck_assert_msg(!pmk_rec_read(path, &rec, error), "%s", error);
	unlink(path);
	ck_assert_int_eq(pmk_groups_add(&groups, &rec), 0);
	ck_assert_uint_eq(groups.n, 1);
	ask(&groups.groups[0], text);
	pmk_groups_free(&groups);
	pmk_rec_free(&rec);
}

static void answer(const struct curve *curves, size_t n, const char *clock, int rounds,
		   char text[PMK_ANSWER_BYTES])
{
	say(pmk_answer, curves, n, clock, rounds, text);
}

START_TEST(the_lead_changes_between_two_values)
{
	static const struct curve curves[] = {
		{ "read", { 10, 20, 100, 400, 1600 }, 0.001, 0 },
		{ "map", { 30, 40, 99, 200, 400 }, 0.03, 0 },
	};
	char text[PMK_ANSWER_BYTES];

	answer(curves, 2, "wall", ROUNDS, text);
	ck_assert_str_eq(
		text,
		"Up to 256 B, read is fastest (map takes 3.0x as long at 64 B); at 1 KiB, no clear "
		"difference between map and read in 6 samples; from 4 KiB on, map is fastest "
		"(read takes 3.9x as long at 16 KiB); the lead changes between 256 B and 4 KiB.");
}
END_TEST

START_TEST(too_few_samples_never_make_a_winner)
{
	static const struct curve curves[] = {
		{ "read", { 10, 20, 100, 400, 1600 }, 0.001, 0 },
		{ "map", { 30, 60, 300, 1200, 4800 }, 0.001, 0 },
	};
	char text[PMK_ANSWER_BYTES];

	answer(curves, 2, "wall", 4, text);
	ck_assert_str_eq(
		text,
		"From 64 B to 16 KiB, 4 samples, of at least 5 needed, cannot tell map and read "
		"apart.");
	answer(curves, 2, "wall", 5, text);
	ck_assert_ptr_nonnull(strstr(text, "read is fastest"));
}
END_TEST

START_TEST(one_winner_is_told_at_both_ends)
{
	static const struct curve curves[] = {
		{ "read", { 10, 20, 100, 400, 1600 }, 0.001, 0 },
		{ "map", { 30, 60, 300, 1200, 3200 }, 0.001, 0 },
		{ "copy", { 40, 60, 300, 1200, 2400 }, 0.001, 0 },
	};
	char text[PMK_ANSWER_BYTES];

	answer(curves, 3, "wall", ROUNDS, text);
	ck_assert_str_eq(
		text,
		"From 64 B to 16 KiB, read is fastest; the others take longer: at 64 B map 3.0x, "
		"copy 4.0x; at 16 KiB copy 1.50x, map 2.0x.");
	answer(curves, 2, "wall", ROUNDS, text);
	ck_assert_str_eq(text, "From 64 B to 16 KiB, read is fastest; map takes longer: 3.0x at "
			       "64 B; 2.0x at 16 KiB.");
}
END_TEST

/* Instructions are exact: a small difference and a single sample count, and nothing is "fast". */
START_TEST(instructions_have_their_own_words)
{
	static const struct curve curves[] = {
		{ "read", { 1000, 2000, 3000, 4000, 5000 }, 0, 0 },
		{ "map", { 1002, 2003, 2970, 3960, 4000 }, 0, 0 },
	};
	char text[PMK_ANSWER_BYTES];

	answer(curves, 2, "insn", 1, text);
	ck_assert_str_eq(
		text,
		"Up to 256 B, read takes the fewest instructions (map takes 1.002x as many at "
		"64 B); from 1 KiB on, map takes the fewest instructions (read takes 1.25x as "
		"many at 16 KiB); the lead changes between 256 B and 1 KiB.");
}
END_TEST

/* Of what is mostly loop the differences are told, and whole instructions make them. */
START_TEST(loops_are_left_out_of_differences)
{
	struct curve curves[] = {
		{ "address", { 16, 16, 16, 16, 16 }, 0, 12 },
		{ "local", { 16.6, 16.6, 16.6, 16.6, 16.6 }, 0, 12 },
		{ "atomic", { 21, 21, 21, 21, 21 }, 0, 12 },
		{ "kmap", { 23, 23, 23, 23, 45 }, 0, 12 },
	};
	char text[PMK_ANSWER_BYTES];

	answer(curves, 4, "insn", ROUNDS, text);
	ck_assert_str_eq(text,
			 "From 64 B to 16 KiB, no clear difference of a whole instruction between "
			 "address and local in 6 samples; clearly behind, at worst: atomic +5 insn "
			 "at 64 B, kmap +29 insn at 16 KiB.");
	answer(curves, 2, "insn", ROUNDS, text);
	ck_assert_str_eq(text, "From 64 B to 16 KiB, no clear difference of a whole instruction "
			       "between address and local in 6 samples.");
	curves[1].cost[0] = curves[1].cost[4] = 17;
	curves[1].cost[1] = curves[1].cost[2] = curves[1].cost[3] = 18;
	answer(curves, 3, "insn", 1, text);
	ck_assert_str_eq(text,
			 "From 64 B to 16 KiB, address takes the fewest instructions; the others "
			 "take more: at 64 B local +1 insn, atomic +5 insn; at 16 KiB local "
			 "+1 insn, atomic +5 insn.");
	/* It takes more in all, and less without its loop. */
	for (size_t i = 0; i < 5; i++)
		curves[1].cost[i] = 14;
	curves[1].loop = 5;
	answer(curves, 2, "insn", ROUNDS, text);
	ck_assert_str_eq(text,
			 "From 64 B to 16 KiB, address takes the fewest instructions; local takes "
			 "more: +5 insn at 64 B; +5 insn at 16 KiB.");
}
END_TEST

/* Where only one end is mostly loop, each end says which of both it tells. */
START_TEST(ratios_and_differences_are_told_apart)
{
	static const struct curve curves[] = {
		{ "sync", { 200, 200, 200, 200, 60 }, 0, 9 },
		{ "map", { 400, 400, 400, 400, 120 }, 0, 9 },
	};
	char text[PMK_ANSWER_BYTES];

	answer(curves, 2, "insn", ROUNDS, text);
	ck_assert_str_eq(text, "From 64 B to 16 KiB, sync takes the fewest instructions; map "
			       "takes more: 2.0x at 64 B; +60 insn at 16 KiB.");
}
END_TEST

/* On the wall clock a loop is told, and nothing is subtracted: ratios stay those of the times. */
START_TEST(a_loop_is_told_on_either_clock)
{
	static const struct curve curves[] = {
		{ "address", { 16, 16, 16, 16, 16 }, 0, 12 },
		{ "kmap", { 24, 24, 24, 24, 24 }, 0, 12 },
		{ "unknown", { 40, 40, 40, 40, 40 }, 0, 0 },
	};
	static const struct curve unlike[] = {
		{ "address", { 16, 16, 16, 16, 16 }, 0, 12 },
		{ "kmap", { 24, 24, 24, 24, 24 }, 0, 9 },
	};
	char text[PMK_ANSWER_BYTES];

	say(pmk_answer_caveat, curves, 2, "insn", ROUNDS, text);
	ck_assert_str_eq(text, "Costs include the loop round the operation (12 insn, measured by "
			       "itself); differences do not.");
	say(pmk_answer_caveat, unlike, 2, "insn", ROUNDS, text);
	ck_assert_ptr_nonnull(strstr(text, "(up to 12 insn, measured by itself)"));
	say(pmk_answer_caveat, curves, 3, "insn", ROUNDS, text);
	ck_assert_ptr_nonnull(strstr(text, "so may differences, because not all loops"));
	say(pmk_answer_caveat, curves, 2, "wall", ROUNDS, text);
	ck_assert_ptr_nonnull(strstr(text,
				     "(12.0 ns, measured by itself); the processor runs it "
				     "beside the operation, so that it cannot be subtracted"));
	answer(curves, 2, "wall", ROUNDS, text);
	ck_assert_ptr_nonnull(strstr(text, "kmap takes longer: 1.50x at 64 B"));
	say(pmk_answer_caveat, curves + 2, 1, "insn", ROUNDS, text);
	ck_assert_str_eq(text, "");
}
END_TEST

/* The TLB's cost is time: the module, which dma needs there, is none of its business. */
START_TEST(what_instructions_do_not_see_is_told)
{
	static const struct curve curves[] = {
		{ "base", { 16, 16, 16, 16, 16 }, 0, 0 },
		{ "huge", { 24, 24, 24, 24, 24 }, 0, 0 },
	};
	char text[PMK_ANSWER_BYTES];

	subject = "tlb";
	say(pmk_answer_next, curves, 2, "insn", ROUNDS, text);
	ck_assert_ptr_nonnull(strstr(text, "on which this answer depends. On metal: pagemark "
					   "run --target host 'tlb/b/*'."));
	ck_assert_ptr_null(strstr(text, "module"));
	say(pmk_answer_next, curves, 2, "wall", ROUNDS, text);
	ck_assert_ptr_null(strstr(text, "do not show"));
	say(pmk_answer_caveat, curves, 2, "wall", ROUNDS, text);
	ck_assert_ptr_null(strstr(text, "whole operation"));
	items_as_sizes = true;
	say(pmk_answer_caveat, curves, 2, "wall", ROUNDS, text);
	items_as_sizes = false;
	ck_assert_ptr_nonnull(strstr(text, "a whole operation: at 16 KiB, of 16,384 together."));
	subject = "dma";
	say(pmk_answer_next, curves, 2, "insn", ROUNDS, text);
	ck_assert_ptr_nonnull(strstr(text, "On metal, as root, with the module loaded"));
}
END_TEST

/* Who leads in one row and is clearly behind in another is never among those without difference. */
START_TEST(who_is_clearly_behind_shows_a_difference)
{
	static const struct curve keeps_up[] = {
		{ "read", { 100, 100, 100, 100, 100 }, 0.03, 0 },
		{ "map", { 100, 100, 150, 100, 100 }, 0, 0 },
		{ "copy", { 100, 100, 100, 100, 200 }, 0, 0 },
	};
	static const struct curve none[] = {
		{ "read", { 150, 100, 100, 100, 100 }, 0.03, 0 },
		{ "map", { 100, 100, 150, 100, 100 }, 0, 0 },
		{ "copy", { 100, 100, 100, 100, 200 }, 0.03, 0 },
	};
	char text[PMK_ANSWER_BYTES];

	answer(keeps_up, 3, "wall", ROUNDS, text);
	ck_assert_str_eq(text, "From 64 B to 16 KiB, only read is nowhere clearly behind another; "
			       "the others are, at worst: copy 2.0x at 16 KiB, map 1.50x at "
			       "1 KiB.");
	answer(none, 3, "wall", ROUNDS, text);
	ck_assert_str_eq(text, "From 64 B to 16 KiB, each is clearly behind another somewhere, at "
			       "worst: copy 2.0x at 16 KiB, map 1.48x at 1 KiB, read 1.52x at "
			       "64 B.");
}
END_TEST

/* Costs that lie far apart, and are not clear, are not said to be alike. */
START_TEST(noise_is_named_as_the_reason)
{
	static const struct curve curves[] = {
		{ "read", { 20, 20, 20, 20, 20 }, 0, 0 },
		{ "map", { 20, 20, 15, 20, 20 }, 9, 0 },
	};
	char text[PMK_ANSWER_BYTES];

	answer(curves, 2, "wall", ROUNDS, text);
	ck_assert_str_eq(text, "From 64 B to 16 KiB, no clear difference between map and read in 6 "
			       "samples, because they vary: map took 1.000x to 10x the time of "
			       "read at 64 B.");
	say(pmk_answer_brief, curves, 2, "wall", ROUNDS, text);
	ck_assert_str_eq(text, "Too noisy to rank map and read.");
}
END_TEST

START_TEST(a_doubt_inside_a_stretch_is_told)
{
	static const struct curve curves[] = {
		{ "read", { 10, 20, 100, 400, 1600 }, 0.001, 0 },
		{ "map", { 30, 60, 99, 1200, 4800 }, 0.03, 0 },
	};
	char text[PMK_ANSWER_BYTES];

	answer(curves, 2, "wall", ROUNDS, text);
	ck_assert_ptr_nonnull(
		strstr(text, "From 64 B to 16 KiB, read is fastest; not clearly at 1 KiB; "));
}
END_TEST

/* One contender leads everywhere; where the others cross the baseline is told all the same. */
START_TEST(pairs_cross_below_a_leader)
{
	static const struct curve curves[] = {
		{ "base", { 10, 20, 100, 400, 1600 }, 0.001, 0 },
		{ "each", { 30, 60, 99, 200, 600 }, 0.03, 0 },
		{ "kept", { 1, 2, 3, 4, 5 }, 0.001, 0 },
	};
	char text[PMK_ANSWER_BYTES];

	say(pmk_answer, curves, 3, "wall", ROUNDS, text);
	ck_assert_ptr_nonnull(strstr(text, "From 64 B to 16 KiB, kept is fastest"));
	ck_assert_ptr_null(strstr(text, "between"));
	say(pmk_answer_pairs, curves, 3, "wall", ROUNDS, text);
	ck_assert_str_eq(text,
			 "Against base: each costs more up to 256 B (3.0x at 64 B), less from "
			 "4 KiB on (0.38x at 16 KiB); they cross between 256 B and 4 KiB. "
			 "kept costs less from 64 B to 16 KiB (0.0031x at 16 KiB).");
	/* The pair is the answer, and without a baseline there are none. */
	say(pmk_answer_pairs, curves, 2, "wall", ROUNDS, text);
	ck_assert_str_eq(text, "");
	say(pmk_answer_pairs, curves + 1, 2, "wall", ROUNDS, text);
	ck_assert_str_eq(text, "");
}
END_TEST

/* What is unclear crosses nothing, and what goes to and fro is told as that. */
START_TEST(pairs_that_do_not_cross)
{
	static const struct curve curves[] = {
		{ "base", { 100, 100, 100, 100, 100 }, 0, 0 },
		{ "like", { 100, 100, 100, 100, 100 }, 0.03, 0 },
		{ "once", { 100, 100, 150, 100, 100 }, 0.03, 0 },
		{ "wild", { 150, 50, 150, 50, 150 }, 0.001, 0 },
	};
	char text[PMK_ANSWER_BYTES];

	say(pmk_answer_pairs, curves, 4, "wall", ROUNDS, text);
	ck_assert_str_eq(text, "Against base: like shows no clear difference. once costs more at "
			       "1 KiB (1.52x). wild costs more at some values and less at others.");
	say(pmk_answer_pairs, curves, 4, "wall", 4, text);
	ck_assert_str_eq(text, "Against base: like shows no clear difference. once shows no clear "
			       "difference. wild shows no clear difference.");
}
END_TEST

Suite *pmk_suite_answer(void)
{
	Suite *suite = suite_create("answer");
	TCase *tests = tcase_create("answer");

	tcase_add_test(tests, the_lead_changes_between_two_values);
	tcase_add_test(tests, too_few_samples_never_make_a_winner);
	tcase_add_test(tests, one_winner_is_told_at_both_ends);
	tcase_add_test(tests, instructions_have_their_own_words);
	tcase_add_test(tests, loops_are_left_out_of_differences);
	tcase_add_test(tests, a_loop_is_told_on_either_clock);
	tcase_add_test(tests, ratios_and_differences_are_told_apart);
	tcase_add_test(tests, what_instructions_do_not_see_is_told);
	tcase_add_test(tests, who_is_clearly_behind_shows_a_difference);
	tcase_add_test(tests, noise_is_named_as_the_reason);
	tcase_add_test(tests, a_doubt_inside_a_stretch_is_told);
	tcase_add_test(tests, pairs_cross_below_a_leader);
	tcase_add_test(tests, pairs_that_do_not_cross);
	suite_add_tcase(suite, tests);
	return suite;
}
