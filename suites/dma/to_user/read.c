// SPDX-License-Identifier: GPL-2.0-only
/* Copy the driver's memory into the program's with read(2), and read the copy. */
#include "to_user.h"

static void setup(struct pmk_case *c)
{
	to_user_buffer(c);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct to_user *x = pmk_priv(c);

	to_user_begin(x, n);
	while (n--) {
		pmk_must(c, pread(x->fd, x->to, x->size_bytes, 0) == (ssize_t)x->size_bytes);
		x->sum += pmk_consume(x->to, x->size_bytes);
	}
}

PMK_BENCH = {
	.what = "read(2), which is copy_to_user(), and reading the copy",
	.axes = { TO_USER_SIZES },
	.ctx_size = sizeof(struct to_user),
	.baseline = true,
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = run,
	.verify = to_user_verify,
};
