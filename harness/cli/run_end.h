/* SPDX-License-Identifier: GPL-2.0-only */
/* The end of run and check: what it came to, and the exit status. */
#ifndef PAGEMARK_RUN_END_H
#define PAGEMARK_RUN_END_H

#include "measure/run.h"

/**
 * pmk_run_end() - end the record or the report, and say how it went
 * @run: the run; its record is closed
 * @plan: its targets, measured
 * @output: the record's path
 *
 * Return: an enum pmk_exit, or the negative errno with which writing failed.
 */
int pmk_run_end(struct pmk_live_run *run, const struct pmk_plan *plan, const char *output);

/* How to go on with a run that was cut short, where that is possible. */
void pmk_run_say_resume(const struct pmk_live_run *run, const char *output);

/**
 * pmk_run_answer() - print on standard output what a record answers
 * @run: the run; --quiet prints @path alone
 * @path: of the record or of the folder of several; - for standard output, which gets no answers
 *
 * Inside a guest nothing is printed: the host has the whole record.
 */
void pmk_run_answer(const struct pmk_live_run *run, const char *path);

#endif
