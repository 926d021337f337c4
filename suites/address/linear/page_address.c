// SPDX-License-Identifier: GPL-2.0-only
/* The linear address of a frame, by way of its struct page. */
#include "../translation.h"

static void setup(struct pmk_case *c)
{
	translation_setup(c, PMK_OP_PAGE_ADDRESS);
}

PMK_BENCH = {
	.what = "pfn_to_page(), page_address() of a frame; 512 pages in turn",
	.ctx_size = sizeof(struct translation),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = translation_run,
	.verify = translation_verify,
};
