/* SPDX-License-Identifier: GPL-2.0-only */
/* run --like: another run of what a record has, on this machine; what differs is named. */
#ifndef PAGEMARK_RUN_LIKE_H
#define PAGEMARK_RUN_LIKE_H

#include "run_options.h"

/**
 * pmk_run_like_open() - read the record, and take over how it was made
 * @line: its @req.like is the path; the record is kept there. Filled in: rounds, precision, seed,
 *	shortest batches, counters, placement, profiles, targets, the user's kernel, the file
 *	system and folder for files, which is told where it is not here; of a set, how many runs
 * @named: the command line names targets, so that those of the record do not count
 *
 * Return: 0, or a negative errno after saying what is wrong.
 */
int pmk_run_like_open(struct pmk_line *line, bool named);

/*
 * Adds the record's labels that the command line did not give; that of the machine on that machine
 * alone, else it is told.
 */
void pmk_run_like_labels(struct pmk_line *line);

/**
 * pmk_run_like_plan() - plan what the record has
 * @run: its patterns choose among the names of the record; without any all are meant
 * @req: with the record
 * @plan: filled in; each target gets what it had, and one that the record does not have gets all
 *
 * A name that no longer is one is told and left out.
 *
 * Return: as pmk_plan_make(), after saying what is wrong.
 */
int pmk_run_like_plan(const struct pmk_live_run *run, const struct pmk_request *req,
		      struct pmk_plan *plan);

/* Names on standard error what differs between the record and the one that was made of it. */
void pmk_run_like_tell(const struct pmk_request *req);

void pmk_run_like_close(struct pmk_request *req);

#endif
