// SPDX-License-Identifier: GPL-2.0-only
/* Small objects: sizes of which a slab holds several, and of a page. */
#include <unistd.h>

#include "../alloc.h"

static void setup(struct pmk_case *c)
{
	struct alloc *x = pmk_priv(c);

	alloc_setup(c);
	x->slabs = !access("/proc/slabinfo", F_OK); /* a kernel without SLUB_DEBUG has none */
}

#define OBJECT(name, by, text, ...)                                        \
	PMK_CONTENDER(name) = { .what = text,                              \
				.datum = ALLOC_KERNEL(by),                 \
				.axes = { PMK_LIST("size", 64, 4 * KiB) }, \
				.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,  \
				.setup = setup,                            \
				.run = alloc_run,                          \
				.verify = alloc_verify,                    \
				__VA_ARGS__ }

/* An object from the general caches. */
OBJECT(kmalloc, PMK_KMALLOC, "kmalloc() of any size, kfree(); one word stored and loaded",
       .baseline = true);
/* A zeroed object from the general caches. */
OBJECT(kzalloc, PMK_KZALLOC, "kzalloc(), which zeroes, and kfree(); one word stored and loaded");
/* An object from a cache of its own. */
OBJECT(kmem_cache, PMK_KMEM_CACHE,
       "kmem_cache_alloc(), kmem_cache_free(); one word stored and loaded");
/* An object from a pool with a reserve, on top of a cache of its own. */
OBJECT(mempool, PMK_MEMPOOL,
       "mempool_alloc(), mempool_free() on top of a cache; one word stored and loaded");
/* A variable of each CPU: as many objects as there are CPUs, zeroed. */
OBJECT(percpu, PMK_PERCPU,
       "__alloc_percpu_gfp(), which zeroes one for each CPU there may be, free_percpu(); one word "
       "of CPU 0's stored and loaded");
