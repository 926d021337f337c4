// SPDX-License-Identifier: GPL-2.0-only
/* Read a device's buffer with pread(2), which copies it by copy_to_user(), and consume the copy. */
#include "device_read.h"

static void setup(struct pmk_case *c)
{
	struct device_read *x = device_read_setup(c);

	x->buf = pmk_alloc(c, x->b.size_bytes);
	/* Poison: only bytes of the device can make the sum come out right. */
	memset(x->buf, 0x5a, x->b.size_bytes);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct device_read *x = pmk_priv(c);

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++) {
		pmk_must(c, pread(x->b.fd, x->buf, x->b.size_bytes, 0) == (ssize_t)x->b.size_bytes);
		x->sum = pmk_consume(x->buf, x->b.size_bytes);
	}
	batch_end(c, &x->batch);
}

PMK_BENCH = {
	.what = "pread(2) of a device's buffer (copy_to_user), then every byte consumed",
	.axes = { DEVICE_SIZES },
	.baseline = true,
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = run,
	.verify = device_read_verify,
};
