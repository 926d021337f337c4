// SPDX-License-Identifier: GPL-2.0-only
/* Sentences: who wins where, what is not clear, and words that fit the clock. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answer.h"

Suite *pmk_suite_answer(void);

#define ROUNDS 6

static char path[] = "/tmp/pagemark-answer-XXXXXX";

/* Costs by contender and size; every second round is off by the contender's noise. */
struct curve {
	const char *contender;
	double cost[5];
	double noise;
};

static void write_bench(FILE *to, const struct curve *curve, size_t i, const char *unit, int rounds)
{
	int size = 64 << 2 * i;

	fprintf(to,
		"{\"type\":\"bench\",\"target\":\"t\",\"name\":\"a/b/%s/size:%d\","
		"\"params\":{\"size\":%d},"
		"\"unit\":\"%s\",\"status\":\"PASS\",\"samples\":[",
		curve->contender, size, size, unit);
	for (int r = 0; r < rounds; r++)
		fprintf(to, "%s%.10g", r ? "," : "",
			curve->cost[i] * (1 + (r % 2 ? curve->noise : 0)));
	fputs("],\"rounds\":[", to);
	for (int r = 0; r < rounds; r++)
		fprintf(to, "%s%d", r ? "," : "", r);
	fputs("]}\n", to);
}

static void answer(const struct curve *curves, size_t n, const char *clock, int rounds,
		   char text[PMK_ANSWER_BYTES])
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
	pmk_answer(&groups.groups[0], text);
	pmk_groups_free(&groups);
	pmk_rec_free(&rec);
}

START_TEST(the_lead_changes_between_two_values)
{
	static const struct curve curves[] = {
		{ "read", { 10, 20, 100, 400, 1600 }, 0.001 },
		{ "map", { 30, 40, 99, 200, 400 }, 0.03 },
	};
	char text[PMK_ANSWER_BYTES];

	answer(curves, 2, "wall", ROUNDS, text);
	ck_assert_str_eq(
		text,
		"Up to 256 B read is fastest (3.0x faster than map at 64 B); at 1 KiB no clear "
		"difference between map and read with n=6 samples; from 4 KiB on map is fastest "
		"(3.9x faster than read at 16 KiB); the lead changes between 256 B and 4 KiB.");
}
END_TEST

START_TEST(too_few_samples_never_make_a_winner)
{
	static const struct curve curves[] = {
		{ "read", { 10, 20, 100, 400, 1600 }, 0.001 },
		{ "map", { 30, 60, 300, 1200, 4800 }, 0.001 },
	};
	char text[PMK_ANSWER_BYTES];

	answer(curves, 2, "wall", 4, text);
	ck_assert_str_eq(
		text,
		"From 64 B to 16 KiB no clear difference between map and read with n=4 samples.");
	answer(curves, 2, "wall", 5, text);
	ck_assert_ptr_nonnull(strstr(text, "read is fastest"));
}
END_TEST

START_TEST(one_winner_is_told_at_both_ends)
{
	static const struct curve curves[] = {
		{ "read", { 10, 20, 100, 400, 1600 }, 0.001 },
		{ "map", { 30, 60, 300, 1200, 3200 }, 0.001 },
		{ "copy", { 40, 60, 300, 1200, 2400 }, 0.001 },
	};
	char text[PMK_ANSWER_BYTES];

	answer(curves, 3, "wall", ROUNDS, text);
	ck_assert_str_eq(
		text,
		"From 64 B to 16 KiB read is fastest; as multiples of it: at 64 B map 3.0x, copy "
		"4.0x; at 16 KiB copy 1.50x, map 2.0x.");
}
END_TEST

/* Instructions are exact: a small difference and a single sample count, and nothing is "fast". */
START_TEST(instructions_have_their_own_words)
{
	static const struct curve curves[] = {
		{ "read", { 1000, 2000, 3000, 4000, 5000 }, 0 },
		{ "map", { 1002, 2003, 2970, 3960, 4000 }, 0 },
	};
	char text[PMK_ANSWER_BYTES];

	answer(curves, 2, "insn", 1, text);
	ck_assert_str_eq(
		text,
		"Up to 256 B read takes the fewest instructions (the next, map, takes 1.002x as "
		"many at 64 B); from 1 KiB on map takes the fewest instructions (the next, read, "
		"takes 1.25x as many at 16 KiB); the lead changes between 256 B and 1 KiB.");
}
END_TEST

START_TEST(a_doubt_inside_a_stretch_is_told)
{
	static const struct curve curves[] = {
		{ "read", { 10, 20, 100, 400, 1600 }, 0.001 },
		{ "map", { 30, 60, 99, 1200, 4800 }, 0.03 },
	};
	char text[PMK_ANSWER_BYTES];

	answer(curves, 2, "wall", ROUNDS, text);
	ck_assert_ptr_nonnull(
		strstr(text, "From 64 B to 16 KiB read is fastest; not clearly at 1 KiB; "));
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
	tcase_add_test(tests, a_doubt_inside_a_stretch_is_told);
	suite_add_tcase(suite, tests);
	return suite;
}
