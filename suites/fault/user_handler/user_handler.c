// SPDX-License-Identifier: GPL-2.0-only
/* Pages that a program brings in itself: all before their use, or each when it is touched. */
#include <endian.h>
#include <pthread.h>

#include "../../first_use.h"
#include "handlers.h"

struct ctx {
	struct pages *pages;
	uint64_t ops, sum;
	double clock_cost;
};

static void prepare(struct pmk_case *c, void *shared)
{
	struct pages *p = shared;

	p->way = (unsigned int)pmk_datum(c);
	p->page_bytes = page_bytes();
	p->from = pmk_alloc(c, size_bytes(p));
	pmk_pattern_fill(p->from, size_bytes(p));
	p->place = base_pages(size_bytes(p));
	pmk_need(c, p->place != MAP_FAILED, "memory of this size");
	if (p->way == BUS_HANDLER || p->way == THREAD)
		open_uffd(c, p);
}

static void catch_signal(struct pmk_case *c, int sig, void (*handler)(int, siginfo_t *, void *))
{
	struct sigaction act = { .sa_sigaction = handler, .sa_flags = SA_SIGINFO };

	pmk_must(c, sigaction(sig, &act, NULL) == 0);
}

/* The last thread starts the one that brings pages, which so runs where that one may run. */
static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	struct pages *p = x->pages = pmk_shared(c, sizeof(*p), prepare);
	pthread_t id;

	if (p->way == THREAD && pmk_thread(c) + 1 == pmk_arg(c, "threads")) {
		errno = pthread_create(&id, NULL, serve, p);
		pmk_need(c, !errno, "one more thread");
	}
	pmk_set_items_per_op(c, pmk_thread(c) ? 0 : PAGES);
	if (pmk_thread(c))
		return;
	handled_pages = p;
	x->clock_cost = pmk_clock_cost(c);
	if (p->way == BUS_HANDLER)
		catch_signal(c, SIGBUS, on_bus);
	if (p->way == SEGV_HANDLER)
		catch_signal(c, SIGSEGV, on_segv);
}

/* A word of each page. AddressSanitizer would add the page faults of its shadow. */
static __attribute__((no_sanitize_address)) uint64_t load(const struct pages *p)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < PAGES; i++)
		sum += *(volatile uint64_t *)(p->place + i * p->page_bytes);
	return sum;
}

/* Timed: bringing the pages and their use. Taking them away is not. */
static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);
	struct pages *p = x->pages;
	uint64_t handled = p->handled;

	for (uint64_t i = 0; i < n && !pmk_thread(c); i++) {
		uint64_t start;

		pmk_must(c, madvise(p->place, size_bytes(p), MADV_DONTNEED) == 0);
		if (p->way == SEGV_HANDLER)
			pmk_must(c, mprotect(p->place, size_bytes(p), PROT_NONE) == 0);
		start = pmk_part_begin(c);
		if (p->way == BEFORE)
			memcpy(p->place, p->from, size_bytes(p));
		x->sum += load(p);
		pmk_time_add(c, (double)(pmk_part_end(c) - start) - x->clock_cost);
		x->ops++;
	}
	/* The harness divides by the operations of all threads, and only one has any. */
	if (!pmk_thread(c))
		pmk_counter_add(c, "handled", "1",
				(double)((p->handled - handled) * pmk_arg(c, "threads")));
}

static void verify(struct pmk_case *c)
{
	const struct ctx *x = pmk_priv(c);
	const struct pages *p = x->pages;
	uint64_t sum = 0;

	if (pmk_thread(c))
		return;
	for (size_t i = 0; i < PAGES; i++)
		sum += htole64(pmk_pattern_word(i * p->page_bytes / 8));
	pmk_promise(c, x->sum == x->ops * sum);
	pmk_promise(c, p->handled == (p->way == BEFORE ? 0 : x->ops * PAGES));
	pmk_must_match_pattern(c, p->place, size_bytes(p));
}

#define USER_HANDLER(name, who, text, ...)                             \
	PMK_CONTENDER(name) = { .what = text,                          \
				.axes = { PMK_LIST("threads", 1, 2) }, \
				.datum = who,                          \
				.setup = setup,                        \
				.run = run,                            \
				.verify = verify,                      \
				__VA_ARGS__ }

USER_HANDLER(before, BEFORE,
	     "64 pages copied by memcpy(3) into fresh memory, then a load from each",
	     .baseline = true, .config = { "CONFIG_ADVISE_SYSCALLS" });
USER_HANDLER(sigsegv, SEGV_HANDLER,
	     "a load from each of 64 pages, each of which raises SIGSEGV, whose handler makes it "
	     "accessible and copies it",
	     .config = { "CONFIG_ADVISE_SYSCALLS" });
USER_HANDLER(userfaultfd_sigbus, BUS_HANDLER,
	     "a load from each of 64 pages, each of which raises SIGBUS by userfaultfd(2), whose "
	     "handler brings it with UFFDIO_COPY",
	     .config = { "CONFIG_USERFAULTFD", "CONFIG_ADVISE_SYSCALLS" });
USER_HANDLER(userfaultfd_thread, THREAD,
	     "a load from each of 64 pages, each of which another thread, on the same processing "
	     "unit or on one of its own (threads 2), brings with UFFDIO_COPY",
	     .config = { "CONFIG_USERFAULTFD", "CONFIG_ADVISE_SYSCALLS" });
