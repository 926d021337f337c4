// SPDX-License-Identifier: GPL-2.0-only
/* Compiles where get_user_pages() and its kin still take an array of VMAs, until 6.5. */
#include <linux/mm.h>

long probe(struct page **pages);

long probe(struct page **pages)
{
	return get_user_pages(0, 1, 0, pages, NULL);
}
