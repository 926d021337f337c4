// SPDX-License-Identifier: GPL-2.0-only
/* What aa keeps of a machine, which set of runs is found for which points, and all pairs. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aa/aa.h"
#include "aa/noise.h"
#include "stats/random.h"

#define POINTS	20
#define RUNS	10
#define SAMPLES 6

Suite *pmk_suite_noise(void);

static char folder[] = "/tmp/noise.XXXXXX";

static void set_up(void)
{
	snprintf(folder, sizeof(folder), "/tmp/noise.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(setenv("XDG_DATA_HOME", folder, 1), 0);
}

static void tear_down(void)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -rf %s", folder);
	ck_assert_int_eq(system(command), 0); // NOLINT(cert-env33-c): a folder of our own
}

/* Runs of one target, "p0" .. of @points, that differ by 1 %; released with their last user. */
struct made {
	struct pmk_rec runs[RUNS];
	struct pmk_rec_target target;
	struct pmk_rec_point points[RUNS][POINTS + 1];
	double samples[RUNS][POINTS + 1][SAMPLES];
	long rounds[SAMPLES];
	char names[POINTS + 1][20];
	struct pmk_set set;
};

static struct made *make(size_t points, size_t from, const char *machine, uint64_t seed)
{
	struct made *m = calloc(1, sizeof(*m));

	m->target = (struct pmk_rec_target){ .name = "host", .clock = &pmk_clock_wall };
	m->target.run =
		json_pack("{s:{s:s}, s:{s:s}}", "clock", "name", "wall", "machine", "cpu", machine);
	for (size_t i = 0; i < points; i++)
		snprintf(m->names[i], sizeof(m->names[i]), "p%zu", from + i);
	for (size_t run = 0; run < RUNS; run++) {
		for (size_t i = 0; i < points; i++) {
			double luck = 0.01 * pmk_random_normal(&seed);

			for (size_t k = 0; k < SAMPLES; k++) {
				m->rounds[k] = (long)k;
				m->samples[run][i][k] =
					100 * exp(luck + 0.001 * pmk_random_normal(&seed));
			}
			m->points[run][i] = (struct pmk_rec_point){
				.name = m->names[i],
				.unit = "ns",
				.samples = { SAMPLES, m->samples[run][i], m->rounds },
			};
		}
		m->runs[run] = (struct pmk_rec){ .id = "x",
						 .complete = true,
						 .n_targets = 1,
						 .n_points = points,
						 .n_all = points,
						 .targets = &m->target,
						 .points = m->points[run] };
	}
	m->set = (struct pmk_set){ .n = RUNS, .runs = m->runs };
	return m;
}

static void release(struct made *m)
{
	json_decref(m->target.run);
	free(m);
}

static void keep(struct made *m)
{
	struct pmk_merged merged;
	char *path;

	ck_assert_int_eq(pmk_merged_make(&merged, &m->set), 0);
	ck_assert_int_eq(pmk_noise_keep(&merged, 0, &path), 0);
	ck_assert_int_eq(access(path, R_OK), 0);
	free(path);
	pmk_merged_free(&merged);
}

START_TEST(the_set_that_knows_most_is_found)
{
	struct made *first = make(10, 0, "A", 1), *second = make(10, 5, "A", 2);
	const char *const low[] = { "p0", "p1" }, *const high[] = { "p9", "p14" };
	struct pmk_noise noise;
	double medians[RUNS];

	ck_assert_int_eq(pmk_noise_open(&noise, first->target.run, low, 2), 0);
	ck_assert_uint_eq(noise.runs, 0);
	ck_assert_str_eq(noise.error, "");
	pmk_noise_free(&noise);
	keep(first);
	keep(second);
	ck_assert_int_eq(pmk_noise_open(&noise, first->target.run, low, 2), 0);
	ck_assert_uint_eq(noise.runs, RUNS);
	ck_assert(pmk_noise_medians(&noise, "p1", medians));
	ck_assert_double_eq_tol(medians[3], pmk_stats_median(first->samples[3][1], SAMPLES), 1e-9);
	ck_assert(!pmk_noise_medians(&noise, "p14", medians));
	ck_assert_double_ge(pmk_noise_age_days(&noise), 0);
	ck_assert_double_lt(pmk_noise_age_days(&noise), 0.5);
	pmk_noise_free(&noise);
	ck_assert_int_eq(pmk_noise_open(&noise, first->target.run, high, 2), 0);
	ck_assert(pmk_noise_medians(&noise, "p14", medians));
	pmk_noise_free(&noise);
	release(first);
	release(second);
}
END_TEST

START_TEST(another_machine_is_not_known)
{
	struct made *known = make(4, 0, "A", 1), *other = make(4, 0, "B", 1);
	const char *const names[] = { "p0" };
	struct pmk_noise noise;

	keep(known);
	ck_assert_int_eq(pmk_noise_open(&noise, other->target.run, names, 1), 0);
	ck_assert_uint_eq(noise.runs, 0);
	ck_assert_double_lt(pmk_noise_age_days(&noise), 0);
	pmk_noise_free(&noise);
	release(known);
	release(other);
}
END_TEST

START_TEST(all_pairs_are_compared)
{
	const struct pmk_judge_rules rules = { .alpha = 0.05, .min_effect = -1 };
	struct made *m = make(POINTS + 1, 0, "A", 3);
	struct pmk_merged merged;
	struct pmk_aa aa;

	/* How a run checks itself is no point. */
	snprintf(m->names[POINTS], sizeof(m->names[POINTS]), "selfcheck/loop/a");

	ck_assert_int_eq(pmk_merged_make(&merged, &m->set), 0);
	ck_assert_int_eq(pmk_aa_make(&aa, &merged, 0, &rules), 0);
	ck_assert_uint_eq(aa.n, POINTS);
	ck_assert_uint_eq(aa.known.pairs, RUNS * (RUNS - 1) / 2);
	ck_assert_uint_eq(aa.alone.pairs, RUNS * (RUNS - 1) / 2);
	ck_assert_uint_eq(aa.known.apart, RUNS / 2);
	ck_assert_uint_eq(aa.known.answers, POINTS * RUNS * (RUNS - 1) / 2);
	ck_assert_uint_le(aa.known.wrong, 6);
	ck_assert_double_eq_tol(sqrt(aa.spread.own[0] + aa.spread.shared), 0.01, 0.004);
	/* 1.2533 * 0.1 % / sqrt(6) */
	ck_assert_double_eq_tol(aa.inside[2], 0.00051, 0.0003);
	/* More runs show less. */
	ck_assert_double_gt(pmk_aa_needs(&aa, 1).half, pmk_aa_needs(&aa, 4).half);
	ck_assert_double_gt(pmk_aa_needs(&aa, 4).half, pmk_aa_needs(&aa, 16).half);
	ck_assert_double_gt(pmk_aa_needs(&aa, 1).min_effect, pmk_aa_needs(&aa, 8).min_effect);
	ck_assert_double_ge(pmk_aa_needs(&aa, 1).most, pmk_aa_needs(&aa, 1).half);
	pmk_aa_free(&aa);
	pmk_merged_free(&merged);
	release(m);
}
END_TEST

/* 0.95^58 is 0.0510, 0.95^59 is 0.0485; 0.99^298 is 0.0500, just above, 0.99^299 is below. */
START_TEST(so_many_pairs_show_alpha)
{
	ck_assert_uint_eq(pmk_aa_pairs_needed(0.05), 59);
	ck_assert_uint_eq(pmk_aa_pairs_needed(0.01), 299);
}
END_TEST

Suite *pmk_suite_noise(void)
{
	Suite *suite = suite_create("noise");
	TCase *tests = tcase_create("noise");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, the_set_that_knows_most_is_found);
	tcase_add_test(tests, another_machine_is_not_known);
	tcase_add_test(tests, all_pairs_are_compared);
	tcase_add_test(tests, so_many_pairs_show_alpha);
	suite_add_tcase(suite, tests);
	return suite;
}
