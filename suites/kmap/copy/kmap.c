// SPDX-License-Identifier: GPL-2.0-only
/* Copy out of a page through kmap(). */
#include "copy.h"

static void setup(struct pmk_case *c)
{
	copy_setup(c, PMK_OP_KMAP);
}

PMK_BENCH = {
	.what = "kmap(), memcpy() into a buffer, kunmap()",
	.axes = { COPY_AXES },
	.ctx_size = sizeof(struct page_map),
	.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,
	.setup = setup,
	.run = page_run,
	.verify = copy_verify,
};
