// SPDX-License-Identifier: GPL-2.0-only
/* The frame behind an address: of the kernel's linear map, of vmap(), and of a program. */
#include "../translation.h"

/* By arithmetic. */
TRANSLATION(pa, PMK_OP_PA, "__pa() of an address of the linear map; 512 pages in turn",
	    .baseline = true);
/* By way of its struct page. */
TRANSLATION(virt_to_page, PMK_OP_VIRT_TO_PAGE,
	    "virt_to_page(), page_to_pfn() of an address of the linear map; 512 pages in turn");
TRANSLATION(vmalloc_to_pfn, PMK_OP_VMALLOC_TO_PFN,
	    "vmalloc_to_pfn(): a walk through the page tables; 512 pages in turn");

static void setup_user_page(struct pmk_case *c)
{
	pmk_module_setup(c, (struct pmk_run){ .op = PMK_OP_GUP_FAST,
					      .pages = 1,
					      .addr = (uintptr_t)pmk_alloc(c, 1) });
}

/* The page of a program is held meanwhile. */
PMK_CONTENDER(get_user_pages) = {
	.what = "get_user_pages_fast(), which finds it, and put_page(); always the same page",
	.needs = PMK_NEED_MODULE,
	.setup = setup_user_page,
	.run = pmk_module_run,
	.verify = translation_verify,
};
