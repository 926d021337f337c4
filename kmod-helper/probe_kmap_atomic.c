// SPDX-License-Identifier: GPL-2.0-only
/* Compiles where kmap_atomic() still exists; deprecated since 5.11. */
#include <linux/highmem.h>

void *probe(struct page *page);

void *probe(struct page *page)
{
	return kmap_atomic(page);
}
