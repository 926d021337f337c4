/* SPDX-License-Identifier: GPL-2.0-only */
/* run --resume: goes on with a run that was cut short; what its record has finished is kept. */
#ifndef PAGEMARK_RUN_RESUME_H
#define PAGEMARK_RUN_RESUME_H

#include "run_options.h"

/**
 * pmk_run_resume_open() - read the record, and then its command line in place of ours
 * @argc: as main() has it
 * @argv: as main() has it: --resume stands there with -o and -q alone
 * @line: its @req.resume is the path. Filled in as the record's command line has it, but for the
 *	output; @req.earlier is what the record holds
 * @like: as pmk_run_options() has it, for a record that was made with --like
 *
 * Return: an enum pmk_exit, after saying what is wrong; PMK_EXIT_NOTHING for a complete record.
 */
int pmk_run_resume_open(int argc, char **argv, struct pmk_line *line,
			int (*like)(struct pmk_line *line, bool named));

/**
 * pmk_run_resume_plan() - take what the record has finished into the plan
 * @run: the run, as the record's command line has it
 * @req: with the record
 * @plan: made; a target is kept with all its points, or none: rounds go through all of them. Claims
 *	are kept one by one
 *
 * Return: 0, or a negative errno after saying what is wrong.
 */
int pmk_run_resume_plan(const struct pmk_live_run *run, const struct pmk_request *req,
			struct pmk_plan *plan);

/**
 * pmk_run_resume_check() - whether this is still the machine, kernel and program of the record
 * @run: the run; its host is prepared where it is measured
 * @req: with the record
 * @plan: as pmk_run_resume_plan() left it
 *
 * Return: 0 after saying what is kept, or -ESTALE after saying what differs, and what to do.
 */
int pmk_run_resume_check(const struct pmk_live_run *run, const struct pmk_request *req,
			 const struct pmk_plan *plan);

/* Writes the lines of the targets that are kept whole; 0 or a negative errno. */
int pmk_run_resume_write(struct pmk_live_run *run, const struct pmk_request *req,
			 const struct pmk_plan *plan);

void pmk_run_resume_close(struct pmk_request *req);

#endif
