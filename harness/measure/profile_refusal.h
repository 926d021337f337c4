/* SPDX-License-Identifier: GPL-2.0-only */
/* Which targets --profile cannot profile, why, and what to do instead. */
#ifndef PAGEMARK_PROFILE_REFUSAL_H
#define PAGEMARK_PROFILE_REFUSAL_H

#include "run.h"

#define PMK_PROFILE_PLUGIN "pagemark-profile.so"

/**
 * struct pmk_profile_why - why there is no profile
 * @reason: what is missing
 * @remedy: what to do; on metal the commands of perf(1)
 */
struct pmk_profile_why {
	char reason[640];
	char remedy[1024];
};

/**
 * pmk_profile_refused() - can this target be profiled at all?
 * @run: the run
 * @target: its name
 * @why: out, if it cannot
 *
 * Return: true if it cannot.
 */
bool pmk_profile_refused(const struct pmk_live_run *run, const char *target,
			 struct pmk_profile_why *why);

/**
 * pmk_profile_possible() - before a run with --profile: is there a target that can be profiled?
 * @run: the run
 * @plan: its targets
 *
 * Names each target that cannot, and why, on standard error.
 *
 * Return: false if none can: then there is nothing to run.
 */
bool pmk_profile_possible(const struct pmk_live_run *run, const struct pmk_plan *plan);

/**
 * pmk_profile_say_why() - a line that says why, for each point that was measured
 * @run: its record gets them
 * @t: the target, visited
 * @why: why
 *
 * Return: 0, or the errno with which writing the record failed.
 */
int pmk_profile_say_why(struct pmk_live_run *run, const struct pmk_target *t,
			const struct pmk_profile_why *why);

#endif
