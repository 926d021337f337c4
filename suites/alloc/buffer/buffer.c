// SPDX-License-Identifier: GPL-2.0-only
/* Buffers of several pages, in one piece or made of single ones. */
#include "../alloc.h"

#define BUFFER(name, by, text, ...)                                              \
	PMK_CONTENDER(name) = { .what = text,                                    \
				.datum = ALLOC_KERNEL(by),                       \
				.axes = { PMK_LIST("size", 16 * KiB, 1 * MiB) }, \
				.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,        \
				.setup = alloc_setup,                            \
				.run = alloc_run,                                \
				.verify = alloc_verify,                          \
				__VA_ARGS__ }

/* A buffer from the page allocator. */
BUFFER(alloc_pages, PMK_PAGES, "__get_free_pages() of the order that holds the size, free_pages()",
       .baseline = true);
/* The same, with what makes one unit of its pages. */
BUFFER(folio, PMK_FOLIO, "folio_alloc() of the order that holds the size, folio_put()");
/* A buffer from kmalloc(), which asks the page allocator from some size on. */
BUFFER(kmalloc, PMK_KMALLOC, "kmalloc(), kfree()");
/* A buffer of single pages that only its addresses join. */
BUFFER(vmalloc, PMK_VMALLOC, "vmalloc(): single pages mapped in a row, and vfree()");
/* A buffer of either kind, as it comes. */
BUFFER(kvmalloc, PMK_KVMALLOC,
       "kvmalloc(): contiguous if there is such memory, else mapped; kvfree()");
