// SPDX-License-Identifier: GPL-2.0-only
/* The frame behind an address that vmap() made. */
#include "../translation.h"

static void setup(struct pmk_case *c)
{
	translation_setup(c, PMK_OP_VMALLOC_TO_PFN);
}

PMK_BENCH = {
	.what = "vmalloc_to_pfn(): a walk through the page tables; 512 pages in turn",
	.ctx_size = sizeof(struct translation),
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = translation_run,
	.verify = translation_verify,
};
