// SPDX-License-Identifier: GPL-2.0-only
/* Pin memory that was never touched: fresh pages each time, brought in before the pin or by it. */
#include "../../base_pages.h"
#include "../../first_use.h"
#include "pagemark_module.h"

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

/**
 * struct faulted - the context
 * @op: one pin of all pages
 * @ready: brings the pages in before the pin, timed; NULL: the pin does
 * @map: where they go
 * @page_bytes: of a base page
 * @done: operations of all batches
 * @checked: pages that were pinned
 */
struct faulted {
	struct pmk_module_op op;
	int (*ready)(const struct faulted *x);
	uint8_t *map;
	size_t page_bytes;
	uint64_t done, checked;
};

static size_t bytes(const struct faulted *x)
{
	return x->op.req.pages * x->page_bytes;
}

static int touch(const struct faulted *x)
{
	base_pages_touch(x->map, x->op.req.pages, x->page_bytes, 1);
	return 0;
}

static int populate(const struct faulted *x)
{
	return madvise(x->map, bytes(x), MADV_POPULATE_WRITE);
}

/* The datum is one of these. */
enum { BY_PIN, BY_TOUCH, BY_POPULATE };
static int (*const ready[])(const struct faulted *x) = { NULL, touch, populate };

static void setup(struct pmk_case *c)
{
	struct faulted *x = pmk_priv(c);

	pmk_module_setup(c, (struct pmk_run){ .op = PMK_OP_PIN_FAST,
					      .flags = PMK_RUN_WRITE,
					      .pages = pmk_arg(c, "pages") });
	x->ready = ready[pmk_datum(c)];
	x->page_bytes = page_bytes();
	x->map = base_pages(bytes(x));
	pmk_need(c, x->map != MAP_FAILED, "a mapping of this size");
	x->op.req.addr = (uintptr_t)x->map;
	pmk_set_items_per_op(c, x->op.req.pages);
}

/* Timed are what makes the pages ready, by our clock, and the pin, by the kernel's. */
static void run(struct pmk_case *c, uint64_t n)
{
	struct faulted *x = pmk_priv(c);

	for (uint64_t i = 0; i < n; i++) {
		uint64_t faults;

		pmk_must(c, madvise(x->map, bytes(x), MADV_DONTNEED) == 0);
		faults = page_faults(RUSAGE_SELF);
		if (x->ready) {
			uint64_t start = pmk_part_begin(c);

			pmk_must(c, x->ready(x) == 0);
			pmk_time_add(c, (double)(pmk_part_end(c) - start) - pmk_clock_cost(c));
		}
		pmk_module_run(c, 1);
		pmk_counter_add(c, "faults", "1", (double)(page_faults(RUSAGE_SELF) - faults));
		x->checked += x->op.req.check;
	}
	x->done += n;
}

static void verify(struct pmk_case *c)
{
	struct faulted *x = pmk_priv(c);

	pmk_promise(c, x->checked == x->done * x->op.req.pages);
	pmk_promise(c, x->op.req.facts & PMK_FACT_PINNED);
	pmk_promise(c, base_pages_present(x->map, bytes(x)) == x->op.req.pages);
}

#define FAULTED(name, by, text, ...)                                    \
	PMK_CONTENDER(name) = { .what = text,                           \
				.axes = { PMK_LIST("pages", 1, 64) },   \
				.datum = by,                            \
				.needs = PMK_NEED_MODULE,               \
				.config = { "CONFIG_ADVISE_SYSCALLS" }, \
				.setup = setup,                         \
				.run = run,                             \
				.verify = verify,                       \
				__VA_ARGS__ }

FAULTED(touch, BY_TOUCH,
	"one store into each of fresh base pages, then pin_user_pages_fast() of all and unpin",
	.baseline = true);
FAULTED(populate, BY_POPULATE,
	"madvise(2) with MADV_POPULATE_WRITE of fresh base pages, then "
	"pin_user_pages_fast() of all and unpin");
FAULTED(pin, BY_PIN, "pin_user_pages_fast() of fresh base pages, which it faults in, and unpin");
