// SPDX-License-Identifier: GPL-2.0-only
/* The runs of a merged record, one by one: where there are several, the run is the unit. */
#include <string.h>

#include "merged.h"
#include "text/format.h"

size_t pmk_merged_run_length(const struct pmk_rec_point *point, size_t from)
{
	const struct pmk_rec_series *s = &point->samples;
	size_t n = 0;

	while (from + n < s->n &&
	       s->rounds[from + n] / PMK_MERGED_ROUNDS == s->rounds[from] / PMK_MERGED_ROUNDS)
		n++;
	return n;
}

struct pmk_interval pmk_merged_cost(const struct pmk_rec_point *point)
{
	const struct pmk_rec_series *s = &point->samples;
	double medians[PMK_SET_RUNS_MAX];
	size_t n = 0;

	for (size_t at = 0, length; n < PMK_SET_RUNS_MAX && at < s->n; at += length) {
		length = pmk_merged_run_length(point, at);
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

		length = pmk_merged_run_length(point, at);
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

bool pmk_merged_print_differences(const struct pmk_merged *m, size_t target)
{
	bool any = false;

	for (size_t i = 0; i < pmk_circumstances(); i++) {
		struct pmk_difference difference;
		size_t other = pmk_merged_differs(m, target, i, &difference);

		if (!other)
			continue;
		any = true;
		printf("  %-12s ", "differs");
		pmk_print_text(stdout, difference.what);
		fputs(": ", stdout);
		pmk_print_text(stdout, difference.text[0]);
		printf(" in run 1, in run %zu ", other + 1);
		pmk_print_line(stdout, difference.text[1]);
	}
	return any;
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
