/* SPDX-License-Identifier: GPL-2.0-only */
/* A run that has so much time: whose it is, when no further round fits, and what was dropped. */
#ifndef PAGEMARK_TIME_BUDGET_H
#define PAGEMARK_TIME_BUDGET_H

#include <stdio.h>

#include "plan.h"

/*
 * "300", "300s", "5m" or "1h" as seconds: 0, or -EINVAL for anything else, and below a second or
 * above a day.
 */
int pmk_time_budget_parse(const char *text, double *seconds);

/*
 * Gives each target its part of the time: a guest that counts instructions, and so takes one round,
 * what that took before, if it is known; all others of the rest by what they have to do.
 */
void pmk_time_budget_share(struct pmk_plan *plan, double seconds);

/* Says before anything is measured that the time is too short, where earlier records know it. */
void pmk_time_budget_foresee(FILE *to, const struct pmk_plan *plan, double budget_s);

/*
 * How many rounds a guest that counts instructions takes of those asked: one where there is a
 * budget, because its numbers repeat and its clock does not tell the time.
 */
unsigned int pmk_time_budget_rounds(const struct pmk_target *t, unsigned int asked);

/**
 * pmk_time_budget_fits() - may another round begin?
 * @t: its time ends at until_s
 * @round_s: how long the last round took
 *
 * Return: whether a round as long as the last ends in time; true without a budget.
 */
bool pmk_time_budget_fits(const struct pmk_target *t, double round_s);

/* The end line's member: [{"target": "host", "taken": 4, "of": 12}], of those that dropped any. */
json_t *pmk_time_budget_dropped(const struct pmk_plan *plan, unsigned int asked);

/*
 * What was dropped, or that the time is too short for one round of everything, and what that takes.
 * @seconds: that the run took; @budget_s: that it had
 */
void pmk_time_budget_print(FILE *to, const struct pmk_plan *plan, unsigned int asked,
			   double seconds, double budget_s);

#endif
