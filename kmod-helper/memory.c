// SPDX-License-Identifier: GPL-2.0-only
/* Words and pages that all families move; a file of its own, so never inlined. */
#include "internal.h"

void pmk_words_fill(u64 *words, size_t bytes, u64 first)
{
	for (size_t i = 0; i < bytes / sizeof(*words); i++)
		words[i] = first + i;
}

u64 pmk_words_sum(const u64 *words, size_t bytes)
{
	u64 sum = 0;

	for (size_t i = 0; i < bytes / sizeof(*words); i++)
		sum += words[i];
	return sum;
}

bool pmk_words_match(const u64 *words, size_t bytes, u64 first)
{
	for (size_t i = 0; i < bytes / sizeof(*words); i++)
		if (words[i] != first + i)
			return false;
	return true;
}

u64 pmk_page_word(struct page *page, u64 store)
{
	u64 *word = kmap_local_page(page), old = *word;

	if (store)
		*word = store;
	kunmap_local(word);
	return old;
}

void pmk_pages_free(struct pmk_pages *p)
{
	for (unsigned int i = 0; p && i < p->n && p->page[i]; i++)
		__free_page(p->page[i]);
	kvfree(p);
}

struct pmk_pages *pmk_pages_new(unsigned int n, gfp_t gfp, u64 seed)
{
	struct pmk_pages *p = kvzalloc(struct_size(p, page, n), GFP_KERNEL);

	if (!p)
		return NULL;
	p->n = n;
	for (unsigned int i = 0; i < n; i++) {
		p->page[i] = alloc_page(gfp | __GFP_ZERO);
		/* Memory of the other kind would be another measurement. */
		if (!p->page[i] || PageHighMem(p->page[i]) != !!(gfp & __GFP_HIGHMEM)) {
			pmk_pages_free(p);
			return NULL;
		}
		pmk_page_word(p->page[i], seed + i);
	}
	return p;
}
