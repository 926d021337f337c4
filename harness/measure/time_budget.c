// SPDX-License-Identifier: GPL-2.0-only
/* A run that has so much time: rounds are dropped to fit, points never. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "system/clock.h"
#include "time_budget.h"

#define SECONDS_MAX 86400 /* a day */
#define ENOUGH	    5	  /* fewer samples make nothing clear on the wall clock */

int pmk_time_budget_parse(const char *text, double *seconds)
{
	static const struct {
		const char *unit;
		double seconds;
	} units[] = { { "", 1 }, { "s", 1 }, { "m", 60 }, { "min", 60 }, { "h", 3600 } };
	char *end;
	double value = strtod(text, &end);

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]) && end != text; i++) {
		if (strcmp(end, units[i].unit) != 0)
			continue;
		*seconds = value * units[i].seconds;
		return *seconds >= 1 && *seconds <= SECONDS_MAX ? 0 : -EINVAL;
	}
	return -EINVAL;
}

/* Seconds that a guest takes which counts instructions, where they are known; else 0. */
static double insn_guest_s(const struct pmk_target *t)
{
	struct pmk_guest guest;
	char why[512];

	if (!strcmp(t->name, PMK_HOST) || pmk_guest_parse(t->name, &guest, why, sizeof(why)) ||
	    !pmk_clock_find(guest.clock)->insn)
		return 0;
	return pmk_target_expected_s(t, 1);
}

void pmk_time_budget_share(struct pmk_plan *plan, double seconds)
{
	double left_s = seconds;
	size_t all = 0;

	for (size_t i = 0; i < plan->n_targets; i++) {
		double its_s = insn_guest_s(&plan->targets[i]);

		left_s -= its_s;
		all += its_s > 0 || plan->targets[i].taken ? 0 : plan->targets[i].n_all;
	}
	/* Where guests take all of it, one round of everything is all there is. */
	left_s = fmax(left_s, fmin(seconds, 1));
	for (size_t i = 0; i < plan->n_targets; i++) {
		struct pmk_target *t = &plan->targets[i];
		double its_s = insn_guest_s(t);

		if (its_s > 0)
			t->budget_s = seconds > 0 ? its_s : 0;
		else if (all)
			t->budget_s = left_s * (double)t->n_all / (double)all;
	}
}

void pmk_time_budget_foresee(FILE *to, const struct pmk_plan *plan, double budget_s)
{
	double all_s = 0;

	for (size_t i = 0; i < plan->n_targets; i++) {
		double its_s = pmk_target_expected_s(&plan->targets[i], 1);

		if (plan->targets[i].taken || !plan->targets[i].n_all)
			continue;
		if (!(its_s > 0))
			return;
		all_s += its_s;
	}
	if (budget_s > 0 && all_s > budget_s)
		fprintf(to,
			"time budget: one round of everything took %.0f s before, and these are "
			"%.0f s: one round is taken\n",
			ceil(all_s), budget_s);
}

unsigned int pmk_time_budget_rounds(const struct pmk_target *t, unsigned int asked)
{
	return t->budget_s > 0 && t->clock->insn ? 1 : asked;
}

bool pmk_time_budget_fits(const struct pmk_target *t, double round_s)
{
	return !(t->budget_s > 0) || pmk_when_monotonic_s() + round_s <= t->until_s;
}

/* Those of the point that has most; a point that ended early has fewer. */
static size_t taken(const struct pmk_target *t)
{
	size_t most = 0;

	for (size_t k = 0; k < t->n_results; k++)
		if (t->results[k].samples.n > most)
			most = t->results[k].samples.n;
	return most;
}

/* Where nothing was measured, no round was dropped for want of time. */
static bool dropped(const struct pmk_target *t, unsigned int asked)
{
	return taken(t) && taken(t) < asked;
}

json_t *pmk_time_budget_dropped(const struct pmk_plan *plan, unsigned int asked)
{
	json_t *all = json_array();

	for (size_t i = 0; i < plan->n_targets; i++) {
		const struct pmk_target *t = &plan->targets[i];

		if (dropped(t, asked))
			json_array_append_new(all, json_pack("{s:s, s:I, s:I}", "target", t->name,
							     "taken", (json_int_t)taken(t), "of",
							     (json_int_t)asked));
	}
	return all;
}

void pmk_time_budget_print(FILE *to, const struct pmk_plan *plan, unsigned int asked,
			   double seconds, double budget_s)
{
	size_t most = 0, told = 0;
	bool few = false;

	for (size_t i = 0; i < plan->n_targets; i++) {
		const struct pmk_target *t = &plan->targets[i];

		most = taken(t) > most ? taken(t) : most;
		if (!dropped(t, asked))
			continue;
		fprintf(to, "%s%zu of %u rounds on %s", told++ ? ", " : "time budget: ", taken(t),
			asked, t->name);
		few |= !t->clock->insn && taken(t) < ENOUGH;
	}
	if (told)
		fprintf(to, "%s\n", few ? "; in fewer than 5 no difference in time is clear" : "");
	if (most == 1 && seconds > budget_s)
		fprintf(to,
			"time budget: %.0f s are too few for one round of everything, which took "
			"%.0f s; give it that, or fewer points\n",
			budget_s, ceil(seconds));
}
