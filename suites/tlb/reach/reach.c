// SPDX-License-Identifier: GPL-2.0-only
/* Follow pointers through memory in pages of some size: what the reach of the TLB is worth. */
#include <linux/mman.h>

#include "../../draw.h"
#include "../../huge_memory.h"

#define STEP_BYTES  (4 * KiB) /* one pointer in each, on a cache line that differs */
#define LINE_BYTES  64
#define GIANT_BYTES (1024 * MiB)

/* The datum: enum huge_kind, or this. */
#define GIANT 3

/* @at: the next pointer to follow; @first: where the way round begins */
struct ctx {
	uint8_t *p;
	size_t size_bytes, steps;
	void **first, **at;
};

/* The pointer of a step of the memory. */
static void **slot(const struct ctx *x, size_t i)
{
	return (void **)(x->p + i * STEP_BYTES + i * 7 % (STEP_BYTES / LINE_BYTES) * LINE_BYTES);
}

/* Makes the steps one circle in random order, by Sattolo's algorithm; the same in each sample. */
static void make_circle(struct ctx *x)
{
	uint64_t state = 1;

	for (size_t i = 0; i < x->steps; i++)
		*slot(x, i) = slot(x, i);
	for (size_t i = x->steps - 1; i > 0; i--) {
		void *other, *mine = *slot(x, i);
		size_t with = draw(&state, i);

		other = *slot(x, with);
		*slot(x, with) = mine;
		*slot(x, i) = other;
	}
	x->first = x->at = slot(x, 0);
}

/* The pool of that size is empty unless it was asked for at boot. */
static uint8_t *giant_map(struct pmk_case *c)
{
	void *p = mmap(NULL, GIANT_BYTES, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | MAP_HUGE_1GB, -1, 0);

	if (p == MAP_FAILED)
		pmk_skip(c, "the machine has no free huge page of 1 GiB",
			 "hugepagesz=1G hugepages=1 on the kernel's command line");
	return p;
}

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	enum huge_kind kind = (enum huge_kind)pmk_datum(c);

	x->size_bytes = pmk_arg(c, "size");
	x->steps = x->size_bytes / STEP_BYTES;
	if (pmk_datum(c) == GIANT) {
		x->p = giant_map(c);
	} else {
		huge_need(c, kind);
		x->p = huge_map(c, kind, x->size_bytes, MAP_PRIVATE);
		huge_fill(c, kind, x->p, x->size_bytes);
	}
	make_circle(x);
}

/* Each load has the address of the next: no two overlap. */
static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);
	void **at = x->at;

	for (uint64_t i = 0; i < n; i++)
		at = *(void *volatile *)at;
	x->at = at;
}

/* The way goes once through all steps; and the pages still are what they were. */
static void verify(struct pmk_case *c)
{
	const struct ctx *x = pmk_priv(c);
	void **at = x->first;
	size_t steps = 0;
	bool met = false;

	do {
		met |= at == x->at;
		at = *at;
		steps++;
	} while (at != x->first && steps <= x->steps);
	pmk_promise(c, steps == x->steps && met);
	if (pmk_datum(c) != GIANT)
		pmk_must(c, huge_bytes(c, x->p) == (pmk_datum(c) == HUGE_NONE ? 0 : x->size_bytes));
}

/* The pool has as many as the largest size takes. */
#define REACH(name, pages, text, ...)                                     \
	PMK_CONTENDER(name) = { .what = text,                             \
				.axes = { PMK_SIZES(2 * MiB, 32 * MiB) }, \
				.datum = pages,                           \
				.config = { "CONFIG_ADVISE_SYSCALLS" },   \
				.setup = setup,                           \
				.run = run,                               \
				.verify = verify,                         \
				__VA_ARGS__ }

REACH(base, HUGE_NONE,
      "a load that has the address of the next one, one in each 4 KiB of the size, in random "
      "order: memory in base pages",
      .baseline = true);
REACH(thp, HUGE_THP, "as base, in transparent huge pages of 2 MiB");
REACH(hugetlb, HUGE_POOL, "as base, in huge pages of 2 MiB of the pool",
      .state = { { .name = PMK_STATE_HUGEPAGES, .value = "16" } });
REACH(hugetlb_1g, GIANT, "as base, in a huge page of 1 GiB");
