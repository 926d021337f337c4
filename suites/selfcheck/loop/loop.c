// SPDX-License-Identifier: GPL-2.0-only
/* The A/A pair: two contenders that are one function, which reads a page in the first cache. */
#include "pagemark.h"

struct loop {
	uint8_t *buf;
	uint64_t sum;
};

/*
 * One page: in every processor's first cache, so that no two processes differ by where their pages
 * lie.
 */
#define LOOP_BYTES (4 * KiB)

static void setup(struct pmk_case *c)
{
	struct loop *x = pmk_priv(c);

	x->buf = pmk_alloc(c, LOOP_BYTES);
	pmk_pattern_fill(x->buf, LOOP_BYTES);
	pmk_set_bytes_per_op(c, LOOP_BYTES);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct loop *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++)
		x->sum = pmk_consume(x->buf, LOOP_BYTES);
}

static void verify(struct pmk_case *c)
{
	struct loop *x = pmk_priv(c);

	pmk_must(c, x->sum == pmk_pattern_sum(LOOP_BYTES));
}

PMK_CONTENDER(a) = {
	.what = "a page in the first cache read by a loop, the first of two identical contenders",
	.baseline = true,
	.setup = setup,
	.run = run,
	.verify = verify,
};

PMK_CONTENDER(b) = {
	.what = "a page in the first cache read by a loop, the second of two identical contenders",
	.setup = setup,
	.run = run,
	.verify = verify,
};
