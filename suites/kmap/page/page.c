// SPDX-License-Identifier: GPL-2.0-only
/* A word of a page, loaded through its permanent address or a mapping made for the load. */
#include "../kmap.h"

static void setup(struct pmk_case *c)
{
	kmap_setup(c, pmk_arg(c, "pages"), 0);
	pmk_set_batch_min(c, KMAP_BATCH_MIN);
}

#define PAGE(name, kmap_op, text, ...)                                              \
	PMK_CONTENDER(name) = { .what = text,                                       \
				.datum = kmap_op,                                   \
				.axes = { KMAP_ZONES, PMK_LIST("pages", 1, 1024) }, \
				.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,        \
				.setup = setup,                                     \
				.run = pmk_module_run,                              \
				.verify = kmap_verify,                              \
				__VA_ARGS__ }

/* Load a word of a page through its permanent address. */
PAGE(page_address, PMK_OP_KMAP_ADDRESS, "page_address(), one 64-bit load", .baseline = true);
/* Load a word of a page through kmap(). */
PAGE(kmap, PMK_OP_KMAP, "kmap(), one 64-bit load, kunmap()");
/* Load a word of a page through kmap_atomic(). */
PAGE(kmap_atomic, PMK_OP_KMAP_ATOMIC, "kmap_atomic(), one 64-bit load, kunmap_atomic()");
/* Load a word of a page through kmap_local_page(). */
PAGE(kmap_local, PMK_OP_KMAP_LOCAL, "kmap_local_page(), one 64-bit load, kunmap_local()");
