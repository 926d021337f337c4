// SPDX-License-Identifier: GPL-2.0-only
/* A contender whose data come out wrong by one bit. */
#include "pagemark.h"

struct ctx {
	uint8_t *buf;
};

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->buf = pmk_alloc(c, 4096);
	pmk_pattern_fill(x->buf, 4096);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	while (n--)
		pmk_keep(pmk_consume(x->buf, 4096));
	x->buf[4095] = 0;
}

static void verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	pmk_must_match_pattern(c, x->buf, 4096);
}

PMK_BENCH = {
	.what = "returns a wrong byte",
	.setup = setup,
	.run = run,
	.verify = verify,
};
