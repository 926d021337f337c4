/* SPDX-License-Identifier: GPL-2.0-only */
/* How long points took before, for the time that is left and for --time-budget. */
#ifndef PAGEMARK_RUN_PACE_H
#define PAGEMARK_RUN_PACE_H

#include "run_options.h"

/**
 * pmk_run_pace_learn() - fill in what each target and each of its points took in earlier records
 * @run: the run
 * @req: the record of --like is asked first, then the newest of the folder where ours goes
 * @plan: made
 *
 * A record counts for a target if it is of this machine, complete, and has half of the points. What
 * is not found stays 0: nothing depends on it but what people are told, and how a budget is shared.
 */
void pmk_run_pace_learn(const struct pmk_live_run *run, const struct pmk_request *req,
			struct pmk_plan *plan);

#endif
