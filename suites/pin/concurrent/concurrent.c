// SPDX-License-Identifier: GPL-2.0-only
/* Threads take hold of pages at the same time: each of its own, or all of the same. */
#include "../user_pages.h"

#define PAGES 8

static void prepare(struct pmk_case *c, void *shared)
{
	*(uint8_t **)shared = user_pages(c, PAGES);
}

static void setup(struct pmk_case *c)
{
	uint8_t **same = pmk_shared(c, sizeof(*same), prepare);

	user_pages_setup_at(c, pmk_arg(c, "memory") ? *same : user_pages(c, PAGES), PAGES);
}

/*
 * In one address space, for which all threads have one mmap lock; pages that all of them pin have
 * one reference count each as well.
 */
#define CONCURRENT(name, op, text, ...)                                         \
	PMK_CONTENDER(name) = { .what = text,                                   \
				.axes = { PMK_LIST("threads", 1, 2, 4),         \
					  PMK_WORDS("memory", "own", "same") }, \
				.datum = op,                                    \
				.needs = PMK_NEED_MODULE,                       \
				.config = { "CONFIG_ADVISE_SYSCALLS" },         \
				.setup = setup,                                 \
				.run = pmk_module_run,                          \
				.verify = user_pages_verify,                    \
				__VA_ARGS__ }

/* Without a lock. */
CONCURRENT(gup_fast, PMK_OP_GUP_FAST,
	   "get_user_pages_fast() of 8 present base pages by each thread, put_page() each");
CONCURRENT(pin_fast, PMK_OP_PIN_FAST,
	   "pin_user_pages_fast() of 8 present base pages by each thread, unpin_user_pages()",
	   .baseline = true);
/* Under the mmap lock. */
CONCURRENT(pin, PMK_OP_PIN,
	   "pin_user_pages() of 8 present base pages by each thread, unpin_user_pages()");
