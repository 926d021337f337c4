// SPDX-License-Identifier: GPL-2.0-only
/* A word of each of two pages, mapped in turn or at the same time. */
#include "../kmap.h"

static void setup(struct pmk_case *c)
{
	kmap_setup(c, 2, 0);
	pmk_set_items_per_op(c, 2);
}

#define TWO(name, kmap_op, text, ...)                                        \
	PMK_CONTENDER(name) = { .what = text,                                \
				.datum = kmap_op,                            \
				.axes = { KMAP_ZONES },                      \
				.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM, \
				.setup = setup,                              \
				.run = kmap_run_all,                         \
				.verify = kmap_verify,                       \
				__VA_ARGS__ }

/* Load a word of each of two pages, mapped one after the other. */
TWO(in_turn, PMK_OP_KMAP_LOCAL,
    "kmap_local_page(), one 64-bit load, kunmap_local() of one page, then of the other",
    .baseline = true);
/* Load a word of each of two pages that are mapped at the same time. */
TWO(nested, PMK_OP_KMAP_NESTED,
    "two nested kmap_local_page(), one 64-bit load from each page, kunmap_local() in reverse");
