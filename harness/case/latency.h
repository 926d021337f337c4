/* SPDX-License-Identifier: GPL-2.0-only */
/* Operations timed one by one: their distribution, where they are long enough for that. */
#ifndef PAGEMARK_LATENCY_H
#define PAGEMARK_LATENCY_H

#include <jansson.h>

#include "case.h"
#include "histogram.h"

#define PMK_LATENCY_CLOCKS \
	50		    /* an operation shorter than so many clock reads is not timed singly */
#define PMK_LATENCY_MAX 512 /* operations in a process; their buckets have to fit its answer */

/**
 * pmk_latency_take() - time single operations
 * @c: a set up case, after its timed batches
 * @per_op: what one operation costs in a batch, in the clock's unit
 *
 * Up to PMK_LATENCY_MAX calls of run(c, 1), for as long as four batches at most. The clock's own
 * cost is subtracted, except from what the contender timed itself.
 *
 * Return: {max, buckets: [[bucket, count], ...]}, null where operations are too short or the
 * contender wants several in a batch, NULL without memory.
 */
json_t *pmk_latency_take(struct pmk_case *c, double per_op);

/* Adds the answer of one process; 0, or -EINVAL if it is none (then @h is as it was). */
int pmk_latency_add(struct pmk_histogram *h, const json_t *taken);

/*
 * What the record says: {unit, n, p50, p90, p99, p999, max}; a percentile that n values cannot show
 * (p99 of fewer than 100) is null. Null for an empty histogram or none.
 */
json_t *pmk_latency_json(const struct pmk_histogram *h, const char *unit);

#endif
