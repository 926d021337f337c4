/* SPDX-License-Identifier: GPL-2.0-only */
/* How much of what was asked for was checked: the last lines of run and check, and --require. */
#ifndef PAGEMARK_COVERAGE_H
#define PAGEMARK_COVERAGE_H

#include "options/options.h"
#include "outcome/outcome.h"
#include "plan.h"

/**
 * struct pmk_require - what must be checked
 * @patterns: of --require, NULL-terminated
 * @plan: what they mean, on which targets
 */
struct pmk_require {
	const char *patterns[PMK_REQUIRE_MAX + 1];
	struct pmk_plan plan;
};

/**
 * pmk_require_plan() - find out what the patterns mean, before anything is measured
 * @require: its plan is made, to be released with pmk_plan_free(); empty without patterns
 * @targets: as pmk_plan_make() has them
 * @claims_only: points are not required, whatever matches
 * @unmatched: out: on -ENOENT the pattern that means nothing
 *
 * Return: as pmk_plan_make().
 */
int pmk_require_plan(struct pmk_require *require, const char *const targets[], bool claims_only,
		     const char **unmatched);

/**
 * pmk_require_print() - name what was required and not checked
 * @to: where to
 * @require: what is required
 * @list: what came of everything that ran
 * @n: how many
 *
 * Return: how many are missing there, SKIP or BROKEN; or -ENOMEM.
 */
long pmk_require_print(FILE *to, const struct pmk_require *require, const struct pmk_outcome *list,
		       size_t n);

/**
 * pmk_coverage_outcomes() - what came of a plan
 * @plan: measured
 * @n: out: how many
 * @n_asked: out: how many of them, from the first on, were asked for; the A/A pairs follow
 *
 * Return: for free(3); its texts are those of the plan. NULL without memory.
 */
struct pmk_outcome *pmk_coverage_outcomes(const struct pmk_plan *plan, size_t *n, size_t *n_asked);

#endif
