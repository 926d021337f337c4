// SPDX-License-Identifier: GPL-2.0-only
/* A table of options: what it takes, what it refuses, what it hands on. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "options/commands.h"

Suite *pmk_suite_options(void);

struct request {
	bool flag;
	const char *text;
	const char *texts[3];
	unsigned int word, count;
	uint64_t large;
	double fraction, percent;
};

static const char *const words[] = { "one", "two", NULL };

static int refuse(void *request, const char *text, char *why, size_t size)
{
	(void)request;
	snprintf(why, size, "never '%s'", text);
	return -EINVAL;
}

static const struct pmk_option options[] = {
	{ "flag", 'f', PMK_OPTION_FLAG, NULL, "a flag", PMK_OPTION_AT(struct request, flag) },
	{ "text", 't', PMK_OPTION_TEXT, "TEXT", "a text", PMK_OPTION_AT(struct request, text) },
	{ "texts", 0, PMK_OPTION_TEXTS, "TEXT", "texts", PMK_OPTION_AT(struct request, texts) },
	{ "word", 0, PMK_OPTION_WORD, "WORD", "a word", PMK_OPTION_AT(struct request, word),
	  .words = words },
	{ NULL, 'c', PMK_OPTION_COUNT, "N", "a count", PMK_OPTION_AT(struct request, count),
	  .min = 2, .max = 9 },
	{ "large", 0, PMK_OPTION_COUNT, "N", "a large one", PMK_OPTION_AT(struct request, large),
	  .max = UINT64_MAX },
	{ "fraction", 0, PMK_OPTION_FRACTION, "0.05", "a fraction",
	  PMK_OPTION_AT(struct request, fraction) },
	{ "percent", 0, PMK_OPTION_PERCENT, "2%", "per cent",
	  PMK_OPTION_AT(struct request, percent), .from = 0.0001, .to = 100 },
	{ "own", 0, PMK_OPTION_OWN, "TEXT", NULL, .own = refuse },
	{ 0 },
};

static const struct pmk_command command = {
	.name = "try",
	.words = "[WORD...]",
	.summary = "of the tests",
	.options = options,
};

/* What is said of bad usage is for people; here its being refused counts. */
static void silence(void)
{
	dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
}

static char **read_line(const struct pmk_command *c, struct request *request, char *line)
{
	static char *argv[32];
	int argc = 1;

	argv[0] = (char *)"try";
	for (char *at = strtok(line, " "); at; at = strtok(NULL, " "))
		argv[argc++] = at;
	argv[argc] = NULL;
	return pmk_options_read(c, argc, argv, request);
}

START_TEST(each_kind_goes_where_the_table_says)
{
	char line[] = "-f here --text=a --texts x --texts y --word two -c9 there --percent 0.05% "
		      "--fraction .5 --large 18446744073709551615 -- --flag";
	struct request r = { 0 };
	char **rest = read_line(&command, &r, line);

	ck_assert_ptr_nonnull(rest);
	ck_assert_str_eq(rest[0], "here");
	ck_assert_str_eq(rest[1], "there");
	ck_assert_str_eq(rest[2], "--flag");
	ck_assert_ptr_null(rest[3]);
	ck_assert(r.flag);
	ck_assert_str_eq(r.text, "a");
	ck_assert_str_eq(r.texts[1], "y");
	ck_assert_uint_eq(pmk_texts_count(r.texts), 2);
	ck_assert_uint_eq(r.word, 1);
	ck_assert_uint_eq(r.count, 9);
	ck_assert(r.large == UINT64_MAX);
	ck_assert_double_eq_tol(r.percent, 0.0005, 1e-15);
	ck_assert_double_eq(r.fraction, 0.5);
}
END_TEST

static const char *const bad[] = {
	"--sideways",	   "--text",	     "--flag=x",       "--texts 1 --texts 2 --texts 3",
	"--word three",	   "--word=",	     "-c 1",	       "-c 10",
	"-c -3",	   "-c 3x",	     "-c=3",	       "--large 18446744073709551616",
	"--large -1",	   "--fraction 0",   "--fraction 1",   "--fraction nan",
	"--fraction +0.1", "--fraction 5%",  "--percent=",     "--percent %",
	"--percent 2",	   "--percent 0%",   "--percent -1%",  "--percent 101%",
	"--percent 2%%",   "--percent nan%", "--percent inf%", "--own 1",
};

START_TEST(what_is_no_value_is_refused)
{
	struct request r = { 0 };
	char line[64];

	silence();
	snprintf(line, sizeof(line), "%s", bad[_i]);
	ck_assert_msg(!read_line(&command, &r, line), "'%s' was taken", bad[_i]);
}
END_TEST

START_TEST(a_blank_before_a_number_is_refused)
{
	char *argv[] = { (char *)"try", (char *)"--percent", (char *)" 2%", NULL };
	struct request r = { 0 };

	silence();
	ck_assert_ptr_null(pmk_options_read(&command, 3, argv, &r));
}
END_TEST

START_TEST(what_a_command_cannot_do_without_is_asked_for)
{
	static const struct pmk_option required[] = {
		{ "text", 't', PMK_OPTION_TEXT, "TEXT", "a text",
		  PMK_OPTION_AT(struct request, text), .required = true },
		{ 0 },
	};
	struct pmk_command wants = command;
	struct request r = { 0 };
	char with[] = "-t a", without[] = "word", none[] = "", some[] = "word";

	silence();
	wants.options = required;
	ck_assert_ptr_nonnull(read_line(&wants, &r, with));
	ck_assert_ptr_null(read_line(&wants, &r, without));
	wants.options = options;
	wants.expects = "a word";
	ck_assert_ptr_null(read_line(&wants, &r, none));
	ck_assert_ptr_nonnull(read_line(&wants, &r, some));
}
END_TEST

/* As aa hands on what is for run: in its order, with its values, and the words between. */
START_TEST(another_commands_options_are_handed_on)
{
	static const struct pmk_option own[] = {
		{ NULL, 'k', PMK_OPTION_COUNT, "N", "how often",
		  PMK_OPTION_AT(struct request, count), .min = 1, .max = 9 },
		{ 0 },
	};
	struct pmk_command passes = { .name = "pass", .words = "", .options = own };
	char line[] = "-ta one -k 3 --word two three --flag -- -k";
	struct request r = { 0 };
	const char *const want[] = { "-ta",    "one", "--word", "two", "three",
				     "--flag", "--",  "-k",	NULL };
	char **rest;

	passes.passes = &command;
	rest = read_line(&passes, &r, line);
	ck_assert_ptr_nonnull(rest);
	ck_assert_uint_eq(r.count, 3);
	for (size_t i = 0; want[i]; i++)
		ck_assert_str_eq(rest[i], want[i]);
	ck_assert_ptr_null(rest[pmk_texts_count(want)]);
}
END_TEST

START_TEST(the_first_word_may_end_the_options)
{
	struct pmk_command ends = command;
	char line[] = "-f name --text a";
	struct request r = { 0 };
	char **rest;

	ends.words_end = true;
	rest = read_line(&ends, &r, line);
	ck_assert_ptr_nonnull(rest);
	ck_assert_str_eq(rest[1], "--text");
	ck_assert_ptr_null(r.text);
}
END_TEST

/* Every command: no name or letter twice, and what its kind needs. */
START_TEST(the_tables_of_all_commands_are_sound)
{
	for (size_t i = 0; pmk_commands[i]; i++) {
		const struct pmk_option *all = pmk_commands[i]->options;

		for (const struct pmk_option *o = all; o && (o->name || o->letter); o++) {
			const char *name = o->name ? o->name : "-";

			ck_assert_msg(!o->argument == (o->kind == PMK_OPTION_FLAG), "%s", name);
			ck_assert_msg(o->kind != PMK_OPTION_COUNT || o->max > o->min, "%s", name);
			ck_assert_msg(o->kind != PMK_OPTION_PERCENT || o->to > o->from, "%s", name);
			ck_assert_msg(o->kind != PMK_OPTION_WORD || o->words, "%s", name);
			ck_assert_msg(o->kind != PMK_OPTION_OWN || o->own, "%s", name);
			for (const struct pmk_option *other = all; other < o; other++) {
				ck_assert_msg(!o->letter || o->letter != other->letter, "%s", name);
				ck_assert_msg(!o->name || !other->name ||
						      strcmp(o->name, other->name) != 0,
					      "%s", name);
			}
		}
	}
}
END_TEST

Suite *pmk_suite_options(void)
{
	Suite *s = suite_create("options");
	TCase *t = tcase_create("tables");

	tcase_add_test(t, each_kind_goes_where_the_table_says);
	tcase_add_loop_test(t, what_is_no_value_is_refused, 0, (int)(sizeof(bad) / sizeof(bad[0])));
	tcase_add_test(t, a_blank_before_a_number_is_refused);
	tcase_add_test(t, what_a_command_cannot_do_without_is_asked_for);
	tcase_add_test(t, another_commands_options_are_handed_on);
	tcase_add_test(t, the_first_word_may_end_the_options);
	tcase_add_test(t, the_tables_of_all_commands_are_sound);
	suite_add_tcase(s, t);
	return s;
}
