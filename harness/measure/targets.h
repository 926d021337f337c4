/* SPDX-License-Identifier: GPL-2.0-only */
/* Visits the targets of a run: guests that count instructions side by side, all others alone. */
#ifndef PAGEMARK_TARGETS_H
#define PAGEMARK_TARGETS_H

#include "run.h"

/**
 * pmk_targets_at_once() - how many guests may be at work at once
 * @allowed: processors on which this process may run
 * @quota: processors that its control groups allow it, such as 1.5; 0 for no limit
 *
 * Return: 1 or more: whole processors, so that no guest waits for another.
 */
unsigned int pmk_targets_at_once(unsigned int allowed, double quota);

/**
 * pmk_targets_visit() - measure or check all that is planned
 * @run: the run; its record is open, or it has a report
 * @plan: its targets; results and claims are filled in
 *
 * Guests that count instructions are at work side by side, as many as there are processors for
 * this process: their numbers do not depend on neighbours. The host and guests in wall time are
 * alone. Record and report have the targets in the order of the plan, whichever ended first. While
 * lines wait for those of an earlier target they lie in OUTPUT.TARGET.part.
 *
 * Context: starts threads.
 * Return: 0, or the first negative errno with which writing failed.
 */
int pmk_targets_visit(struct pmk_live_run *run, struct pmk_plan *plan);

#endif
