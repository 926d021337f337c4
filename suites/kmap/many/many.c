// SPDX-License-Identifier: GPL-2.0-only
/* A word of each of many pages, mapped one by one or all at once. */
#include "../kmap.h"

static void setup(struct pmk_case *c)
{
	uint64_t pages = pmk_arg(c, "pages");

	kmap_setup(c, pages, 0);
	pmk_set_items_per_op(c, pages);
	if (pmk_datum(c) == PMK_OP_KMAP)
		pmk_set_batch_min(c, KMAP_BATCH_MIN / pages);
}

#define MANY(name, kmap_op, text, ...)                                                   \
	PMK_CONTENDER(name) = { .what = text,                                            \
				.datum = kmap_op,                                        \
				.axes = { KMAP_ZONES, PMK_LIST("pages", 1, 4, 16, 64) }, \
				.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,             \
				.setup = setup,                                          \
				.run = kmap_run_all,                                     \
				.verify = kmap_verify,                                   \
				__VA_ARGS__ }

/* Load a word of each of many pages, each mapped by itself with kmap_local_page(). */
MANY(kmap_local, PMK_OP_KMAP_LOCAL,
     "kmap_local_page(), one 64-bit load, kunmap_local() of each page in turn", .baseline = true);
/* Load a word of each of many pages, each mapped by itself with kmap(). */
MANY(kmap, PMK_OP_KMAP, "kmap(), one 64-bit load, kunmap() of each page in turn");
/* Load a word of each of many pages, all mapped at once with vmap(). */
MANY(vmap, PMK_OP_KMAP_VMAP,
     "vmap() of all pages, one 64-bit load from each, vunmap(); the TLB is flushed "
     "later, by another task");
