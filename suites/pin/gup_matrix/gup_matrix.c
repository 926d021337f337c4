// SPDX-License-Identifier: GPL-2.0-only
/* The matrix of the kernel's gup_test: every way to take hold of every kind of memory. */

#include "../../huge_memory.h"
#include "../pins_counted.h"
#include "../user_pages.h"

/**
 * struct matrix - the context
 * @op: one operation
 * @done: operations of all batches
 * @checked: pages that they acquired
 * @acquired: pins of the whole kernel before
 * @released: unpins of the whole kernel before
 */
struct matrix {
	struct pmk_module_op op;
	uint64_t done, checked, acquired, released;
};

/* Present and writable, and of the kind that the point says. */
static uint8_t *matrix_memory(struct pmk_case *c)
{
	enum huge_kind kind = (enum huge_kind)pmk_arg(c, "memory");
	uint8_t *p;

	huge_need(c, kind);
	p = huge_map(c, kind, HUGE_BYTES, pmk_arg(c, "share") ? MAP_SHARED : MAP_PRIVATE);
	huge_fill(c, kind, p, HUGE_BYTES);
	return p;
}

static void setup(struct pmk_case *c)
{
	struct matrix *x = pmk_priv(c);

	user_pages_setup_at(c, matrix_memory(c), pmk_arg(c, "pages"));
	if (pmk_arg(c, "access"))
		x->op.req.flags = 0;
	pmk_need(c, pins_counted(&x->acquired, &x->released), "refreshed counters in /proc/vmstat");
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct matrix *x = pmk_priv(c);

	pmk_module_run(c, n);
	x->done += n;
	x->checked += x->op.req.check;
}

static void verify(struct pmk_case *c)
{
	struct matrix *x = pmk_priv(c);
	const struct pmk_run *req = &x->op.req;
	bool pins = user_pages_pins(req->op);
	uint64_t acquired, released;

	pmk_need(c, pins_counted(&acquired, &released), "refreshed counters in /proc/vmstat");
	acquired -= x->acquired;
	released -= x->released;
	pmk_promise(c, x->checked == x->done * req->pages);
	pmk_promise(c, !(req->facts & PMK_FACT_PINNED) == !pins);
	/* Others pin and unpin too. */
	pmk_promise(c, !pins || acquired >= x->checked);
	pmk_promise(c, !pins || released >= x->checked);
	/* Still the memory that it was. */
	pmk_promise(c, huge_bytes(c, (void *)(uintptr_t)req->addr) ==
			       (pmk_arg(c, "memory") == HUGE_NONE ? 0 : HUGE_BYTES));
}

/*
 * gup_test takes 512 pages because they are one huge page, and 123 because they are part of one.
 * The state has two huge pages: one, and what a private mapping keeps back for a copy.
 */
#define MATRIX(ident, gup_op, text, ...)                                                    \
	PMK_CONTENDER(ident) = { .what = text,                                              \
				 .axes = { PMK_WORDS("memory", "base", "thp", "hugetlb"),   \
					   PMK_WORDS("access", "write", "read"),            \
					   PMK_WORDS("share", "private", "shared"),         \
					   PMK_LIST("pages", 1, 123, 512) },                \
				 .datum = gup_op,                                           \
				 .config = { "CONFIG_ADVISE_SYSCALLS" },                    \
				 .needs = PMK_NEED_MODULE | PMK_NEED_ROOT | PMK_ONLY_NAMED, \
				 .state = { { .name = PMK_STATE_HUGEPAGES,                  \
					      .value = "2",                                 \
					      .axis = "memory",                             \
					      .where = "hugetlb" },                         \
					    { .name = PMK_STATE_SHMEM_THP,                  \
					      .value = "advise",                            \
					      .axis = "memory",                             \
					      .where = "thp" } },                           \
				 .setup = setup,                                            \
				 .run = run,                                                \
				 .verify = verify,                                          \
				 __VA_ARGS__ }

/*
 * gup_test -u, -U, -a, -b and -L, in this order. It takes the mmap lock once for all of its calls;
 * these take it for each, as drivers do, which shows in what a single page costs.
 */
MATRIX(gup_fast, PMK_OP_GUP_FAST, "get_user_pages_fast() of present pages, put_page() of each",
       .baseline = true);
MATRIX(gup_basic, PMK_OP_GUP,
       "get_user_pages() of present pages under the mmap lock, taken each time, put_page() of "
       "each");
MATRIX(pin_fast, PMK_OP_PIN_FAST, "pin_user_pages_fast() of present pages, unpin_user_pages()");
MATRIX(pin_basic, PMK_OP_PIN,
       "pin_user_pages() of present pages under the mmap lock, taken each time, "
       "unpin_user_pages()");
MATRIX(pin_longterm, PMK_OP_PIN_SLOW_LONGTERM,
       "pin_user_pages() with FOLL_LONGTERM of present pages under the mmap lock, taken each "
       "time, unpin_user_pages()");
