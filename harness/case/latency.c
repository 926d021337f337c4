// SPDX-License-Identifier: GPL-2.0-only
/* Operations timed one by one, in a pass of their own so that batches stay as they are. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "crew.h"
#include "latency.h"

#define BATCHES 4 /* as long as so many, together */

static json_t *buckets_json(const struct pmk_histogram *h)
{
	json_t *all = json_array();

	for (size_t i = 0; all && i < PMK_HISTOGRAM_BUCKETS; i++)
		if (h->counts[i])
			json_array_append_new(all, json_pack("[I, I]", (json_int_t)i,
							     (json_int_t)h->counts[i]));
	return json_pack("{s:I, s:o}", "max", (json_int_t)h->max, "buckets", all);
}

/*
 * Operations of the module in one call, each timed in the kernel: what a call prepares is there
 * once, and does not disturb each of them. False if the contender does not work that way.
 */
static bool take_in_kernel(struct pmk_case *c, double per_op, struct pmk_histogram *h)
{
	double room = BATCHES * c->clock->min_batch / per_op;
	uint64_t n = room < 1 ? 1 : room < PMK_LATENCY_MAX ? (uint64_t)room : PMK_LATENCY_MAX;
	uint64_t times[PMK_LATENCY_MAX];

	if (!(c->point->entry->bench->needs & PMK_NEED_MODULE))
		return false;
	c->singly = times;
	c->n_singly = 0;
	pmk_batch_run(c, n);
	c->singly = NULL;
	if (c->n_singly != n)
		return false;
	for (uint64_t i = 0; i < n; i++)
		pmk_histogram_record(h, times[i]);
	return true;
}

static void take_in_turn(struct pmk_case *c, struct pmk_histogram *h)
{
	double left = BATCHES * c->clock->min_batch;

	for (unsigned int i = 0; i < PMK_LATENCY_MAX && left > 0; i++) {
		double one = pmk_batch_run(c, 1);

		if (!c->times_itself)
			one -= c->clock_cost;
		left -= one;
		pmk_histogram_record(h, one > 0 ? (uint64_t)llround(one) : 0);
	}
}

json_t *pmk_latency_take(struct pmk_case *c, double per_op)
{
	struct pmk_histogram *h;
	json_t *taken;

	/* Of several threads it would be the slowest one's, and hold how far apart they began. */
	if (per_op < PMK_LATENCY_CLOCKS * c->clock_cost || c->batch_min > 1 ||
	    pmk_crew_threads(c) > 1)
		return json_null();
	h = calloc(1, sizeof(*h));
	if (!h)
		return NULL;
	if (!take_in_kernel(c, per_op, h))
		take_in_turn(c, h);
	taken = buckets_json(h);
	free(h);
	return taken;
}

/* Whether every entry is a bucket that exists and a count above 0. */
static bool sound(const json_t *buckets)
{
	const json_t *pair;
	size_t i;

	json_array_foreach(buckets, i, pair) {
		json_int_t bucket = json_integer_value(json_array_get(pair, 0));

		if (bucket < 0 || bucket >= PMK_HISTOGRAM_BUCKETS ||
		    json_integer_value(json_array_get(pair, 1)) < 1)
			return false;
	}
	return json_array_size(buckets) > 0;
}

int pmk_latency_add(struct pmk_histogram *h, const json_t *taken)
{
	const json_t *buckets = json_object_get(taken, "buckets"), *pair;
	uint64_t max = (uint64_t)json_integer_value(json_object_get(taken, "max"));
	size_t i;

	if (!sound(buckets))
		return -EINVAL;
	json_array_foreach(buckets, i, pair) {
		uint64_t count = (uint64_t)json_integer_value(json_array_get(pair, 1));

		h->counts[json_integer_value(json_array_get(pair, 0))] += count;
		h->n += count;
	}
	if (max > h->max)
		h->max = max;
	return 0;
}

/* Beyond it there has to be a value at least: one of 100 for p99, of 1000 for p99.9. */
static json_t *percentile_json(const struct pmk_histogram *h, double percent, uint64_t least)
{
	if (h->n < least)
		return json_null();
	return json_integer((json_int_t)pmk_histogram_percentile(h, percent));
}

json_t *pmk_latency_json(const struct pmk_histogram *h, const char *unit)
{
	if (!h || !h->n)
		return json_null();
	return json_pack("{s:s, s:I, s:o, s:o, s:o, s:o, s:I}", "unit", unit, "n", (json_int_t)h->n,
			 "p50", percentile_json(h, 50, 2), "p90", percentile_json(h, 90, 10), "p99",
			 percentile_json(h, 99, 100), "p999", percentile_json(h, 99.9, 1000), "max",
			 (json_int_t)h->max);
}
