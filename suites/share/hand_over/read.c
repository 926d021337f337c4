// SPDX-License-Identifier: GPL-2.0-only
/* Through user space: copy with read(2), and read the copy. */
#include "hand_over.h"

static void setup(struct pmk_case *c)
{
	hand_over_buffer(c);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct hand_over *x = pmk_priv(c);

	hand_over_begin(x, n);
	for (uint64_t i = 0; i < n; i++) {
		pmk_must(c, pread(x->fd, x->to, x->size_bytes, 0) == (ssize_t)x->size_bytes);
		x->sum += pmk_consume(x->to, x->size_bytes);
	}
}

PMK_BENCH = {
	.what = "read(2) from the driver, and reading the copy",
	.axes = { HAND_OVER_SIZES },
	.ctx_size = sizeof(struct hand_over),
	.baseline = true,
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = run,
	.verify = hand_over_verify,
};
