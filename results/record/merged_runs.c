// SPDX-License-Identifier: GPL-2.0-only
/* The runs of a merged record, one by one: where there are several, the run is the unit. */
#include <string.h>

#include "merged.h"

struct pmk_rec_series pmk_merged_run(const struct pmk_rec_point *point, size_t from)
{
	const struct pmk_rec_series *s = &point->samples;
	struct pmk_rec_series run = { .values = s->values + from, .rounds = s->rounds + from };

	while (from + run.n < s->n &&
	       run.rounds[run.n] / PMK_MERGED_ROUNDS == run.rounds[0] / PMK_MERGED_ROUNDS)
		run.n++;
	return run;
}

struct pmk_interval pmk_merged_cost(const struct pmk_rec_point *point)
{
	const struct pmk_rec_series *s = &point->samples;
	double medians[PMK_SET_RUNS_MAX];
	size_t n = 0;

	for (size_t at = 0, length; n < PMK_SET_RUNS_MAX && at < s->n; at += length) {
		length = pmk_merged_run(point, at).n;
		medians[n++] = pmk_stats_median(s->values + at, length);
	}
	return n > 1 ? pmk_stats_median_interval(medians, n)
		     : pmk_stats_median_interval(s->values, s->n);
}

/* In place: there are no more runs than samples, and each is read before it is written. */
static void medians_for_samples(struct pmk_rec_point *point)
{
	struct pmk_rec_series *s = &point->samples;
	size_t n = 0;

	for (size_t at = 0, length; at < s->n; at += length) {
		long run = s->rounds[at] / PMK_MERGED_ROUNDS;

		length = pmk_merged_run(point, at).n;
		s->values[n] = pmk_stats_median(s->values + at, length);
		s->rounds[n++] = run;
	}
	s->n = n;
}

void pmk_merged_by_run(struct pmk_merged *m)
{
	for (size_t i = 0; m->set.n > 1 && i < m->rec.n_points; i++)
		medians_for_samples(&m->rec.points[i]);
}

size_t pmk_merged_differs(const struct pmk_merged *m, size_t target, size_t i,
			  struct pmk_difference *difference)
{
	const json_t *first = m->rec.targets[target].run;
	enum pmk_policy policy;
	char text[PMK_FACT_BYTES];
	const char *what = pmk_circumstance_text(i, first, &policy, text);

	/* Each run of --runs has its own. */
	if (what && !strcmp(what, "seed"))
		return 0;
	for (size_t run = 1; run < m->set.n; run++) {
		const json_t *line =
			pmk_rec_run_line(&m->set.runs[run], m->rec.targets[target].name);

		if (line && pmk_circumstance_differs(i, first, line, difference))
			return run;
	}
	return 0;
}

json_t *pmk_merged_differences(const struct pmk_merged *m, size_t target)
{
	json_t *all = json_array();

	for (size_t i = 0; i < pmk_circumstances(); i++) {
		struct pmk_difference difference;
		size_t other = pmk_merged_differs(m, target, i, &difference);

		if (other)
			json_array_append_new(all, json_sprintf("%s: %s in run 1, in run %zu %s",
								difference.what, difference.text[0],
								other + 1, difference.text[1]));
	}
	return all;
}

size_t pmk_merged_apart(const struct pmk_merged *m, size_t target, struct pmk_difference *found)
{
	for (size_t i = 0; i < pmk_circumstances(); i++) {
		size_t run = pmk_merged_differs(m, target, i, found);

		if (run && found->policy != PMK_SAYS)
			return run;
	}
	return 0;
}
