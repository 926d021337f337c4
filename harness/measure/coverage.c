// SPDX-License-Identifier: GPL-2.0-only
/* How much of what was asked for was checked: the last lines of run and check, and --require. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "coverage.h"

#define ABSENT_TOLD 8 /* names; a PATTERN of a whole subject would be a line of many KiB */

int pmk_require_plan(struct pmk_require *require, const char *const targets[], bool claims_only,
		     const char **unmatched)
{
	require->plan.n_targets = 0;
	if (!require->patterns[0])
		return 0;
	return pmk_plan_make(&require->plan, require->patterns, targets, claims_only, unmatched);
}

static const struct pmk_outcome *find(const struct pmk_outcome *list, size_t n, const char *target,
				      const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(list[i].name, name) && !strcmp(list[i].target, target))
			return &list[i];
	return NULL;
}

/* What is not there at all is named as it is found; the rest goes to @missed. */
struct missed {
	FILE *to;
	const struct pmk_outcome *list;
	struct pmk_outcome *missed;
	size_t n, n_missed, n_absent;
};

static void look(struct missed *m, const char *target, const char *name)
{
	const struct pmk_outcome *found = find(m->list, m->n, target, name);

	if (!found && m->n_absent++ < ABSENT_TOLD)
		fprintf(m->to, "%s %s [%s]",
			m->n_absent > 1 ? "," : "required, but not among what was asked for:", name,
			target);
	else if (found && found->verdict.status != PMK_PASS && found->verdict.status != PMK_FAIL)
		m->missed[m->n_missed++] = *found;
}

long pmk_require_print(FILE *to, const struct pmk_require *require, const struct pmk_outcome *list,
		       size_t n)
{
	struct missed m = {
		.to = to, .list = list, .missed = calloc(n + 1, sizeof(*m.missed)), .n = n
	};

	if (!m.missed)
		return -ENOMEM;
	for (size_t i = 0; i < require->plan.n_targets; i++) {
		const struct pmk_target *t = &require->plan.targets[i];

		for (size_t k = 0; k < t->n_all; k++)
			if (!t->results[k].added)
				look(&m, t->name, t->results[k].point.name);
	}
	if (m.n_absent > ABSENT_TOLD)
		fprintf(to, " and %zu more", m.n_absent - ABSENT_TOLD);
	if (m.n_absent)
		fputc('\n', to);
	pmk_outcome_print(to, "required, but not checked: ",
			  pmk_outcome_told(m.missed, m.n_missed, PMK_BROKEN));
	pmk_outcome_print(to, "required, but not checked: ",
			  pmk_outcome_told(m.missed, m.n_missed, PMK_SKIP));
	free(m.missed);
	return (long)(m.n_missed + m.n_absent);
}

struct pmk_outcome *pmk_coverage_outcomes(const struct pmk_plan *plan, size_t *n, size_t *n_asked)
{
	struct pmk_outcome *list;
	size_t room = 0;

	for (size_t i = 0; i < plan->n_targets; i++)
		room += plan->targets[i].n_all;
	list = calloc(room + 1, sizeof(*list));
	*n = *n_asked = 0;
	for (size_t added = 0; list && added <= 1; added++) {
		for (size_t i = 0; i < plan->n_targets; i++) {
			const struct pmk_target *t = &plan->targets[i];

			for (size_t k = 0; k < t->n_all; k++)
				if (t->results[k].added == (bool)added)
					list[(*n)++] = pmk_result_outcome(&t->results[k], t->name);
		}
		if (!added)
			*n_asked = *n;
	}
	return list;
}
