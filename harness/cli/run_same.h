/* SPDX-License-Identifier: GPL-2.0-only */
/* Is this the machine, the kernel and the program of a record? What is not is named. */
#ifndef PAGEMARK_RUN_SAME_H
#define PAGEMARK_RUN_SAME_H

#include "run_options.h"

/**
 * pmk_run_same_lines() - hold a target of two runs against each other
 * @record: the path of the first
 * @target: its name
 * @was: its run line
 * @is: that of the second
 *
 * Return: whether all circumstances are the same; those that are not are told on standard error.
 */
bool pmk_run_same_lines(const char *record, const char *target, const json_t *was,
			const json_t *is);

/* Whether we are on the machine of a run line, and on its kernel; says what differs. */
bool pmk_run_same_machine(const struct pmk_live_run *run, const char *record, const json_t *was);

/**
 * pmk_run_same_target() - whether a target of a record can be gone on with
 * @run: the run; its host is prepared where it is measured
 * @req: whose @resume is the record
 * @t: the target
 * @was: its run line there
 *
 * Of a host that is kept whole nothing is asked but its program. A guest must have been made before
 * that run began.
 *
 * Return: whether nothing differs; what does is told on standard error.
 */
bool pmk_run_same_target(const struct pmk_live_run *run, const struct pmk_request *req,
			 const struct pmk_target *t, const json_t *was);

#endif
