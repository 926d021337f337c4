// SPDX-License-Identifier: GPL-2.0-only
/* The same, mapped and unmapped each time. */
#include "to_user.h"

static void setup(struct pmk_case *c)
{
	to_user_dmabuf(c);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct to_user *x = pmk_priv(c);

	to_user_begin(x, n);
	while (n--) {
		x->to = to_user_map(c);
		x->sum += pmk_consume(x->to, x->size_bytes);
		pmk_must(c, munmap(x->to, x->size_bytes) == 0);
	}
}

PMK_BENCH = {
	.what = "mmap(2) by dma_mmap_coherent(), reading, munmap(2), each time",
	.axes = { TO_USER_SIZES },
	.ctx_size = sizeof(struct to_user),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = run,
	.verify = to_user_verify,
};
