// SPDX-License-Identifier: GPL-2.0-only
/* memcpy(3) between two populated buffers: the loop that google.cc has, for pagemark. */
#include <string.h>

#include "pagemark.h"

struct ctx {
	size_t size_bytes;
	uint8_t *from, *to;
};

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->size_bytes = pmk_arg(c, "size");
	x->from = pmk_alloc(c, x->size_bytes);
	x->to = pmk_alloc(c, x->size_bytes);
	pmk_pattern_fill(x->from, x->size_bytes);
	pmk_set_bytes_per_op(c, x->size_bytes);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++) {
		memcpy(x->to, x->from, x->size_bytes);
		/* As benchmark::ClobberMemory(): the copy may be read by anyone. */
		__asm__ volatile("" : : "r"(x->to) : "memory");
	}
}

static void verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	pmk_must_match_pattern(c, x->to, x->size_bytes);
}

PMK_BENCH = {
	.what = "memcpy(3) between two populated buffers",
	.axes = { PMK_LIST("size", 64 * KiB) },
	.setup = setup,
	.run = run,
	.verify = verify,
};
