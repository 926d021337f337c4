// SPDX-License-Identifier: GPL-2.0-only
/* The history: a run goes in as a whole and once, and comes back as series. */
#include <check.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "history/history.h"
#include "history/history_db.h"
#include "record/record.h"

Suite *pmk_suite_history(void);

static char dir[] = "/tmp/pagemark-history-XXXXXX";
static char db_path[64], rec_path[64];

static void make_dir(void)
{
	memset(dir + strlen(dir) - 6, 'X', 6);
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(db_path, sizeof(db_path), "%s/history.db", dir);
	snprintf(rec_path, sizeof(rec_path), "%s/run.jsonl", dir);
}

static void remove_dir(void)
{
	unlink(db_path);
	unlink(rec_path);
	rmdir(dir);
}

/* What differs between the runs of a test. */
struct fake {
	const char *id, *started, *cpu, *untrusted;
	const char *flags, *machine, *qemu, *placement, *place, *load;
	long memory_mib;
	double cost;
	bool insn, unfinished, failed;
};

static void put(struct pmk_record *rec, json_t *line)
{
	ck_assert_int_eq(pmk_record_line(rec, line), 0);
}

static void write_fake(const struct fake *fake)
{
	const char *clock = fake->insn ? "insn" : "wall", *unit = fake->insn ? "insn" : "ns";
	struct pmk_record rec;

	unlink(rec_path);
	ck_assert_int_eq(pmk_record_open(&rec, rec_path), 0);
	put(&rec,
	    json_pack("{s:s, s:i, s:s, s:s, s:s?, s:{s:s, s:s}, s:{s:s, s:s?}, s:{s:s, s:i, s:I}, "
		      "s:{s:s}, s:[{s:s, s:s}], s:{s:s?}, s:{s:s?}, s:s?, s:s?, s:{s:s?}}",
		      "type", "run", "schema", 1, "id", fake->id, "target", "host", "started",
		      fake->started, "clock", "name", clock, "unit", unit, "tool", "commit", "abc",
		      "flags", fake->flags, "machine", "cpu", fake->cpu ? fake->cpu : "Fake",
		      "cpus", 2, "memory_bytes", (json_int_t)fake->memory_mib << 20, "kernel",
		      "release", "6.1", "hazards", "name", "load", "severity", "moderate", "host",
		      "machine", fake->machine, "guest", "qemu", fake->qemu, "placement",
		      fake->placement, "place", fake->place, "load", "class", fake->load));
	put(&rec, json_pack("{s:s, s:s, s:s, s:{}, s:s, s:[f,f,f], s:[i,i,i], s:s, s:s?}", "type",
			    "bench", "target", "host", "name", "a/b/c/size:64", "params", "unit",
			    unit, "samples", fake->cost, fake->cost + 1, fake->cost + 2, "rounds",
			    0, 1, 2, "status", fake->failed ? "FAIL" : "PASS", "reason",
			    fake->failed ? "fabricated" : NULL));
	if (!fake->unfinished)
		put(&rec, json_pack("{s:s, s:n, s:s?}", "type", "end", "interrupted", "untrusted",
				    fake->untrusted));
	ck_assert_int_eq(pmk_record_close(&rec), 0);
}

static int add(struct pmk_history *history, const struct fake *fake, char *error)
{
	struct pmk_rec rec;
	int err;

	write_fake(fake);
	ck_assert_msg(!pmk_rec_read(rec_path, &rec, error), "%s", error);
	err = pmk_history_add(history, &rec, error);
	pmk_rec_free(&rec);
	return err;
}

static struct pmk_history *open_it(bool write)
{
	char error[PMK_HISTORY_ERROR_BYTES];
	struct pmk_history *history = pmk_history_open(db_path, write, error);

	ck_assert_msg(history != NULL, "%s", error);
	return history;
}

START_TEST(runs_come_back_as_series)
{
	static const struct fake fakes[] = {
		{ .id = "r2", .started = "2026-01-03T00:00:00Z", .cost = 20 },
		{ .id = "r1", .started = "2026-01-02T00:00:00Z", .cost = 10 },
		{ .id = "r3", .started = "2026-01-04T00:00:00Z", .cost = 30, .failed = true },
		{ .id = "other machine", .started = "2026-01-02T00:00:00Z", .cpu = "B", .cost = 5 },
		{ .id = "other clock", .started = "2026-01-02T00:00:00Z", .insn = true, .cost = 7 },
		{ .id = "r4", .started = "2026-01-05T00:00:00Z", .untrusted = "noisy", .cost = 9 },
	};
	struct pmk_history *history = open_it(true);
	char error[PMK_HISTORY_ERROR_BYTES];
	const json_t *target;
	struct pmk_past past;

	for (size_t i = 0; i < sizeof(fakes) / sizeof(fakes[0]); i++)
		ck_assert_msg(!add(history, &fakes[i], error), "%s", error);
	ck_assert_msg(!pmk_history_load(history, &past, error), "%s", error);
	ck_assert_uint_eq(json_array_size(past.runs), 6);
	for (size_t run = 0; run < 6; run++)
		ck_assert_uint_eq(
			json_array_size(json_object_get(json_array_get(past.runs, run), "targets")),
			1);
	ck_assert_uint_eq(json_array_size(past.circumstances), 3);
	ck_assert_uint_eq(past.n_series, 3);
	/* In the order of time, whatever the order in which they were added. */
	ck_assert_uint_eq(past.series[0].n, 4);
	ck_assert_str_eq(pmk_past_run(&past, past.series[0].points[0].run, "id"), "r1");
	ck_assert_double_eq(past.series[0].points[0].median, 11);
	ck_assert_double_eq(past.series[0].points[0].lo, 10);
	ck_assert_double_eq(past.series[0].points[0].hi, 12);
	ck_assert_uint_eq(past.series[0].points[0].n, 3);
	ck_assert_str_eq(pmk_past_run(&past, past.series[0].points[1].run, "id"), "r2");
	ck_assert(!past.series[0].points[2].passed);
	ck_assert_str_eq(pmk_past_run(&past, past.series[0].points[3].run, "untrusted"), "noisy");
	ck_assert_str_eq(pmk_rec_text(past.series[1].where, "cpu"), "B");
	ck_assert_double_eq(past.series[1].points[0].median, 6);
	ck_assert(past.series[2].insn);
	ck_assert_str_eq(pmk_rec_text(past.series[2].where, "unit"), "insn");
	target = pmk_past_target(&past, past.series[0].where, past.series[0].points[0].run);
	ck_assert_str_eq(pmk_rec_text(target, "kernel"), "6.1");
	ck_assert_str_eq(pmk_rec_text(target, "hazards"), "load (moderate)");
	ck_assert_ptr_null(
		pmk_past_target(&past, past.series[1].where, past.series[0].points[0].run));
	pmk_past_free(&past);
	pmk_history_close(history);
}
END_TEST

START_TEST(a_run_goes_in_once)
{
	const struct fake first = { .id = "r", .started = "2026-01-02T00:00:00Z", .cost = 10 };
	const struct fake other = { .id = "r", .started = "2026-01-02T00:00:00Z", .cost = 99 };
	struct pmk_history *history = open_it(true);
	char error[PMK_HISTORY_ERROR_BYTES];
	struct pmk_past past;

	ck_assert_int_eq(add(history, &first, error), 0);
	ck_assert_int_eq(add(history, &first, error), 1);
	pmk_history_close(history);
	history = open_it(true);
	ck_assert_int_eq(add(history, &first, error), 1);
	/* A run that shares its id by chance is not lost in silence. */
	ck_assert_int_eq(add(history, &other, error), -EINVAL);
	ck_assert_msg(strstr(error, "another run of the same id") != NULL, "%s", error);
	ck_assert_int_eq(pmk_history_load(history, &past, error), 0);
	ck_assert_uint_eq(json_array_size(past.runs), 1);
	ck_assert_double_eq(past.series[0].points[0].median, 11);
	pmk_past_free(&past);
	pmk_history_close(history);
}
END_TEST

START_TEST(what_has_no_place_is_refused)
{
	static const struct {
		struct fake fake;
		const char *why;
	} bad[] = {
		{ { .id = "r", .started = "2026-01-02T00:00:00Z", .unfinished = true },
		  "incomplete" },
		{ { .id = "r", .started = NULL }, "\"started\"" },
		{ { .id = "r", .started = "yesterday" }, "\"started\"" },
		{ { .id = "", .started = "2026-01-02T00:00:00Z" }, "id of the run" },
	};
	struct pmk_history *history = open_it(true);
	char error[PMK_HISTORY_ERROR_BYTES];
	struct pmk_past past;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct fake fake = bad[i].fake;

		fake.cost = 10;
		ck_assert_int_eq(add(history, &fake, error), -EINVAL);
		ck_assert_msg(strstr(error, bad[i].why) != NULL, "%s", error);
	}
	/* And none of them leaves anything, nor keeps the next one out. */
	ck_assert_int_eq(pmk_history_load(history, &past, error), 0);
	ck_assert_uint_eq(json_array_size(past.runs) + json_array_size(past.circumstances) +
				  past.n_series,
			  0);
	pmk_past_free(&past);
	ck_assert_int_eq(
		add(history,
		    &(struct fake){ .id = "r", .started = "2026-01-02T00:00:00Z", .cost = 1 },
		    error),
		0);
	pmk_history_close(history);
}
END_TEST

static void change_db(const char *sql)
{
	struct pmk_db db;

	ck_assert_int_eq(pmk_db_open(&db, db_path, true), 0);
	ck_assert_msg(!pmk_db_run(&db, sql), "%s", db.why);
	pmk_db_close(&db);
}

START_TEST(other_schemas_are_refused)
{
	static const struct {
		const char *sql, *why;
		int err;
	} bad[] = {
		{ "UPDATE pagemark_schema SET version = 3", "newer", EPROTO },
		{ "UPDATE pagemark_schema SET version = 0", "older", EPROTO },
		{ "DROP TABLE pagemark_schema", "something else", EBADMSG },
	};
	char error[PMK_HISTORY_ERROR_BYTES];

	pmk_history_close(open_it(true));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		change_db(bad[i].sql);
		for (int write = 0; write < 2; write++) {
			ck_assert_ptr_null(pmk_history_open(db_path, write, error));
			ck_assert_int_eq(errno, bad[i].err);
			ck_assert_msg(strstr(error, bad[i].why) != NULL, "%s", error);
		}
	}
}
END_TEST

/* What pagemark wrote before there were circumstance_facts: read as it is, and added to. */
START_TEST(an_older_history_is_kept)
{
	const struct fake old = { .id = "old", .started = "2026-01-02T00:00:00Z", .cost = 10 };
	const struct fake new = { .id = "new", .started = "2026-01-03T00:00:00Z", .cost = 20 };
	char error[PMK_HISTORY_ERROR_BYTES];
	struct pmk_history *history = open_it(true);
	struct pmk_past past;

	ck_assert_int_eq(add(history, &old, error), 0);
	pmk_history_close(history);
	change_db("DROP TABLE circumstance_facts; DROP TABLE run_facts; "
		  "DELETE FROM pagemark_schema WHERE version = 2; "
		  "UPDATE circumstances SET identity = 'host | wall | ns', placement = 'core 1'");
	history = open_it(false);
	ck_assert_msg(!pmk_history_load(history, &past, error), "%s", error);
	ck_assert_uint_eq(past.n_series, 1);
	ck_assert_double_eq(past.series[0].points[0].median, 11);
	ck_assert_uint_eq(json_object_size(past.facts), 0);
	pmk_past_free(&past);
	pmk_history_close(history);

	history = open_it(true);
	ck_assert_int_eq(add(history, &old, error), 1);
	ck_assert_int_eq(add(history, &new, error), 0);
	ck_assert_msg(!pmk_history_load(history, &past, error), "%s", error);
	/* The old series stays by itself: nobody knows what flags its program was built with. */
	ck_assert_uint_eq(past.n_series, 2);
	ck_assert_ptr_null(pmk_past_facts(&past, json_array_get(past.circumstances, 0), ""));
	ck_assert_uint_gt(
		json_object_size(pmk_past_facts(&past, json_array_get(past.circumstances, 1), "")),
		10);
	pmk_past_free(&past);
	pmk_history_close(history);
}
END_TEST

/* Each pair of runs is of two series, or of one. */
START_TEST(series_are_of_one_circumstances)
{
	static const struct {
		struct fake one, other;
		size_t n_series;
	} rows[] = {
		{ { .flags = "-O2" }, { .flags = "-O0" }, 2 },
		{ { .machine = "a" }, { .machine = "b" }, 2 },
		{ { .machine = "a" }, { .machine = NULL }, 2 },
		{ { .qemu = "7.2", .insn = true }, { .qemu = "8.0", .insn = true }, 2 },
		{ { .machine = "a", .insn = true }, { .machine = "b", .insn = true }, 1 },
		{ { .placement = "core 0" }, { .placement = "core 1" }, 1 },
		{ { .placement = "core 0" }, { .placement = "core 1", .place = "core:1" }, 2 },
		{ { .load = "idle" }, { .load = "overloaded" }, 1 },
		{ { .memory_mib = 1000 }, { .memory_mib = 990 }, 1 },
		{ { .memory_mib = 1000 }, { .memory_mib = 500 }, 2 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fake fakes[2] = { rows[i].one, rows[i].other };
		struct pmk_history *history = open_it(true);
		char error[PMK_HISTORY_ERROR_BYTES];
		struct pmk_past past;

		for (size_t k = 0; k < 2; k++) {
			fakes[k].id = k ? "one" : "other";
			fakes[k].started = "2026-01-02T00:00:00Z";
			fakes[k].cost = 10;
			ck_assert_msg(!add(history, &fakes[k], error), "%s", error);
		}
		ck_assert_msg(!pmk_history_load(history, &past, error), "%s", error);
		ck_assert_msg(past.n_series == rows[i].n_series, "row %zu: %zu series", i,
			      past.n_series);
		pmk_past_free(&past);
		pmk_history_close(history);
		unlink(db_path);
	}
}
END_TEST

/* A median of PASS that is no cost, and a row that belongs to no run: damage, never a number. */
START_TEST(damage_is_told)
{
	static const char *const damages[] = {
		"UPDATE measurements SET median = NULL",
		"UPDATE measurements SET median = 1; UPDATE measurements SET run = 77",
	};
	struct pmk_history *history = open_it(true);
	char error[PMK_HISTORY_ERROR_BYTES];
	struct pmk_past past;

	ck_assert_int_eq(
		add(history,
		    &(struct fake){ .id = "r", .started = "2026-01-02T00:00:00Z", .cost = 1 },
		    error),
		0);
	pmk_history_close(history);
	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		struct pmk_db db;

		ck_assert_int_eq(pmk_db_open(&db, db_path, true), 0);
		ck_assert_int_eq(pmk_db_run(&db, "PRAGMA foreign_keys = OFF"), 0);
		ck_assert_int_eq(pmk_db_run(&db, damages[i]), 0);
		pmk_db_close(&db);
		history = open_it(false);
		ck_assert_int_eq(pmk_history_load(history, &past, error), -EBADMSG);
		ck_assert_msg(strstr(error, "damaged") != NULL, "%s", error);
		pmk_history_close(history);
	}
}
END_TEST

START_TEST(foreign_keys_are_kept)
{
	struct pmk_db db;

	pmk_history_close(open_it(true));
	ck_assert_int_eq(pmk_db_open(&db, db_path, true), 0);
	ck_assert_int_ne(pmk_db_run(&db, "INSERT INTO series (id, circumstances, name, direction) "
					 "VALUES (1, 1, 'a/b/c', 'lower')"),
			 0);
	ck_assert_msg(strstr(db.why, "FOREIGN KEY") != NULL, "%s", db.why);
	/* The first error stays until the database is closed. */
	ck_assert_int_ne(pmk_db_run(&db, "SELECT 1"), 0);
	pmk_db_close(&db);
}
END_TEST

Suite *pmk_suite_history(void)
{
	Suite *suite = suite_create("history");
	TCase *tests = tcase_create("history");

	tcase_add_checked_fixture(tests, make_dir, remove_dir);
	tcase_add_test(tests, runs_come_back_as_series);
	tcase_add_test(tests, a_run_goes_in_once);
	tcase_add_test(tests, what_has_no_place_is_refused);
	tcase_add_test(tests, other_schemas_are_refused);
	tcase_add_test(tests, an_older_history_is_kept);
	tcase_add_test(tests, series_are_of_one_circumstances);
	tcase_add_test(tests, damage_is_told);
	tcase_add_test(tests, foreign_keys_are_kept);
	suite_add_tcase(suite, tests);
	return suite;
}
