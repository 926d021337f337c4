// SPDX-License-Identifier: GPL-2.0-only
/* Names that changed: old records are read under those of today, and series go on. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "case/point.h"
#include "case/registry.h"
#include "history/history.h"
#include "record/alias.h"
#include "record/record_read.h"

Suite *pmk_suite_alias(void);

/* Made up: no record holds these. */
static const struct pmk_alias made_up[] = { { "a/b/c", "a/b/d" },
					    { "a/claims/x", "a/claims/y" },
					    { NULL, NULL } };

static char dir[] = "/tmp/pagemark-alias-XXXXXX";
static char path[64], db_path[64];
static char error[PMK_HISTORY_ERROR_BYTES];
static const struct pmk_alias *ours;

static void begin(void)
{
	memset(dir + sizeof(dir) - 7, 'X', 6);
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/run.jsonl", dir);
	snprintf(db_path, sizeof(db_path), "%s/history.db", dir);
	ours = pmk_aliases;
}

static void end(void)
{
	pmk_aliases = ours;
	unlink(path);
	unlink(db_path);
	rmdir(dir);
}

#define RUN(ID, STARTED)                                \
	"{\"type\":\"run\",\"schema\":1,\"id\":\"" ID   \
	"\",\"target\":\"host\",\"started\":\"" STARTED \
	"\",\"clock\":{\"name\":\"wall\",\"unit\":\"ns\"}}\n"
#define SAMPLE(NAME, VALUE)                                         \
	"{\"type\":\"sample\",\"target\":\"host\",\"name\":\"" NAME \
	"\",\"round\":0,\"value\":" VALUE ",\"n\":1}\n"
#define BENCH(NAME, VALUE)                                                                    \
	"{\"type\":\"bench\",\"target\":\"host\",\"name\":\"" NAME                            \
	"\",\"params\":{},\"unit\":\"ns\",\"samples\":[" VALUE "],\"rounds\":[0],\"status\":" \
	"\"PASS\"}\n"
#define CLAIM(NAME)                                                \
	"{\"type\":\"claim\",\"target\":\"host\",\"name\":\"" NAME \
	"\",\"claim\":\"holds\",\"source\":\"x(2)\",\"status\":\"PASS\"}\n"
#define END "{\"type\":\"end\",\"interrupted\":null}\n"

static void read_text(const char *text, struct pmk_rec *rec)
{
	FILE *to = fopen(path, "w");

	ck_assert_ptr_nonnull(to);
	fputs(text, to);
	ck_assert_int_eq(fclose(to), 0);
	ck_assert_msg(!pmk_rec_read(path, rec, error), "%s", error);
}

START_TEST(old_names_are_read_as_those_of_today)
{
	static const char mixed[] = RUN("r", "2026-01-02T00:00:00Z") SAMPLE("a/b/c/size:64", "1.5")
		SAMPLE("a/b/c/size:128", "2.5") SAMPLE("a/b/cc/size:64", "3.5")
			BENCH("a/b/c/size:64", "1.5") CLAIM("a/claims/x");
	struct pmk_rec rec;

	pmk_aliases = made_up;
	read_text(mixed, &rec);
	ck_assert_uint_eq(rec.n_points, 3);
	ck_assert_str_eq(rec.points[0].name, "a/b/d/size:64");
	ck_assert_str_eq(rec.points[0].contender, "d");
	ck_assert_str_eq(rec.points[1].name, "a/b/d/size:128");
	ck_assert_double_eq(rec.points[1].samples.values[0], 2.5);
	ck_assert_str_eq(rec.points[2].name, "a/b/cc/size:64");
	ck_assert_str_eq(rec.points[rec.n_points].name, "a/claims/y");
	pmk_rec_free(&rec);
}
END_TEST

static int add(struct pmk_history *history, const char *text)
{
	struct pmk_rec rec;
	int err;

	read_text(text, &rec);
	err = pmk_history_add(history, &rec, error);
	pmk_rec_free(&rec);
	return err;
}

static struct pmk_history *open_it(void)
{
	struct pmk_history *history = pmk_history_open(db_path, true, error);

	ck_assert_msg(history != NULL, "%s", error);
	return history;
}

START_TEST(a_series_goes_on_under_its_new_name)
{
	static const char before[] =
		RUN("r1", "2026-01-02T00:00:00Z") BENCH("a/b/c/size:64", "10.0") END;
	static const char after[] =
		RUN("r2", "2026-01-03T00:00:00Z") BENCH("a/b/d/size:64", "20.0") END;
	struct pmk_history *history = open_it();
	struct pmk_past past;

	ck_assert_msg(!add(history, before), "%s", error);
	pmk_history_close(history);
	pmk_aliases = made_up;
	history = open_it();
	ck_assert_int_eq(add(history, before), 1);
	ck_assert_msg(!add(history, after), "%s", error);
	ck_assert_msg(!pmk_history_load(history, &past, error), "%s", error);
	ck_assert_uint_eq(past.n_series, 1);
	ck_assert_str_eq(past.series[0].name, "a/b/d/size:64");
	ck_assert_uint_eq(past.series[0].n, 2);
	pmk_past_free(&past);
	pmk_history_close(history);
}
END_TEST

/* Whether a case has that name, or one of its points. */
static bool is_named(size_t i, const char *name)
{
	struct pmk_point *points = NULL;
	long n = pmk_points_of(pmk_registry_entry(i), pmk_registry_name(i), &points);
	bool found = !strcmp(pmk_registry_name(i), name);

	for (long k = 0; k < n && !found; k++)
		found = !strcmp(points[k].name, name);
	free(points);
	return found;
}

START_TEST(every_name_of_today_is_one)
{
	bool found = false;

	for (size_t i = 0; i < pmk_registry_count() && !found; i++)
		found = is_named(i, ours[_i].now);
	ck_assert_msg(found, "nothing is named %s, which %s is said to be today", ours[_i].now,
		      ours[_i].old);
	for (size_t i = 0; i < pmk_registry_count(); i++)
		ck_assert_msg(!is_named(i, ours[_i].old), "%s is still a name", ours[_i].old);
}
END_TEST

Suite *pmk_suite_alias(void)
{
	Suite *suite = suite_create("alias");
	TCase *tests = tcase_create("alias");
	int n = 0;

	while (pmk_aliases[n].old)
		n++;
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, old_names_are_read_as_those_of_today);
	tcase_add_test(tests, a_series_goes_on_under_its_new_name);
	tcase_add_loop_test(tests, every_name_of_today_is_one, 0, n);
	suite_add_tcase(suite, tests);
	return suite;
}
