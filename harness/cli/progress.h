/* SPDX-License-Identifier: GPL-2.0-only */
/* How far a run is, on standard error. */
#ifndef PAGEMARK_PROGRESS_H
#define PAGEMARK_PROGRESS_H

#include "measure/plan.h"

/**
 * pmk_progress_begin() - be ready to show a run
 * @plan: its targets; it stays until the run ends
 * @rounds: that are asked for
 *
 * A terminal has one line that changes, cut to its width; where TERM is dumb or standard error is
 * no terminal, a line follows at least 30 s after the one before it.
 */
void pmk_progress_begin(const struct pmk_plan *plan, unsigned int rounds);

/**
 * pmk_progress_show() - a target has come further
 * @target: its name
 * @kind: "samples" or "claims"; NULL before the first
 * @what: the point or claim that ended, or what is done before the first
 * @done: how many of the kind it has
 * @total: how many it will have
 *
 * The time left is that of this target, at its pace so far or, before it has one, as an earlier
 * record has it; where that knows all targets that have not begun, theirs is told too. May be
 * called by several threads.
 */
void pmk_progress_show(const char *target, const char *kind, const char *what, size_t done,
		       size_t total);

/* Takes the line off the terminal, for what follows. */
void pmk_progress_end(void);

#endif
