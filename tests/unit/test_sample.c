// SPDX-License-Identifier: GPL-2.0-only
/* Sample lines read without a parser: what the parser reads of them, or nothing. */
#include <check.h>
#include <stdio.h>

#include "record/record_sample.h"

Suite *pmk_suite_sample(void);

/* As in a file: a newline behind it, and nothing that strtod(3) would stop at but what is there. */
static bool scan(const char *text, struct pmk_sample *sample)
{
	static char copy[256]; /* the sample points into it */
	int length = snprintf(copy, sizeof(copy), "%s\n", text);

	ck_assert_int_lt(length, (int)sizeof(copy));
	return pmk_sample_scan(copy, (size_t)length - 1, sample);
}

START_TEST(lines_as_written_are_what_the_parser_reads)
{
	static const char *const lines[] = {
		"{\"type\":\"sample\",\"target\":\"host\",\"name\":\"a/b/c/size:64\",\"round\":0,"
		"\"value\":3019.00035511364,\"n\":176}",
		"{\"type\":\"sample\",\"target\":\"x86_64-6.1\",\"name\":\"a/b/c\",\"round\":11,"
		"\"value\":0.25,\"n\":1}",
		"{\"type\":\"sample\",\"target\":\"\",\"name\":\"\",\"round\":999999999999999,"
		"\"value\":1.5e-7,\"n\":0}",
		"{\"type\":\"sample\",\"target\":\"t\",\"name\":\"n\",\"round\":1,"
		"\"value\":1.0e22,\"n\":5}",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		json_t *parsed = json_loads(lines[i], 0, NULL), *scanned;
		struct pmk_sample sample;

		ck_assert(scan(lines[i], &sample));
		scanned = json_pack("{s:s, s:o, s:o, s:I, s:f, s:I}", "type", "sample", "target",
				    json_stringn(sample.target, sample.target_bytes), "name",
				    json_stringn(sample.name, sample.name_bytes), "round",
				    sample.round, "value", sample.value, "n", sample.n);
		ck_assert(json_equal(scanned, parsed));
		json_decref(parsed);
		json_decref(scanned);
	}
}
END_TEST

/* Right or wrong, these are the parser's. */
START_TEST(anything_else_is_left_to_the_parser)
{
	static const char *const lines[] = {
		"",
		"{",
		"{\"type\":\"sample\",\"target\":\"t\",\"name\":\"n\",\"round\":1,\"value\":1.5",
		"{\"type\":\"sample\",\"target\":\"t\",\"name\":\"n\",\"round\":1,\"value\":1.5,"
		"\"n\":5} ",
		"{\"type\":\"sample\",\"target\":\"t\",\"name\":\"n\",\"round\":1,\"value\":1.5,"
		"\"n\":5,\"n\":5}",
		"{\"type\": \"sample\",\"target\":\"t\",\"name\":\"n\",\"round\":1,\"value\":1.5,"
		"\"n\":5}",
		"{\"type\":\"sample\",\"target\":\"t\",\"name\":\"\\u0041\",\"round\":1,"
		"\"value\":1.5,\"n\":5}",
		"{\"type\":\"sample\",\"target\":\"t\",\"name\":\"\xc3\xa4\",\"round\":1,"
		"\"value\":1.5,\"n\":5}",
		"{\"type\":\"sample\",\"target\":\"t\",\"name\":\"n\",\"round\":01,\"value\":1.5,"
		"\"n\":5}",
		"{\"type\":\"sample\",\"target\":\"t\",\"name\":\"n\",\"round\":-1,\"value\":1.5,"
		"\"n\":5}",
		"{\"type\":\"sample\",\"target\":\"t\",\"name\":\"n\",\"round\":9999999999999999,"
		"\"value\":1.5,\"n\":5}",
		"{\"type\":\"sample\",\"target\":\"t\",\"name\":\"n\",\"round\":1,\"value\":-1.5,"
		"\"n\":5}",
		"{\"type\":\"sample\",\"target\":\"t\",\"name\":\"n\",\"round\":1,\"value\":NaN,"
		"\"n\":5}",
		"{\"type\":\"sample\",\"target\":\"t\",\"name\":\"n\",\"round\":1,\"value\":1,"
		"\"n\":5}",
		"{\"type\":\"sample\",\"target\":\"t\",\"name\":\"n\",\"round\":1,\"value\":1.,"
		"\"n\":5}",
		"{\"type\":\"sample\",\"target\":\"t\",\"name\":\"n\",\"round\":1,\"value\":1.5e,"
		"\"n\":5}",
		"{\"type\":\"sample\",\"target\":\"t\",\"name\":\"n\",\"round\":1,"
		"\"value\":1.5}",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct pmk_sample sample;

		ck_assert_msg(!scan(lines[i], &sample), "taken: %s", lines[i]);
	}
}
END_TEST

Suite *pmk_suite_sample(void)
{
	Suite *suite = suite_create("sample");
	TCase *tests = tcase_create("sample");

	tcase_add_test(tests, lines_as_written_are_what_the_parser_reads);
	tcase_add_test(tests, anything_else_is_left_to_the_parser);
	suite_add_tcase(suite, tests);
	return suite;
}
