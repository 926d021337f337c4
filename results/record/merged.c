// SPDX-License-Identifier: GPL-2.0-only
/* Merges a set of runs: what meets by target and name is one point or claim. */
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "merged.h"
#include "text/array.h"

/* What the runs say of one point or claim. */
struct said {
	size_t worst, runs; /* how many say the worst, and how many know it at all */
	struct pmk_verdict verdict;
};

static void hear(struct said *said, const struct pmk_verdict *verdict)
{
	if (!said->runs++ || pmk_status_worse(verdict->status, said->verdict.status)) {
		said->verdict = *verdict;
		said->worst = 0;
	}
	said->worst += said->verdict.status == verdict->status;
}

/* A text that lives as long as @m; NULL for no memory, with *err set. */
__attribute__((format(printf, 3, 4))) static const char *keep(struct pmk_merged *m, int *err,
							      const char *format, ...)
{
	char **text = pmk_array_grow(&m->texts, m->n_texts, sizeof(*text));
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = text ? vasprintf(text, format, arguments) : -1;
	va_end(arguments);
	if (length >= 0)
		return m->texts[m->n_texts++];
	*err = -ENOMEM;
	return NULL;
}

/* A reason that says in how many runs; NULL for PASS in all, and for no memory with *err set. */
static const char *conclude(struct pmk_merged *m, struct said *said, int *err)
{
	size_t missing = m->set.n - said->runs;

	if (missing && said->verdict.status == PMK_PASS) {
		said->verdict.status = PMK_SKIP;
		said->worst = missing;
		said->verdict.reason = "not in the record";
	}
	if (said->verdict.status == PMK_PASS)
		return NULL;
	return keep(m, err, "in %zu of %zu runs%s%s", said->worst, m->set.n,
		    said->verdict.reason ? ": " : "",
		    said->verdict.reason ? said->verdict.reason : "");
}

/* Names are never NULL, which the analyser cannot know of the room for them. */
static bool is_named(const char *name, const char *wanted)
{
	return name && !strcmp(name, wanted);
}

static size_t find_target(const struct pmk_rec *rec, const char *name)
{
	size_t at = 0;

	while (at < rec->n_targets && !is_named(rec->targets[at].name, name))
		at++;
	return at;
}

/*
 * The same point or claim in another record; NULL if it is not there. Runs of one set have nearly
 * the same order, so it is looked for where it should be first.
 */
static const struct pmk_rec_point *find_like(const struct pmk_rec *rec, size_t target,
					     const struct pmk_rec_point *like, size_t near)
{
	for (size_t i = 0; i < rec->n_all; i++) {
		const struct pmk_rec_point *point = &rec->points[(near + i) % rec->n_all];

		if (point->target == target && !point->source == !like->source &&
		    is_named(point->name, like->name))
			return point;
	}
	return NULL;
}

/* What all runs say together is not what the first says. */
static int copy_point(struct pmk_rec *all, const struct pmk_rec_point *point, size_t target)
{
	struct pmk_rec_point *copy = pmk_array_grow(&all->points, all->n_all, sizeof(*copy));

	if (!copy)
		return -ENOMEM;
	all->n_all++;
	*copy = *point;
	copy->target = target;
	copy->samples = (struct pmk_rec_series){ 0 };
	copy->counters = NULL;
	copy->n_counters = 0;
	copy->latency = (struct pmk_rec_latency){ 0 };
	return 0;
}

static int list_targets(struct pmk_rec *all, const struct pmk_rec *run)
{
	for (size_t i = 0; i < run->n_targets; i++) {
		struct pmk_rec_target *target;

		if (find_target(all, run->targets[i].name) < all->n_targets)
			continue;
		target = pmk_array_grow(&all->targets, all->n_targets, sizeof(*target));
		if (!target)
			return -ENOMEM;
		*target = run->targets[i];
		all->n_targets++;
	}
	return 0;
}

/* Every target, point and claim once, as the first run that has it tells it. */
static int list(struct pmk_merged *m)
{
	struct pmk_rec *all = &m->rec;
	int err = 0;

	for (size_t r = 0; r < m->set.n && !err; r++) {
		const struct pmk_rec *run = &m->set.runs[r];

		err = list_targets(all, run);
		for (size_t i = 0; i < run->n_all && !err; i++) {
			const struct pmk_rec_point *point = &run->points[i];
			size_t target = find_target(all, run->targets[point->target].name);

			if (!find_like(all, target, point, i))
				err = copy_point(all, point, target);
		}
	}
	return err ? err : pmk_rec_claims_last(all);
}

/* The same point or claim in a run; NULL if it is not there. */
static const struct pmk_rec_point *point_in(const struct pmk_merged *m, size_t run, size_t at)
{
	const struct pmk_rec *rec = &m->set.runs[run];
	const struct pmk_rec_point *point = &m->rec.points[at];

	return find_like(rec, find_target(rec, m->rec.targets[point->target].name), point, at);
}

static const struct pmk_rec_counter *find_counter(const struct pmk_rec_point *point,
						  const char *name)
{
	for (size_t i = 0; point && i < point->n_counters; i++)
		if (!strcmp(point->counters[i].name, name))
			return &point->counters[i];
	return NULL;
}

/* Those of the first run that has the point, with the median of each run that has them. */
static int merge_counters(struct pmk_merged *m, size_t at)
{
	struct pmk_rec_point *point = &m->rec.points[at];
	const struct pmk_rec_point *first = NULL;

	for (size_t run = 0; run < m->set.n && !first; run++)
		first = point_in(m, run, at);
	if (!first)
		return 0;
	point->counters = calloc(first->n_counters + 1, sizeof(*point->counters));
	if (!point->counters)
		return -ENOMEM;
	for (; point->n_counters < first->n_counters; point->n_counters++) {
		struct pmk_rec_counter *all = &point->counters[point->n_counters];

		*all = first->counters[point->n_counters];
		all->samples = (struct pmk_rec_series){ 0 };
		for (size_t run = 0; run < m->set.n; run++) {
			const struct pmk_rec_counter *one =
				find_counter(point_in(m, run, at), all->name);

			if (one && one->samples.n &&
			    pmk_series_add_value(&all->samples,
						 pmk_stats_median(one->samples.values,
								  one->samples.n)))
				return -ENOMEM;
		}
	}
	return 0;
}

/* The samples of a run behind those of the runs before it. */
static int append_samples(struct pmk_rec_series *all, const struct pmk_rec_series *one, size_t run)
{
	for (size_t i = 0; i < one->n; i++, all->n++) {
		double *value = pmk_array_grow(&all->values, all->n, sizeof(*value));
		long *round = pmk_array_grow(&all->rounds, all->n, sizeof(*round));

		if (!value || !round)
			return -ENOMEM;
		*value = one->values[i];
		*round = one->rounds[i] + (long)run * PMK_MERGED_ROUNDS;
	}
	return 0;
}

static int merge_point(struct pmk_merged *m, size_t at)
{
	struct pmk_rec_point *all = &m->rec.points[at];
	struct said said = { 0 };
	const char *reason;
	int err = 0;

	for (size_t run = 0; run < m->set.n && !err; run++) {
		const struct pmk_rec_point *one = point_in(m, run, at);
		double *median = &m->medians[at * m->set.n + run];

		*median = NAN;
		if (!one)
			continue;
		hear(&said, &one->verdict);
		all->unsteady |= one->unsteady;
		*median = pmk_stats_median(one->samples.values, one->samples.n);
		err = append_samples(&all->samples, &one->samples, run);
	}
	err = err ? err : merge_counters(m, at);
	reason = conclude(m, &said, &err);
	all->verdict = said.verdict;
	if (reason)
		all->verdict.reason = reason;
	return err;
}

/* What holds for the whole: it is as incomplete and as untrusted as any of its runs. */
static int merge_ends(struct pmk_merged *m)
{
	struct pmk_rec *all = &m->rec;
	struct said untrusted = { 0 };
	int err = 0;

	all->path = m->set.path;
	all->id = keep(m, &err, "%s..%s", m->set.runs[0].id, m->set.runs[m->set.n - 1].id);
	all->complete = true;
	for (size_t i = 0; i < m->set.n; i++) {
		const struct pmk_rec *run = &m->set.runs[i];

		hear(&untrusted, &(struct pmk_verdict){ run->untrusted ? PMK_SKIP : PMK_PASS,
							.reason = run->untrusted });
		all->n_unknown += run->n_unknown;
		if (run->complete || !all->complete)
			continue;
		all->complete = false;
		snprintf(all->why_incomplete, sizeof(all->why_incomplete), "run %.64s: %.400s",
			 run->id, run->why_incomplete);
	}
	all->untrusted = conclude(m, &untrusted, &err);
	return err;
}

int pmk_merged_make(struct pmk_merged *m, const struct pmk_set *set)
{
	int err = 0;

	memset(m, 0, sizeof(*m));
	m->set = *set;
	for (size_t run = 0; run < set->n; run++)
		m->n_untrusted += set->runs[run].untrusted != NULL;
	if (set->n == 1)
		m->rec = set->runs[0];
	else
		err = list(m);
	m->medians = malloc((m->rec.n_all * set->n + 1) * sizeof(*m->medians));
	if (!m->medians)
		err = -ENOMEM;
	for (size_t i = 0; i < m->rec.n_all && !err; i++)
		if (set->n > 1)
			err = merge_point(m, i);
		else
			m->medians[i] = pmk_stats_median(m->rec.points[i].samples.values,
							 m->rec.points[i].samples.n);
	if (!err && set->n > 1)
		err = merge_ends(m);
	if (err)
		pmk_merged_free(m);
	return err;
}

bool pmk_merged_doubtful(const struct pmk_merged *m)
{
	return 2 * m->n_untrusted >= m->set.n;
}

void pmk_merged_free(struct pmk_merged *m)
{
	for (size_t i = 0; m->set.n > 1 && i < m->rec.n_all; i++) {
		m->rec.points[i].params = NULL; /* of the first run that has it */
		pmk_rec_point_free(&m->rec.points[i]);
	}
	if (m->set.n > 1) {
		free(m->rec.targets);
		free(m->rec.points);
	}
	for (size_t i = 0; i < m->n_texts; i++)
		free(m->texts[i]);
	free(m->texts);
	free(m->medians);
	memset(m, 0, sizeof(*m));
}

const double *pmk_merged_medians(const struct pmk_merged *m, const struct pmk_rec_point *point)
{
	return m->medians + (size_t)(point - m->rec.points) * m->set.n;
}

const double *pmk_merged_samples(const struct pmk_merged *m, const struct pmk_rec_point *point,
				 size_t run, size_t *n)
{
	const struct pmk_rec_series *all = &point->samples;
	size_t from = 0, to;

	*n = all->n;
	if (m->set.n == 1)
		return all->values;
	while (from < all->n && (size_t)all->rounds[from] / PMK_MERGED_ROUNDS != run)
		from++;
	for (to = from; to < all->n && (size_t)all->rounds[to] / PMK_MERGED_ROUNDS == run;)
		to++;
	*n = to - from;
	return all->values + from;
}
