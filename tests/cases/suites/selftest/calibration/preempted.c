// SPDX-License-Identifier: GPL-2.0-only
/* A contender that is off the processor for 10 ms in its second batch, and in no other. */
#include "pagemark.h"

#define PER_OP_NS 100

struct ctx {
	unsigned int batches;
};

static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	pmk_time_add(c, PER_OP_NS * (double)n + (++x->batches == 2 ? 10e6 : 0));
}

static void verify(struct pmk_case *c)
{
	(void)c;
}

PMK_BENCH = {
	.what = "100 ns an operation, once with 10 ms of something else",
	.ctx_size = sizeof(struct ctx),
	.baseline = true,
	.run = run,
	.verify = verify,
};
