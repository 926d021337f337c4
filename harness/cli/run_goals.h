/* SPDX-License-Identifier: GPL-2.0-only */
/* What pagemark run aims for: --min-time, --precision, --max-rounds, and what it says of them. */
#ifndef PAGEMARK_RUN_GOALS_H
#define PAGEMARK_RUN_GOALS_H

#include "measure/run.h"

/* Whether these options fit each other: an enum pmk_exit, after saying what does not. */
int pmk_run_check_goals(struct pmk_live_run *run);

/* On stderr: how many points reached the precision, and which is the worst. */
void pmk_run_print_precision(const struct pmk_live_run *run, const struct pmk_plan *plan);

#endif
