// SPDX-License-Identifier: GPL-2.0-only
/* Verdicts for other programs: those of a record, and what the formats have in common. */
#include <stdlib.h>
#include <string.h>

#include "outcome.h"
#include "record/record_data.h"

#define CLAIMS "claims/" /* between a claim's subject and its own name */

struct pmk_outcome pmk_outcome_of(const struct pmk_rec *rec, const struct pmk_rec_point *point)
{
	return (struct pmk_outcome){
		.target = rec->targets[point->target].name,
		.name = point->name,
		.what = point->what ? point->what : point->name,
		.source = point->source,
		.spec = point->spec,
		.verdict = pmk_verdict_told(&point->verdict),
		.seconds = point->source ? point->seconds : -1,
	};
}

struct pmk_outcome *pmk_outcomes_of_record(const struct pmk_rec *rec, size_t *n)
{
	struct pmk_outcome *list = calloc(rec->n_all + 1, sizeof(*list));

	*n = list ? rec->n_all : 0;
	for (size_t i = 0; i < *n; i++)
		list[i] = pmk_outcome_of(rec, &rec->points[i]);
	return list;
}

void pmk_outcome_count(const struct pmk_outcome *list, size_t n, size_t counts[PMK_STATUSES])
{
	memset(counts, 0, PMK_STATUSES * sizeof(*counts));
	for (size_t i = 0; i < n; i++)
		counts[list[i].verdict.status]++;
}

bool pmk_outcome_alike(const struct pmk_outcome *a, const struct pmk_outcome *b)
{
	size_t len = strcspn(a->name, "/");

	return !strcmp(a->target, b->target) && len == strcspn(b->name, "/") &&
	       !strncmp(a->name, b->name, len);
}

size_t pmk_outcome_group(const struct pmk_outcomes *o, size_t i)
{
	size_t end = i;

	while (end < o->n && pmk_outcome_alike(&o->list[i], &o->list[end]))
		end++;
	return end - i;
}

void pmk_outcome_group_name(const struct pmk_outcome *outcome, char name[PMK_OUTCOME_GROUP_BYTES])
{
	snprintf(name, PMK_OUTCOME_GROUP_BYTES, "%s/%.*s", outcome->target,
		 (int)strcspn(outcome->name, "/"), outcome->name);
}

const char *pmk_outcome_ident(const struct pmk_outcome *outcome)
{
	const char *slash = strchr(outcome->name, '/');

	if (!slash)
		return outcome->name;
	slash++;
	return strncmp(slash, CLAIMS, strlen(CLAIMS)) ? slash : slash + strlen(CLAIMS);
}

void pmk_outcome_print_name(FILE *out, const char *name)
{
	for (; *name; name++)
		putc((unsigned char)*name < 0x20 || *name == '#' ? '_' : *name, out);
}
