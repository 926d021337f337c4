// SPDX-License-Identifier: GPL-2.0-only
/* The linear address of a frame. */
#include "../translation.h"

/* By arithmetic. */
TRANSLATION(va, PMK_OP_VA, "__va() of a frame; 512 pages in turn", .baseline = true);
/* By way of its struct page. */
TRANSLATION(page_address, PMK_OP_PAGE_ADDRESS,
	    "pfn_to_page(), page_address() of a frame; 512 pages in turn");
