// SPDX-License-Identifier: GPL-2.0-only
/* Exports that C writes: the record's points and claims as outcomes, subject by subject. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "expect/judgement.h"
#include "outcomes.h"
#include "stats/stats.h"
#include "text/format.h"

static const struct pmk_export_outcomes formats[] = {
	{ "junit", "JUnit XML, for Jenkins and GitLab", &pmk_outcome_junit },
	{ "ktap", "KTAP, for kunit.py and kselftest", &pmk_outcome_ktap },
	{ "tap13", "TAP 13, for prove and other readers of TAP", &pmk_outcome_tap13 },
};

const struct pmk_export_outcomes *pmk_export_outcomes_at(size_t i)
{
	return i < sizeof(formats) / sizeof(formats[0]) ? &formats[i] : NULL;
}

/* An outcome, and where it stood. */
struct exported {
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

/* Points, then claims, as in the file; how many. */
static size_t collect(const struct pmk_choice *choice, struct exported *entries)
{
	const struct pmk_rec *rec = choice->rec;
	size_t n = 0;

	for (size_t i = 0; i < rec->n_all; i++) {
		const struct pmk_rec_point *point = &rec->points[i];

		if (!pmk_choice_has(choice, point->target, point->name))
			continue;
		entries[n] = (struct exported){ point->target, n, pmk_outcome_of(rec, point) };
		set_figure(&entries[n++].outcome, point);
	}
	return n;
}

/* By target, then subject; within one as in the file. */
static int by_subject(const void *a, const void *b)
{
	const struct exported *x = a, *y = b;
	size_t x_len = strcspn(x->outcome.name, "/"), y_len = strcspn(y->outcome.name, "/");
	int order = strncmp(x->outcome.name, y->outcome.name, x_len < y_len ? x_len : y_len);

	if (x->target != y->target)
		return x->target < y->target ? -1 : 1;
	if (order || x_len != y_len)
		return order ? order : x_len < y_len ? -1 : 1;
	return x->place < y->place ? -1 : 1;
}

/* Without expectations there is nothing to judge, and @j stays empty. 0 or -ENOMEM. */
static int judge(struct pmk_judgement *j, const struct pmk_choice *choice,
		 const struct pmk_expect *expect)
{
	const struct pmk_scope scope = { .patterns = choice->patterns,
					 .n_patterns = (size_t)choice->n_patterns,
					 .targets = &choice->target,
					 .n_targets = choice->target ? 1 : 0 };
	struct pmk_seen *seen;
	size_t n;

	*j = (struct pmk_judgement){ 0 };
	if (!expect)
		return 0;
	seen = pmk_seen_of_merged(choice->merged, &scope, &n);
	return pmk_judgement_make(j, expect, seen, n, &scope);
}

int pmk_export_outcomes(const struct pmk_export_outcomes *format, const struct pmk_choice *choice,
			const struct pmk_expect *expect, FILE *out)
{
	size_t n = choice->rec->n_all;
	struct exported *entries = calloc(n + 1, sizeof(*entries));
	struct pmk_outcome *list = calloc(n + 1, sizeof(*list));
	struct pmk_outcomes outcomes = { .out = out, .list = list };
	struct pmk_judgement j;
	int err = judge(&j, choice, expect);

	if (!entries || !list)
		err = -ENOMEM;
	if (!err) {
		outcomes.n = collect(choice, entries);
		qsort(entries, outcomes.n, sizeof(*entries), by_subject);
		for (size_t i = 0; i < outcomes.n; i++) {
			list[i] = entries[i].outcome;
			pmk_judgement_outcome(&j, &list[i]);
		}
		if (format->format->begin)
			format->format->begin(&outcomes);
		for (size_t i = 0; i < outcomes.n && format->format->one; i++)
			format->format->one(&outcomes, i);
		if (format->format->end)
			format->format->end(&outcomes);
	}
	pmk_judgement_free(&j);
	free(entries);
	free(list);
	return err;
}
