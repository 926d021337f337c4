// SPDX-License-Identifier: GPL-2.0-only
/* Giving memory back, which was taken before, untimed, many at a time. */
#include "../alloc.h"

/* Held at once: so many that the allocators' short lists overflow, as they do in earnest. */
#define BATCH_MIN 512

static void setup(struct pmk_case *c)
{
	struct alloc *x = pmk_priv(c);

	alloc_setup_pages(c);
	x->op.req.flags = PMK_RUN_FREE;
	pmk_set_batch_min(c, BATCH_MIN);
}

#define FREE(name, by, text, ...)                                         \
	PMK_CONTENDER(name) = { .what = text,                             \
				.datum = ALLOC_KERNEL(by),                \
				.axes = { PMK_LIST("pages", 1) },         \
				.needs = PMK_NEED_MODULE | PMK_NEED_ROOT, \
				.setup = setup,                           \
				.run = alloc_run,                         \
				.verify = alloc_verify,                   \
				__VA_ARGS__ }

/* Give pages back to the page allocator. */
FREE(free_pages, PMK_PAGES, "free_pages() of single pages", .baseline = true);
/* Give objects back to the general caches. */
FREE(kfree, PMK_KMALLOC, "kfree() of objects of a page");
/* Give objects back to their cache. */
FREE(kmem_cache_free, PMK_KMEM_CACHE, "kmem_cache_free() of objects of a page");
/* Give pages back that were mapped one by one. */
FREE(vfree, PMK_VMALLOC,
     "vfree() of single pages; the address space is cleaned later, many at a time");
