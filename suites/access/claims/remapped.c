// SPDX-License-Identifier: GPL-2.0-only
/* remap_file_pages(2), which is emulated by mappings. */
#include "../../claim_file.h"

/* The datum is the page of the file that is asked for. */
static void remapped(void)
{
	volatile uint8_t *p = claim_file_map(claim_file_written(3), 3, MAP_SHARED);

	pmk_claim_need(remap_file_pages((void *)p, page_bytes(), 0, pmk_claim_datum(), 0) == 0,
		       "remap_file_pages(2)");
	ck_assert_uint_eq(p[0], 'c');
	ck_assert_uint_eq(p[page_bytes()], 'b');
}

PMK_CLAIM(remap_shows_asked_page) = {
	.claim = "remap_file_pages(2), emulated since Linux 4.0, shows the page of the file that "
		 "it was asked for at the place that it was asked for, and leaves the others",
	.source = "remap_file_pages(2), DESCRIPTION and NOTES",
	.datum = 2,
	.test = remapped,
	.broken_datum = 1,
};
