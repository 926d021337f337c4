// SPDX-License-Identifier: GPL-2.0-only
/* The work of the A/A pair: reads a page in the first cache, over and over. */
#include "loop.h"

/*
 * One page: in every processor's first cache, so that no two processes differ by where their pages
 * lie.
 */
#define LOOP_BYTES (4 * KiB)

void loop_setup(struct pmk_case *c)
{
	struct loop *x = pmk_priv(c);

	x->buf = pmk_alloc(c, LOOP_BYTES);
	pmk_pattern_fill(x->buf, LOOP_BYTES);
	pmk_set_bytes_per_op(c, LOOP_BYTES);
}

void loop_run(struct pmk_case *c, uint64_t n)
{
	struct loop *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++)
		x->sum = pmk_consume(x->buf, LOOP_BYTES);
}

void loop_verify(struct pmk_case *c)
{
	struct loop *x = pmk_priv(c);

	pmk_must(c, x->sum == pmk_pattern_sum(LOOP_BYTES));
}
