// SPDX-License-Identifier: GPL-2.0-only
/* The frame behind a linear address, by way of its struct page. */
#include "../translation.h"

static void setup(struct pmk_case *c)
{
	translation_setup(c, PMK_OP_VIRT_TO_PAGE);
}

PMK_BENCH = {
	.what = "virt_to_page(), page_to_pfn() of an address of the linear map; 512 pages in turn",
	.ctx_size = sizeof(struct translation),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = translation_run,
	.verify = translation_verify,
};
