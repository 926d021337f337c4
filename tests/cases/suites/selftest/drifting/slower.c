// SPDX-License-Identifier: GPL-2.0-only
/* A contender whose every batch takes a tenth longer than the one before. */
#include "pagemark.h"

struct ctx {
	double per_op_ns;
};

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->per_op_ns = 1000;
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	pmk_time_add(c, x->per_op_ns * (double)n);
	x->per_op_ns *= 1.1;
}

static void verify(struct pmk_case *c)
{
	(void)c;
}

PMK_BENCH = {
	.what = "gets slower from batch to batch",
	.baseline = true,
	.setup = setup,
	.run = run,
	.verify = verify,
};
