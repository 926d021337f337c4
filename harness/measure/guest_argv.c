// SPDX-License-Identifier: GPL-2.0-only
/* From a run to the command line of the pagemark in the guest. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "guest_argv.h"
#include "time_budget.h"

static void write_numbers(const struct pmk_live_run *run, const struct pmk_target *t,
			  struct pmk_guest_words *n)
{
	snprintf(n->rounds, sizeof(n->rounds), "%u", pmk_time_budget_rounds(t, run->rounds));
	snprintf(n->budget, sizeof(n->budget), "%.0f", fmax(1, t->budget_s));
	snprintf(n->seed, sizeof(n->seed), "%" PRIu64, run->seed);
	snprintf(n->limit, sizeof(n->limit), "%u", run->limit_s);
	snprintf(n->min_time, sizeof(n->min_time), "%.0f", pmk_run_min_batch(run, t->clock));
	snprintf(n->precision, sizeof(n->precision), "%.9g%%", 100 * run->precision);
	snprintf(n->max_rounds, sizeof(n->max_rounds), "%u", run->max_rounds);
}

char **pmk_guest_argv(const struct pmk_live_run *run, const struct pmk_target *t,
		      const struct pmk_guest *g, struct pmk_guest_words *numbers)
{
	bool more = run->precision > 0, in_time = t->budget_s > 0 && !t->clock->insn;
	/* NULL where it was not asked for; --quick before the numbers, which have the last word. */
	const char *const measure[] = { "run",
					run->quick ? "--quick" : NULL,
					run->accept_hazards ? "--accept-hazards" : NULL,
					more ? "--precision" : NULL,
					more ? numbers->precision : NULL,
					more ? "--max-rounds" : NULL,
					more ? numbers->max_rounds : NULL,
					in_time ? "--time-budget" : NULL,
					in_time ? numbers->budget : NULL,
					"-o",
					"-",
					"--target",
					PMK_HOST,
					"--as",
					t->name,
					"--accelerator",
					g->accelerator,
					"--id",
					run->id,
					"--rounds",
					numbers->rounds,
					"--seed",
					numbers->seed,
					"--limit",
					numbers->limit,
					"--counters",
					run->events,
					"--min-time",
					numbers->min_time,
					"--" };
	const char *const check[] = {
		"check", "--format", "jsonl",	"--target",	PMK_HOST,
		"--as",	 t->name,    "--limit", numbers->limit, run->with_break ? "--break" : NULL,
		"--"
	};
	const char *const *words = run->report ? check : measure;
	size_t n_words =
		run->report ? sizeof(check) / sizeof(*check) : sizeof(measure) / sizeof(*measure);
	size_t n = 0;
	char **argv = calloc(n_words + t->n_all + 1, sizeof(*argv));

	if (!argv)
		return NULL;
	write_numbers(run, t, numbers);
	for (size_t i = 0; i < n_words; i++)
		if (words[i])
			argv[n++] = (char *)words[i];
	for (size_t i = 0; i < t->n_all; i++)
		if (!t->results[i].taken)
			argv[n++] = t->results[i].point.name;
	return argv;
}
