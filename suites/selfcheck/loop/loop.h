/* SPDX-License-Identifier: GPL-2.0-only */
/* The work of both contenders: they must be identical to the last instruction that matters. */
#ifndef PAGEMARK_LOOP_H
#define PAGEMARK_LOOP_H

#include "pagemark.h"

/*
 * One page: in every processor's first cache, so that no two processes differ by where their pages
 * lie. The reader is one function of the harness, so that the two differ in no alignment of code.
 */
#define LOOP_BYTES (4 * KiB)

struct loop {
	uint8_t *buf;
	uint64_t sum;
};

static inline void loop_setup(struct pmk_case *c)
{
	struct loop *x = pmk_priv(c);

	x->buf = pmk_alloc(c, LOOP_BYTES);
	pmk_pattern_fill(x->buf, LOOP_BYTES);
	pmk_set_bytes_per_op(c, LOOP_BYTES);
}

static inline void loop_run(struct pmk_case *c, uint64_t n)
{
	struct loop *x = pmk_priv(c);

	while (n--)
		x->sum = pmk_consume(x->buf, LOOP_BYTES);
}

static inline void loop_verify(struct pmk_case *c)
{
	struct loop *x = pmk_priv(c);

	pmk_must(c, x->sum == pmk_pattern_sum(LOOP_BYTES));
}

#endif
