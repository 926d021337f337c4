// SPDX-License-Identifier: GPL-2.0-only
/* Results of claims: their texts, their record line, and each format's expected output. */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "claims/claim_report.h"
#include "record/record_parse.h"

Suite *pmk_suite_claim_format(void);

static const struct pmk_outcome results[4] = {
	{ .target = "host",
	  .name = "access/claims/a",
	  .what = "A holds",
	  .source = "a(2)",
	  .spec = "Rule 1; Rule 2",
	  .verdict = { PMK_PASS, "", "" } },
	{ .target = "host",
	  .name = "access/claims/b",
	  .what = "B < C & D",
	  .source = "b(2)",
	  .verdict = { PMK_FAIL, "b.c:1: \"x\" is not <y>", "" } },
	{ .target = "host",
	  .name = "pin/claims/c",
	  .what = "C holds",
	  .source = "c(2)",
	  .verdict = { PMK_SKIP, "no c here", "get a c" },
	  .seconds = 0.25 },
	{ .target = "guest",
	  .name = "pin/claims/c",
	  .what = "C holds",
	  .source = "c(2)",
	  .verdict = { PMK_BROKEN, "hung", "" } },
};

/* Everything planned, for the report to take over. */
static struct pmk_outcome *planned(size_t n)
{
	struct pmk_outcome *list = calloc(n + 1, sizeof(*list));

	ck_assert_ptr_nonnull(list);
	memcpy(list, results, n * sizeof(*list));
	return list;
}

/* The report of the first n results; the caller frees it. */
static char *report_of(const char *format, size_t n)
{
	struct pmk_claim_report report;
	size_t size;
	char *text;
	FILE *out = open_memstream(&text, &size);

	ck_assert_int_eq(pmk_claim_report_open(&report, format, out), 0);
	pmk_claim_report_begin(&report, planned(n), n);
	for (size_t i = 0; i < n; i++)
		pmk_claim_report_one(&report, &results[i], false);
	ck_assert_int_eq(pmk_claim_report_end(&report), 0);
	fclose(out);
	return text;
}

static void expect(const char *format, const char *want)
{
	char *got = report_of(format, 4);

	ck_assert_str_eq(got, want);
	free(got);
}

START_TEST(ktap_nests_by_target_and_subject)
{
	expect("ktap", "KTAP version 1\n1..3\n"
		       "  KTAP version 1\n  # Subtest: host/access\n  1..2\n"
		       "  # a: A holds [a(2)] answers: Rule 1; Rule 2\n"
		       "  ok 1 a\n"
		       "  # b: B < C & D [b(2)]\n"
		       "  # b: FAIL: b.c:1: \"x\" is not <y>\n"
		       "  not ok 2 b\n"
		       "not ok 1 host/access\n"
		       "  KTAP version 1\n  # Subtest: host/pin\n  1..1\n"
		       "  # c: C holds [c(2)]\n"
		       "  # c: what helps: get a c\n"
		       "  ok 1 c # SKIP no c here\n"
		       "ok 2 host/pin # SKIP nothing in it can run here\n"
		       "  KTAP version 1\n  # Subtest: guest/pin\n  1..1\n"
		       "  # c: C holds [c(2)]\n"
		       "  # c: BROKEN: hung\n"
		       "  not ok 1 c\n"
		       "not ok 3 guest/pin\n");
}
END_TEST

START_TEST(tap13_says_why_in_yaml)
{
	expect("tap13",
	       "TAP version 13\n1..4\n"
	       "ok 1 - host/access/claims/a\n  ---\n  claim: \"A holds\"\n  source: \"a(2)\"\n"
	       "  spec: \"Rule 1; Rule 2\"\n"
	       "  status: \"PASS\"\n  duration_ms: 0\n  ...\n"
	       "not ok 2 - host/access/claims/b\n  ---\n  claim: \"B < C & D\"\n"
	       "  source: \"b(2)\"\n  status: \"FAIL\"\n"
	       "  message: \"b.c:1: \\\"x\\\" is not <y>\"\n  duration_ms: 0\n  ...\n"
	       "ok 3 - host/pin/claims/c # SKIP no c here\n  ---\n  claim: \"C holds\"\n"
	       "  source: \"c(2)\"\n  status: \"SKIP\"\n  message: \"no c here\"\n"
	       "  remedy: \"get a c\"\n  duration_ms: 250\n  ...\n"
	       "not ok 4 - guest/pin/claims/c\n  ---\n  claim: \"C holds\"\n  source: \"c(2)\"\n"
	       "  status: \"BROKEN\"\n  message: \"hung\"\n  duration_ms: 0\n  ...\n");
}
END_TEST

START_TEST(junit_escapes_and_has_one_outcome_a_case)
{
	expect("junit",
	       "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	       "<testsuites name=\"pagemark\" tests=\"4\" failures=\"1\" errors=\"1\" skipped=\"1\""
	       " time=\"0.250\">\n"
	       "  <testsuite name=\"host/access\" tests=\"2\" failures=\"1\" errors=\"0\""
	       " skipped=\"0\" time=\"0.000\">\n"
	       "    <testcase name=\"a\" classname=\"host/access\" time=\"0.000\"/>\n"
	       "    <testcase name=\"b\" classname=\"host/access\" time=\"0.000\">\n"
	       "      <failure message=\"b.c:1: &quot;x&quot; is not &lt;y&gt;\">"
	       "B &lt; C &amp; D [b(2)]</failure>\n"
	       "    </testcase>\n"
	       "  </testsuite>\n"
	       "  <testsuite name=\"host/pin\" tests=\"1\" failures=\"0\" errors=\"0\""
	       " skipped=\"1\" time=\"0.250\">\n"
	       "    <testcase name=\"c\" classname=\"host/pin\" time=\"0.250\">\n"
	       "      <skipped message=\"no c here\">C holds [c(2)]\nwhat helps: get a "
	       "c</skipped>\n"
	       "    </testcase>\n"
	       "  </testsuite>\n"
	       "  <testsuite name=\"guest/pin\" tests=\"1\" failures=\"0\" errors=\"1\""
	       " skipped=\"0\" time=\"0.000\">\n"
	       "    <testcase name=\"c\" classname=\"guest/pin\" time=\"0.000\">\n"
	       "      <error message=\"hung\">C holds [c(2)]</error>\n"
	       "    </testcase>\n"
	       "  </testsuite>\n"
	       "</testsuites>\n");
}
END_TEST

START_TEST(pretty_counts)
{
	expect("pretty", "host:\n"
			 "  PASS    access/claims/a: A holds [a(2)]\n"
			 "          answers: Rule 1; Rule 2\n"
			 "  FAIL    access/claims/b: B < C & D [b(2)]\n"
			 "          why: b.c:1: \"x\" is not <y>\n"
			 "  SKIP    pin/claims/c: C holds [c(2)]\n"
			 "          why: no c here\n"
			 "          what helps: get a c\n"
			 "guest:\n"
			 "  BROKEN  pin/claims/c: C holds [c(2)]\n"
			 "          why: hung\n"
			 "FAIL access/claims/b [host]: B < C & D (b(2)): b.c:1: \"x\" is not <y>\n"
			 "BROKEN pin/claims/c [guest]: C holds (c(2)): hung\n"
			 "2 of 4 checked; 2 not: 1 BROKEN, 1 SKIP (no c here)\n"
			 "4 claims: 1 PASS, 1 FAIL, 1 SKIP, 1 BROKEN\n");
}
END_TEST

static int parse(const json_t *line, struct pmk_rec_point *claim)
{
	memset(claim, 0, sizeof(*claim));
	return pmk_parse_claim(&(struct pmk_parse){ 0 }, line, claim);
}

START_TEST(a_result_survives_its_record_line)
{
	for (size_t i = 0; i < 4; i++) {
		json_t *line = pmk_claim_line(&results[i], false);
		struct pmk_rec_point back;
		struct pmk_verdict told;

		ck_assert_int_eq(parse(line, &back), 0);
		told = pmk_verdict_told(&back.verdict);
		ck_assert_str_eq(pmk_rec_text(line, "target"), results[i].target);
		ck_assert_str_eq(back.name, results[i].name);
		ck_assert_str_eq(back.what, results[i].what);
		ck_assert_str_eq(back.source, results[i].source);
		ck_assert_pstr_eq(back.spec, results[i].spec);
		ck_assert_int_eq(told.status, results[i].verdict.status);
		ck_assert_str_eq(told.reason, results[i].verdict.reason);
		ck_assert_str_eq(told.remedy, results[i].verdict.remedy);
		ck_assert_double_eq(back.seconds, results[i].seconds);
		json_decref(line);
	}
}
END_TEST

START_TEST(what_is_no_claim_line_is_refused)
{
	static const char *const bad[] = { "{}", "[]", "{\"type\":\"claim\"}", NULL };
	struct pmk_rec_point back;
	json_t *line;

	for (size_t i = 0; bad[i]; i++) {
		line = json_loads(bad[i], 0, NULL);
		ck_assert_int_eq(parse(line, &back), -EBADMSG);
		json_decref(line);
	}
	line = pmk_claim_line(&results[0], false);
	json_object_set_new(line, "status", json_string("FINE"));
	ck_assert_int_eq(parse(line, &back), -EBADMSG);
	json_object_set_new(line, "status", json_string("PASS"));
	json_object_set_new(line, "detail", json_integer(1));
	ck_assert_int_eq(parse(line, &back), -EBADMSG);
	json_decref(line);
}
END_TEST

START_TEST(one_that_was_not_run_is_told_apart)
{
	json_t *line = pmk_claim_line(&results[2], true);

	ck_assert(json_is_true(json_object_get(line, "not_run")));
	ck_assert_str_eq(pmk_rec_text(line, "status"), "SKIP");
	json_decref(line);
}
END_TEST

START_TEST(an_unknown_format_is_refused)
{
	struct pmk_claim_report report;

	ck_assert_int_eq(pmk_claim_report_open(&report, "tap14", stdout), -EINVAL);
}
END_TEST

START_TEST(an_output_that_takes_nothing_is_told)
{
	struct pmk_claim_report report;
	FILE *full = fopen("/dev/full", "w");

	ck_assert_ptr_nonnull(full);
	ck_assert_int_eq(pmk_claim_report_open(&report, "pretty", full), 0);
	pmk_claim_report_begin(&report, planned(4), 4);
	ck_assert_int_eq(pmk_claim_report_end(&report), -EIO);
	fclose(full);
}
END_TEST

Suite *pmk_suite_claim_format(void)
{
	Suite *suite = suite_create("claim_format");
	TCase *formats = tcase_create("formats"), *texts = tcase_create("texts");

	tcase_add_test(formats, ktap_nests_by_target_and_subject);
	tcase_add_test(formats, tap13_says_why_in_yaml);
	tcase_add_test(formats, junit_escapes_and_has_one_outcome_a_case);
	tcase_add_test(formats, pretty_counts);
	tcase_add_test(formats, an_unknown_format_is_refused);
	tcase_add_test(formats, an_output_that_takes_nothing_is_told);
	tcase_add_test(texts, a_result_survives_its_record_line);
	tcase_add_test(texts, what_is_no_claim_line_is_refused);
	tcase_add_test(texts, one_that_was_not_run_is_told_apart);
	suite_add_tcase(suite, formats);
	suite_add_tcase(suite, texts);
	return suite;
}
