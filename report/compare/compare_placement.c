// SPDX-License-Identifier: GPL-2.0-only
/* Two programs that differ by where their code lies: the margin is widened by what that does. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare_parts.h"
#include "judge/placement.h"

/* Rounds take the copies in turn, from one that the seed gives: docs/record.md, copies. */
static size_t copy_of(const json_t *run, size_t round, size_t copies)
{
	uint64_t seed = (uint64_t)json_integer_value(json_object_get(run, "seed"));

	return (size_t)((seed * 1000003u + round) % copies);
}

static double variance(const struct pmk_compare *c, size_t pair, enum pmk_side side,
		       const struct pmk_rec_point *point, size_t copies)
{
	const struct pmk_set *set = &c->merged[side].set;
	const char *target = pmk_compare_target(c, pair, side);
	const struct pmk_rec_series *s = &point->samples;
	struct pmk_placed placed = { .n = s->n, .copies = copies };
	double found = 0;

	placed.logs = malloc((s->n + 1) * sizeof(*placed.logs));
	placed.copy = malloc((s->n + 1) * sizeof(*placed.copy));
	if (placed.logs && placed.copy) {
		for (size_t i = 0; i < s->n; i++) {
			size_t run = (size_t)s->rounds[i] / PMK_MERGED_ROUNDS;

			placed.logs[i] = log(s->values[i]);
			placed.copy[i] = copy_of(pmk_rec_run_line(&set->runs[run], target),
						 (size_t)s->rounds[i] % PMK_MERGED_ROUNDS, copies);
		}
		found = pmk_placement_variance(&placed);
	}
	free(placed.logs);
	free(placed.copy);
	return found;
}

double pmk_compare_placement(const struct pmk_compare *c, size_t pair,
			     const struct pmk_rec_point *base, const struct pmk_rec_point *new)
{
	const json_t *run[PMK_SIDES];
	const char *program[PMK_SIDES];
	size_t copies[PMK_SIDES];

	for (size_t side = 0; side < PMK_SIDES; side++) {
		run[side] = pmk_compare_run(c, pair, (enum pmk_side)side);
		program[side] = pmk_rec_text(run[side], "tool.program");
		copies[side] = (size_t)pmk_rec_number(run[side], "tool.copies");
		if (!program[side] || copies[side] < 2 || copies[side] != copies[PMK_BASE])
			return 0;
	}
	if (!strcmp(program[PMK_BASE], program[PMK_NEW]))
		return 0;
	return pmk_placement_margin(variance(c, pair, PMK_BASE, base, copies[PMK_BASE]),
				    variance(c, pair, PMK_NEW, new, copies[PMK_BASE]),
				    copies[PMK_BASE], c->options.rules.alpha);
}
