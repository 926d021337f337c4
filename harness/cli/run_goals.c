// SPDX-License-Identifier: GPL-2.0-only
/* What pagemark run aims for: --min-time, --precision, --max-rounds, and what it says of them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "measure/precision.h"
#include "options/commands.h"
#include "run_goals.h"
#include "text/format.h"

int pmk_run_check_goals(struct pmk_live_run *run)
{
	/* A sample is one batch to warm up and the timed ones, each a little longer than asked. */
	double sample_s = 1.2 * (run->reps + 1) * 1e-9 * run->min_time.wall_ns;

	if (sample_s >= run->limit_s) {
		fprintf(stderr,
			"pagemark run: %u batches of --min-time %.0f ns take %.0f s and more, and "
			"a sample has %u s; raise --limit or lower --min-time\n",
			run->reps + 1, run->min_time.wall_ns, sample_s, run->limit_s);
		return PMK_EXIT_BROKEN;
	}
	if (run->max_rounds && !(run->precision > 0)) {
		fprintf(stderr,
			"pagemark run: --max-rounds bounds the rounds that --precision adds; "
			"without it, --rounds says how many\n");
		return PMK_EXIT_BROKEN;
	}
	if (run->max_rounds && run->max_rounds < run->rounds) {
		fprintf(stderr, "pagemark run: --max-rounds %u is below the %u rounds of the run\n",
			run->max_rounds, run->rounds);
		return PMK_EXIT_BROKEN;
	}
	if (!run->max_rounds)
		run->max_rounds = run->precision > 0 ? 4 * run->rounds : run->rounds;
	if (run->max_rounds > PMK_REC_SAMPLES_MAX)
		run->max_rounds = PMK_REC_SAMPLES_MAX;
	return PMK_EXIT_OK;
}

void pmk_run_print_precision(const struct pmk_live_run *run, const struct pmk_plan *plan)
{
	struct pmk_precision p = pmk_precision_of(plan, run->precision);
	char goal[64];

	if (!p.judged)
		return;
	if (run->precision > 0)
		snprintf(goal, sizeof(goal), "+-%g %%", 100 * run->precision);
	else
		snprintf(goal, sizeof(goal), "+-%g %% (instructions: +-%g %%)",
			 100 * pmk_clock_wall.precision, 100 * pmk_clock_insn.precision);
	fprintf(stderr, "precision %s: %zu of %zu points reached it", goal, p.reached, p.judged);
	if (p.reached == p.judged)
		fprintf(stderr, "; the widest is +-%s, %s on %s\n",
			pmk_format_part(p.worst_width).text, p.worst->point.name,
			p.worst_target->name);
	else if (isinf(p.worst_width))
		fprintf(stderr, "; %s on %s has too few samples for an interval: take 6 --rounds\n",
			p.worst->point.name, p.worst_target->name);
	else
		fprintf(stderr, "; the widest is +-%s, %s on %s%s\n",
			pmk_format_part(p.worst_width).text, p.worst->point.name,
			p.worst_target->name,
			run->precision > 0 ? "; raise --max-rounds or make the machine quieter"
					   : "; --precision takes more rounds until it is reached");
}
