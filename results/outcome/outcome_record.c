// SPDX-License-Identifier: GPL-2.0-only
/* The points and claims of a record as outcomes. */
#include <stdlib.h>

#include "outcome.h"
#include "record/record_read.h"

struct pmk_outcome pmk_outcome_of_point(const struct pmk_rec *rec,
					const struct pmk_rec_point *point)
{
	return (struct pmk_outcome){
		.target = rec->targets[point->target].name,
		.name = point->name,
		.what = point->what ? point->what : point->name,
		.verdict = pmk_verdict_told(&point->verdict),
		.seconds = -1,
	};
}

struct pmk_outcome pmk_outcome_of_claim(const struct pmk_rec *rec,
					const struct pmk_rec_claim *claim)
{
	return (struct pmk_outcome){
		.target = rec->targets[claim->target].name,
		.name = claim->name,
		.what = claim->claim,
		.source = claim->source,
		.verdict = pmk_verdict_told(&claim->verdict),
		.seconds = claim->seconds,
	};
}

struct pmk_outcome *pmk_outcomes_of_record(const struct pmk_rec *rec, size_t *n)
{
	struct pmk_outcome *list = calloc(rec->n_points + rec->n_claims + 1, sizeof(*list));

	*n = 0;
	for (size_t i = 0; list && i < rec->n_points; i++)
		list[(*n)++] = pmk_outcome_of_point(rec, &rec->points[i]);
	for (size_t i = 0; list && i < rec->n_claims; i++)
		list[(*n)++] = pmk_outcome_of_claim(rec, &rec->claims[i]);
	return list;
}
