/* SPDX-License-Identifier: GPL-2.0-only */
/* Several runs, one after the other: their folder, a process for each, what they come to. */
#ifndef PAGEMARK_RUN_SET_H
#define PAGEMARK_RUN_SET_H

#include <stdint.h>

#include "run_options.h"

/**
 * pmk_run_set_seed() - the seed of one run of several
 * @seed: of --seed, up to INT64_MAX
 * @run: which run, from 1 up
 *
 * Run K takes the points in the order of `--seed SEED+K-1`: neighbouring seeds give unrelated
 * orders. Behind INT64_MAX, the largest that a record holds, follows 0.
 */
uint64_t pmk_run_set_seed(uint64_t seed, unsigned int run);

/* The worse of two statuses of runs: interrupted, BROKEN, FAIL, nothing ran, fine. */
int pmk_run_set_worse(int a, int b);

/**
 * pmk_run_set_measure() - measure as many runs as --runs asks for
 * @asked: the run as the command line has it
 * @req: the rest of the command line
 * @measure: measures one run; an enum pmk_exit, or a negative errno where there is no whole
 *	record, after saying why
 *
 * Each run is a process of its own, so that nothing of one is left in the next. It stops at the
 * first run without a whole record, and after a run that was interrupted; the records of the runs
 * before stay.
 *
 * Context: forks; what of SIGINT, SIGTERM and SIGHUP is not ignored is passed on to the run.
 * Return: the worst enum pmk_exit of the runs, or a negative errno where one could not be made,
 * after saying which.
 */
int pmk_run_set_measure(const struct pmk_live_run *asked, struct pmk_request *req,
			int (*measure)(struct pmk_live_run *run, struct pmk_request *req));

#endif
