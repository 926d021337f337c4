// SPDX-License-Identifier: GPL-2.0-only
/* Touch fresh memory with the CPU, then pin it. */
#include "faulted.h"

/* AddressSanitizer would add the page faults of its shadow. */
static __attribute__((no_sanitize_address)) int touch(const struct faulted *x)
{
	for (size_t i = 0; i < x->req.pages; i++)
		*(volatile uint64_t *)(x->map + i * x->page_bytes) = i + 1;
	return 0;
}

static void setup(struct pmk_case *c)
{
	faulted_setup(c, touch);
}

PMK_BENCH = {
	.what = "one store into each of fresh base pages, then pin_user_pages_fast() of all and "
		"unpin",
	.axes = { FAULTED_PAGES },
	.ctx_size = sizeof(struct faulted),
	.baseline = true,
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = faulted_run,
	.verify = faulted_verify,
};
