// SPDX-License-Identifier: GPL-2.0-only
/* Many points: the functions that became dearer or cheaper at most of them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "explain_rows.h"
#include "text/json.h"

#define DIFFERS_LEAST 0.5 /* instructions an op: less is a share of reading the clock, or a timer */
#define LEADING	      3	  /* largest differences of a point, which explain it */

/* A function at all points. */
struct explain_seen {
	const char *name, *in;
	size_t points, leads;
	double least, most, size; /* @size: sum of its differences without their signs */
};

static int by_name(const void *a, const void *b)
{
	const struct explain_seen *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : strcmp(x->in, y->in);
}

static int by_weight(const void *a, const void *b)
{
	const struct explain_seen *x = a, *y = b;

	if (x->leads != y->leads)
		return x->leads < y->leads ? 1 : -1;
	if (x->points != y->points)
		return x->points < y->points ? 1 : -1;
	if (x->size < y->size || x->size > y->size)
		return x->size < y->size ? 1 : -1;
	return by_name(a, b);
}

static size_t list_changes(const struct pmk_explain *e, struct explain_seen *seen)
{
	size_t n = 0;

	for (size_t i = 0; i < e->n; i++) {
		const struct pmk_profiled_difference *d = &e->points[i].difference;

		for (size_t k = 0; k < d->n && fabs(d->changes[k].difference) >= DIFFERS_LEAST; k++)
			seen[n++] = (struct explain_seen){
				.name = d->changes[k].name,
				.in = d->changes[k].in,
				.points = 1,
				.leads = k < LEADING,
				.least = d->changes[k].difference,
				.most = d->changes[k].difference,
				.size = fabs(d->changes[k].difference),
			};
	}
	return n;
}

/* Those of one function become one; how many are left. */
static size_t join(struct explain_seen *seen, size_t n)
{
	size_t kept = 0;

	qsort(seen, n, sizeof(*seen), by_name);
	for (size_t i = 0; i < n; i++) {
		struct explain_seen *last = kept ? &seen[kept - 1] : NULL;

		if (!last || by_name(last, &seen[i])) {
			seen[kept++] = seen[i];
			continue;
		}
		last->points++;
		last->leads += seen[i].leads;
		last->size += seen[i].size;
		last->least = fmin(last->least, seen[i].least);
		last->most = fmax(last->most, seen[i].most);
	}
	qsort(seen, kept, sizeof(*seen), by_weight);
	return kept;
}

json_t *pmk_explain_over_all(const struct pmk_explain *e)
{
	json_t *rows = json_array();
	struct explain_seen *seen;
	size_t room = 1, n;

	for (size_t i = 0; i < e->n; i++)
		room += e->points[i].difference.n;
	seen = calloc(room, sizeof(*seen));
	n = seen ? list_changes(e, seen) : 0;
	n = n ? join(seen, n) : 0;
	for (size_t i = 0; i < n && (!e->options.top || i < e->options.top); i++)
		pmk_json_append(rows, "{s:I, s:o, s:o, s:s}", "points", (json_int_t)seen[i].points,
				"least", pmk_explain_change(seen[i].least, true), "most",
				pmk_explain_change(seen[i].most, true), "name", seen[i].name);
	free(seen);
	if (!json_array_size(rows)) {
		json_decref(rows);
		return json_null();
	}
	return json_pack("{s:I, s:o}", "points", (json_int_t)e->n, "rows", rows);
}
