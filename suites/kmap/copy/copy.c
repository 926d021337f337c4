// SPDX-License-Identifier: GPL-2.0-only
/* A copy out of a page, through a mapping or by the helper that maps it by itself. */
#include "../kmap.h"

#define PAGES 64 /* taken in turn */

static void setup(struct pmk_case *c)
{
	kmap_setup(c, PAGES, pmk_arg(c, "size"));
	pmk_set_bytes_per_op(c, pmk_arg(c, "size"));
	if (pmk_datum(c) == PMK_OP_KMAP)
		pmk_set_batch_min(c, KMAP_BATCH_MIN);
}

static void verify(struct pmk_case *c)
{
	struct pmk_module_op *x = pmk_priv(c);

	kmap_verify(c);
	/* The last copy was compared word for word. */
	pmk_promise(c, x->req.facts & PMK_FACT_INTACT);
}

#define COPY(name, kmap_op, text, ...)                                              \
	PMK_CONTENDER(name) = { .what = text,                                       \
				.datum = kmap_op,                                   \
				.axes = { KMAP_ZONES, PMK_LIST("size", 64, 4096) }, \
				.needs = PMK_NEED_MODULE | PMK_NEED_HIGHMEM,        \
				.setup = setup,                                     \
				.run = pmk_module_run,                              \
				.verify = verify,                                   \
				__VA_ARGS__ }

/* Copy out of a page with the helper that maps it by itself. */
COPY(memcpy_from_page, PMK_OP_KMAP_FROM, "memcpy_from_page() into a buffer", .baseline = true);
/* Copy out of a page through kmap(). */
COPY(kmap, PMK_OP_KMAP, "kmap(), memcpy() into a buffer, kunmap()");
/* Copy out of a page through kmap_atomic(). */
COPY(kmap_atomic, PMK_OP_KMAP_ATOMIC, "kmap_atomic(), memcpy() into a buffer, kunmap_atomic()");
/* Copy out of a page through kmap_local_page(). */
COPY(kmap_local, PMK_OP_KMAP_LOCAL, "kmap_local_page(), memcpy() into a buffer, kunmap_local()");
