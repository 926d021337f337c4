// SPDX-License-Identifier: GPL-2.0-only
/* Read coherent memory itself through a mapping by dma_mmap_coherent() that is kept. */
#include "to_user.h"

static void setup(struct pmk_case *c)
{
	struct to_user *x = pmk_priv(c);

	to_user_dmabuf(c);
	x->to = to_user_map(c);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct to_user *x = pmk_priv(c);

	to_user_begin(x, n);
	while (n--) {
		x->sum += pmk_consume(x->to, x->size_bytes);
	}
}

PMK_BENCH = {
	.what = "reading coherent memory that dma_mmap_coherent() mapped once",
	.axes = { TO_USER_SIZES },
	.ctx_size = sizeof(struct to_user),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = run,
	.verify = to_user_verify,
};
