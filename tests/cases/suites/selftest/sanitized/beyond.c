// SPDX-License-Identifier: GPL-2.0-only
/* A contender that reads behind its memory: harmless here, and a sanitised build must notice. */
#include <stdlib.h>

#include "pagemark.h"

struct ctx {
	uint8_t *bytes;
	size_t size_bytes;
};

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->size_bytes = pmk_arg(c, "size");
	x->bytes = malloc(x->size_bytes);
	pmk_must(c, x->bytes);
}

static void run(struct pmk_case *c, uint64_t n)
{
	const struct ctx *x = pmk_priv(c);

	while (n--)
		pmk_keep(((volatile uint8_t *)x->bytes)[x->size_bytes]);
}

static void verify(struct pmk_case *c)
{
	(void)c;
}

PMK_BENCH = {
	.what = "a read of the byte behind a buffer",
	.axes = { PMK_LIST("size", 64) },
	.setup = setup,
	.run = run,
	.verify = verify,
};
