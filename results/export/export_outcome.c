// SPDX-License-Identifier: GPL-2.0-only
/* Exports that hold verdicts: the record's points and claims as outcomes, subject by subject. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "export_outcome.h"
#include "stats/stats.h"
#include "text/format.h"

/* An outcome, and where it stood. */
struct entry {
	size_t target, place;
	struct pmk_outcome outcome;
};

static void set_figure(struct pmk_outcome *outcome, const struct pmk_rec_point *point)
{
	const struct pmk_rec_series *s = &point->samples;
	struct pmk_interval cost = pmk_stats_median_interval(s->values, s->n);

	if (!s->n)
		return;
	snprintf(outcome->figure, sizeof(outcome->figure), "%s (%s .. %s, %.3g %%, n=%zu)",
		 pmk_format_cost(cost.estimate, point->unit).text,
		 pmk_format_cost(cost.lo, point->unit).text,
		 pmk_format_cost(cost.hi, point->unit).text, 100 * cost.coverage, s->n);
}

static void set_point(struct entry *entry, const struct pmk_export *x, size_t i)
{
	*entry = (struct entry){ .target = x->points[i]->target,
				 .place = i,
				 .outcome = pmk_outcome_of_point(x->rec, x->points[i]) };
	set_figure(&entry->outcome, x->points[i]);
}

static void set_claim(struct entry *entry, const struct pmk_export *x, size_t i)
{
	*entry = (struct entry){ .target = x->claims[i]->target,
				 .place = x->n_points + i,
				 .outcome = pmk_outcome_of_claim(x->rec, x->claims[i]) };
}

/* By target, then subject; within one as in the file. */
static int by_subject(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	size_t x_len = strcspn(x->outcome.name, "/"), y_len = strcspn(y->outcome.name, "/");
	int order = strncmp(x->outcome.name, y->outcome.name, x_len < y_len ? x_len : y_len);

	if (x->target != y->target)
		return x->target < y->target ? -1 : 1;
	if (order || x_len != y_len)
		return order ? order : x_len < y_len ? -1 : 1;
	return x->place < y->place ? -1 : 1;
}

int pmk_export_outcomes(const struct pmk_export *x, const struct pmk_outcome_format *format)
{
	size_t n = x->n_points + x->n_claims;
	struct entry *entries = calloc(n + 1, sizeof(*entries));
	struct pmk_outcome *list = calloc(n + 1, sizeof(*list));
	struct pmk_outcomes outcomes = { .out = x->out, .list = list, .n = n };
	int err = entries && list ? 0 : -ENOMEM;

	for (size_t i = 0; i < x->n_points && !err; i++)
		set_point(&entries[i], x, i);
	for (size_t i = 0; i < x->n_claims && !err; i++)
		set_claim(&entries[x->n_points + i], x, i);
	if (!err)
		qsort(entries, n, sizeof(*entries), by_subject);
	for (size_t i = 0; i < n && !err; i++)
		list[i] = entries[i].outcome;
	if (!err && format->begin)
		format->begin(&outcomes);
	for (size_t i = 0; i < n && !err && format->one; i++)
		format->one(&outcomes, i);
	if (!err && format->end)
		format->end(&outcomes);
	free(entries);
	free(list);
	return err;
}
