// SPDX-License-Identifier: GPL-2.0-only
/* A contender that is off the processor in its second batch, and in no other. */
#include <unistd.h>

#include "pagemark.h"

#define PER_OP_NS 10

struct ctx {
	uint64_t off_ms;
	unsigned int batches;
};

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->off_ms = pmk_arg(c, "off_ms");
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);
	double off_ns = ++x->batches == 2 ? 1e6 * (double)x->off_ms : 0;

	if (off_ns > 0)
		usleep((unsigned int)(1000 * x->off_ms));
	pmk_time_add(c, PER_OP_NS * (double)n + off_ns);
}

static void verify(struct pmk_case *c)
{
	(void)c;
}

PMK_BENCH = {
	.what = "10 ns an operation, once with milliseconds of something else",
	.axes = { PMK_LIST("off_ms", 10, 150) },
	.baseline = true,
	.setup = setup,
	.run = run,
	.verify = verify,
};
