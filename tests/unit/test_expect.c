// SPDX-License-Identifier: GPL-2.0-only
/* Lines of a file of expectations: what each becomes, and what is said of bad ones. */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "expect/expect.h"

Suite *pmk_suite_expect(void);

static struct pmk_expect_line parsed(const char *text)
{
	char why[PMK_EXPECT_WHY_BYTES] = "";
	struct pmk_expect_line line;
	int err = pmk_expect_line_parse(&line, text, why);

	ck_assert_msg(!err, "%s: %s", text, why);
	return line;
}

START_TEST(figure_with_unit_and_target)
{
	struct pmk_expect_line line =
		parsed("access/file_read/pread/size:4096 on host <= 1.5 us # 1.2 us");

	ck_assert_int_eq(line.kind, PMK_EXPECT_FIGURE);
	ck_assert_str_eq(line.pattern, "access/file_read/pread/size:4096");
	ck_assert_str_eq(line.target, "host");
	ck_assert(!line.at_least);
	ck_assert_double_eq(line.limit, 1500);
	ck_assert_ptr_eq(line.clock, &pmk_clock_wall);
	ck_assert_str_eq(line.text, "access/file_read/pread/size:4096 on host <= 1.5 us");
	pmk_expect_line_free(&line);
}
END_TEST

START_TEST(clock_is_part_of_a_figure)
{
	struct pmk_expect_line line = parsed("kmap >= 12insn");

	ck_assert(line.at_least);
	ck_assert_double_eq(line.limit, 12);
	ck_assert_ptr_eq(line.clock, &pmk_clock_insn);
	ck_assert_ptr_null(line.target);
	pmk_expect_line_free(&line);
}
END_TEST

START_TEST(ratio_between_targets)
{
	struct pmk_expect_line line =
		parsed("dma/handover/map_single on +iommu-strict <= 1.5 x +iommu-lazy");

	ck_assert_int_eq(line.kind, PMK_EXPECT_RATIO);
	ck_assert_double_eq(line.limit, 1.5);
	ck_assert_ptr_null(line.other);
	ck_assert_str_eq(line.other_target, "+iommu-lazy");
	pmk_expect_line_free(&line);
}
END_TEST

START_TEST(ratio_between_points)
{
	struct pmk_expect_line line = parsed("a/b/c <= 2x a/b/d on host");

	ck_assert_str_eq(line.other, "a/b/d");
	ck_assert_str_eq(line.other_target, "host");
	pmk_expect_line_free(&line);
}
END_TEST

START_TEST(waiver_has_all_its_parts)
{
	struct pmk_expect_line line =
		parsed("waive dma/claims/x on host until 2027-02-28 link https://b.example/1#c2 "
		       "because erratum #12 of stepping A0 ");

	ck_assert_int_eq(line.kind, PMK_EXPECT_WAIVER);
	ck_assert_str_eq(line.until, "2027-02-28");
	ck_assert_str_eq(line.link, "https://b.example/1#c2");
	ck_assert_str_eq(line.reason, "erratum #12 of stepping A0");
	pmk_expect_line_free(&line);
}
END_TEST

START_TEST(platform_keeps_its_value_whole)
{
	struct pmk_expect_line line = parsed("platform host kernel's package = linux # 6 = 7");

	ck_assert_int_eq(line.kind, PMK_EXPECT_PLATFORM);
	ck_assert_str_eq(line.what, "kernel's package");
	ck_assert_str_eq(line.value, "linux # 6 = 7");
	pmk_expect_line_free(&line);
}
END_TEST

START_TEST(blank_lines_and_comments_are_nothing)
{
	static const char *const texts[] = { "", "   ", "\t", "# a/b is PASS", "  # x", "\r" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct pmk_expect_line line = parsed(texts[i]);

		ck_assert_int_eq(line.kind, PMK_EXPECT_NOTHING);
		pmk_expect_line_free(&line);
	}
}
END_TEST

static const struct {
	const char *text, *why;
} bad[] = {
	{ "pin", "expected PATTERN [on TARGET] followed by 'is', '<=' or '>='" },
	{ "pin<=400ns", "with blanks between the words, found 'pin<=400ns'" },
	{ "pin <=400 ns", "found '<=400'" },
	{ "pin < 400 ns", "found '<'" },
	{ "pin on", "expected a target behind 'on'" },
	{ "pin on host", "followed by 'is'" },
	{ "pin is", "expected PASS, SKIP or any behind 'is', found the end of the line" },
	{ "pin is pass", "expected PASS, SKIP or any behind 'is', found 'pass'" },
	{ "pin is BROKEN", "found 'BROKEN'" },
	{ "pin is FAIL", "a FAIL that is known is waived" },
	{ "pin is PASS today", "expected the end of the line" },
	{ "pin <=", "expected a number above 0, such as 400 or 1.5, found the end of the line" },
	{ "pin <= fast", "expected a number above 0, such as 400 or 1.5, found 'fast'" },
	{ "pin <= 0 ns", "expected a number above 0" },
	{ "pin <= -4 ns", "found '-4'" },
	{ "pin <= 1e3 ns", "expected behind the number ns, us, ms, s, insn" },
	{ "pin <= 1.2.3 ns", "expected a number above 0" },
	{ "pin <= nan ns", "expected a number above 0" },
	{ "pin <= 99999999999999999999 ns", "expected a number above 0" },
	{ "pin <= 1111111111111111111111111111111111111 ns", "expected a number above 0" },
	{ "pin <= 400", "expected behind the number ns, us, ms, s, insn, or x for a ratio" },
	{ "pin <= 400 nsec", "found 'nsec'" },
	{ "pin <= 400 ns or so", "expected the end of the line, or a comment behind '#'" },
	{ "pin <= 2 x", "expected behind 'x' a point, a contender or 'on TARGET'" },
	{ "pin <= 2 x on", "expected a target behind 'on'" },
	{ "pin <= 2 x a/b/* on host", "one point or contender and one target, no pattern" },
	{ "pin <= 2 x a/b/c host", "expected 'on TARGET', '+MODIFIERS' or the end of the line" },
	{ "pin <= 2 x +lazy more", "expected the end of the line" },
	{ "waive", "the PATTERN of what is known to FAIL" },
	{ "waive pin", "expected 'until DATE': a waiver ends, found the end of the line" },
	{ "waive pin because it is known", "expected 'until DATE': a waiver ends" },
	{ "waive pin until tomorrow link https://x because y", "a day such as 2027-03-31" },
	{ "waive pin until 2027-02-29 link https://x because y", "found '2027-02-29'" },
	{ "waive pin until 2027-2-9 link https://x because y", "found '2027-2-9'" },
	{ "waive pin until 2027-03-31 because y", "expected 'link LINK'" },
	{ "waive pin until 2027-03-31 link 123 because y", "a link such as https://" },
	{ "waive pin until 2027-03-31 link", "a link such as https://" },
	{ "waive pin until 2027-03-31 link https://x", "expected 'because REASON'" },
	{ "waive pin until 2027-03-31 link https://x because  ", "a reason behind 'because'" },
	{ "platform", "expected 'platform TARGET WHAT = VALUE'" },
	{ "platform host kernel 6.1", "found 'kernel 6.1'" },
	{ "{\"type\":\"run\",\"schema\":1}", "not a record" },
	{ "\xff\xfe is", "PASS, SKIP or any" },
};

START_TEST(bad_line_says_what_was_expected)
{
	char why[PMK_EXPECT_WHY_BYTES] = "";
	struct pmk_expect_line line;

	ck_assert_int_eq(pmk_expect_line_parse(&line, bad[_i].text, why), -EINVAL);
	ck_assert_msg(!strncmp(why, "expected ", 9) && strstr(why, bad[_i].why), "%s: %s",
		      bad[_i].text, why);
	pmk_expect_line_free(&line);
}
END_TEST

/* Each line of a good file cut off after every byte: read or refused with a reason, never worse. */
START_TEST(cut_lines_are_read_or_refused)
{
	static const char *const whole[] = {
		"access/file_read/pread/size:4096 on host <= 1.5 us",
		"dma/handover on +iommu-strict <= 1.5 x a/b/c on +iommu-lazy",
		"waive a/b on host until 2027-03-31 link https://x because it is known",
		"platform host processor = one",
		"a/claims/b is PASS",
	};

	for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
		for (size_t cut = 0; cut <= strlen(whole[i]); cut++) {
			char text[128], why[PMK_EXPECT_WHY_BYTES] = "";
			struct pmk_expect_line line;
			int err;

			snprintf(text, sizeof(text), "%.*s", (int)cut, whole[i]);
			err = pmk_expect_line_parse(&line, text, why);
			ck_assert(!err || (err == -EINVAL && strlen(why) > 20));
			pmk_expect_line_free(&line);
		}
}
END_TEST

/* What is said of a file that holds @bytes of @text; for free(3). */
static char *read_text(const char *text, size_t bytes, int expected)
{
	char path[] = "/tmp/pagemark-expect-XXXXXX", *said = NULL;
	int fd = mkstemp(path);
	struct pmk_expect expect;
	size_t size;
	FILE *to = open_memstream(&said, &size);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, bytes), (ssize_t)bytes);
	close(fd);
	ck_assert_int_eq(pmk_expect_read(&expect, path, to), expected);
	if (!expected)
		pmk_expect_free(&expect);
	fclose(to);
	unlink(path);
	return said;
}

START_TEST(all_bad_lines_are_told_with_their_numbers)
{
	const char text[] = "a is PASS\nb is\n\nc <= 4\n";
	char *said = read_text(text, strlen(text), -EINVAL);

	ck_assert_ptr_nonnull(strstr(said, ":2: expected"));
	ck_assert_ptr_nonnull(strstr(said, ":4: expected"));
	free(said);
}
END_TEST

START_TEST(same_question_twice_is_refused)
{
	const char text[] = "a <= 4 ns\na <= 4 insn\na >= 4 ns\na on host <= 5 ns\na <= 6 ns\n";
	char *said = read_text(text, strlen(text), -EINVAL);

	ck_assert_ptr_nonnull(
		strstr(said, ":5: expected one line for each question, found what line 1 says"));
	ck_assert_ptr_null(strstr(said, ":4:"));
	free(said);
}
END_TEST

START_TEST(files_that_expect_nothing_are_refused)
{
	char *said = read_text("# nothing\n", 10, -ENODATA);

	ck_assert_ptr_nonnull(strstr(said, "found comments and blank lines only"));
	free(said);
	said = read_text("a is PASS\0\n", 11, -EINVAL);
	ck_assert_ptr_nonnull(strstr(said, ":1: expected text, found a byte of 0"));
	free(said);
}
END_TEST

START_TEST(more_literal_characters_are_more_specific)
{
	static const char *const order[] = { "access/file_read/pread/size:64 on host <= 1 ns",
					     "access/file_read/pread/size:64 <= 1 ns",
					     "access/file_read/*/size:64 <= 1 ns",
					     "access/file_read <= 1 ns",
					     "access/* <= 1 ns",
					     "* <= 1 ns" };

	for (size_t i = 0; i + 1 < sizeof(order) / sizeof(order[0]); i++) {
		struct pmk_expect_line a = parsed(order[i]), b = parsed(order[i + 1]);

		ck_assert(pmk_expect_same_question(&a, &b));
		ck_assert(pmk_expect_more_specific(&a, &b));
		ck_assert(!pmk_expect_more_specific(&b, &a));
		ck_assert(pmk_expect_means(&a, "host", "access/file_read/pread/size:64"));
		pmk_expect_line_free(&a);
		pmk_expect_line_free(&b);
	}
}
END_TEST

START_TEST(modifiers_mean_every_guest_that_has_them)
{
	struct pmk_expect_line line = parsed("dma on +iommu is PASS");

	ck_assert(pmk_expect_on(&line, "x86_64-6.1+iommu"));
	ck_assert(pmk_expect_on(&line, "arm64-6.1+iommu+numa2"));
	ck_assert(!pmk_expect_on(&line, "x86_64-6.1+iommu-lazy"));
	ck_assert(!pmk_expect_on(&line, "x86_64-6.1"));
	pmk_expect_line_free(&line);
}
END_TEST

Suite *pmk_suite_expect(void)
{
	Suite *s = suite_create("expect");
	TCase *tc = tcase_create("expect");

	tcase_add_test(tc, figure_with_unit_and_target);
	tcase_add_test(tc, clock_is_part_of_a_figure);
	tcase_add_test(tc, ratio_between_targets);
	tcase_add_test(tc, ratio_between_points);
	tcase_add_test(tc, waiver_has_all_its_parts);
	tcase_add_test(tc, platform_keeps_its_value_whole);
	tcase_add_test(tc, blank_lines_and_comments_are_nothing);
	tcase_add_loop_test(tc, bad_line_says_what_was_expected, 0,
			    (int)(sizeof(bad) / sizeof(bad[0])));
	tcase_add_test(tc, cut_lines_are_read_or_refused);
	tcase_add_test(tc, all_bad_lines_are_told_with_their_numbers);
	tcase_add_test(tc, same_question_twice_is_refused);
	tcase_add_test(tc, files_that_expect_nothing_are_refused);
	tcase_add_test(tc, more_literal_characters_are_more_specific);
	tcase_add_test(tc, modifiers_mean_every_guest_that_has_them);
	suite_add_tcase(s, tc);
	return s;
}
