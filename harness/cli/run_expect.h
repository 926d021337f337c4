/* SPDX-License-Identifier: GPL-2.0-only */
/* --expect of run and check: the file, and what the run comes to by it. */
#ifndef PAGEMARK_RUN_EXPECT_H
#define PAGEMARK_RUN_EXPECT_H

#include "measure/run.h"

/**
 * struct pmk_run_expected - what a run comes to by its expectations
 * @violated: something is not met, or not measured
 * @empty: they say nothing about this run
 */
struct pmk_run_expected {
	bool violated, empty;
};

/* How many FAILs there are that no waiver of the run's expectations covers. */
size_t pmk_run_unwaived(const struct pmk_live_run *run, const struct pmk_outcome *list, size_t n);

/**
 * pmk_run_expect_record() - judge a record or a set of them, and say it on standard error
 * @run: with expectations; without any, nothing is said
 * @path: of the record, which may still lack its end, or of the folder
 * @expected: out: what it comes to
 *
 * Return: 0, or a negative errno after saying what is wrong.
 */
int pmk_run_expect_record(const struct pmk_live_run *run, const char *path,
			  struct pmk_run_expected *expected);

/* The same of claims alone, which have no record: @n of the list were asked for. 0 or -ENOMEM. */
int pmk_run_expect_claims(const struct pmk_live_run *run, const struct pmk_outcome *list, size_t n,
			  struct pmk_run_expected *expected);

#endif
