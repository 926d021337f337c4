// SPDX-License-Identifier: GPL-2.0-only
/* What of a record is asked for: a target, patterns on names. */
#include <string.h>

#include "choice.h"
#include "text/pattern.h"

bool pmk_choice_has(const struct pmk_choice *choice, size_t target, const char *name)
{
	if (choice->target && strcmp(choice->target, choice->rec->targets[target].name))
		return false;
	return pmk_patterns_want(choice->patterns, (size_t)choice->n_patterns, name);
}

size_t pmk_choice_count(const struct pmk_choice *choice, size_t counts[PMK_STATUSES])
{
	const struct pmk_rec *rec = choice->rec;
	size_t n = 0;

	memset(counts, 0, PMK_STATUSES * sizeof(*counts));
	for (size_t i = 0; i < rec->n_points; i++)
		if (pmk_choice_has(choice, rec->points[i].target, rec->points[i].name))
			n++, counts[rec->points[i].verdict.status]++;
	for (size_t i = 0; i < rec->n_claims; i++)
		if (pmk_choice_has(choice, rec->claims[i].target, rec->claims[i].name))
			n++, counts[rec->claims[i].verdict.status]++;
	return n;
}
