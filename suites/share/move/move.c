// SPDX-License-Identifier: GPL-2.0-only
/* Bring bytes from one place of memory to another and read them: copied, or with their pages. */
#include <string.h>

#include "../../base_pages.h"
#include "../../first_use.h"
#include "pagemark.h"

#define ALIGN_BYTES (2 * MiB) /* a whole page table of base pages can be moved at once */

/* The datum: how bytes come to the other place, which has pages already, or none. */
enum { COPY, COPY_FRESH, REMAP };

/* @at: where the bytes are, one of the two places; @sum: of all operations */
struct ctx {
	unsigned int way;
	size_t size_bytes;
	uint8_t *places[2];
	unsigned int at;
	uint64_t ops, sum;
	double clock_cost;
};

/* A place that is ours, inaccessible so far, and where a page table begins. */
static uint8_t *reserve(struct pmk_case *c, size_t size_bytes)
{
	uint8_t *p =
		mmap(NULL, size_bytes + ALIGN_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	pmk_need(c, p != MAP_FAILED, "address space");
	return p + -(uintptr_t)p % ALIGN_BYTES;
}

/* Fresh base pages there, none of them present. */
static void make_fresh(struct pmk_case *c, uint8_t *p, size_t size_bytes, int protection)
{
	pmk_need(c,
		 mmap(p, size_bytes, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) ==
			 p,
		 "memory at a place");
	/* EINVAL: a kernel without transparent huge pages, which is as good. */
	pmk_must(c, madvise(p, size_bytes, MADV_NOHUGEPAGE) == 0 || errno == EINVAL);
}

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->way = (unsigned int)pmk_datum(c);
	x->size_bytes = pmk_arg(c, "size");
	x->clock_cost = pmk_clock_cost(c);
	for (unsigned int i = 0; i < 2; i++) {
		x->places[i] = reserve(c, x->size_bytes);
		make_fresh(c, x->places[i], x->size_bytes, PROT_READ | PROT_WRITE);
	}
	pmk_pattern_fill(x->places[0], x->size_bytes);
	memset(x->places[1], 0x5a, x->size_bytes);
	pmk_set_bytes_per_op(c, x->size_bytes);
}

static void bring(struct pmk_case *c, const struct ctx *x, uint8_t *to, uint8_t *from)
{
	if (x->way != REMAP)
		memcpy(to, from, x->size_bytes);
	else
		pmk_need(c,
			 mremap(from, x->size_bytes, x->size_bytes, MREMAP_MAYMOVE | MREMAP_FIXED,
				to) == to,
			 "to move memory");
}

/* Timed: the way and the reading. Emptying the place that the bytes go to is not. */
static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);
	uint64_t faults = page_faults(RUSAGE_SELF);

	for (uint64_t i = 0; i < n; i++) {
		uint8_t *from = x->places[x->at], *to = x->places[!x->at];
		uint64_t start;

		if (x->way == COPY_FRESH)
			pmk_must(c, madvise(to, x->size_bytes, MADV_DONTNEED) == 0);
		start = pmk_part_begin(c);
		bring(c, x, to, from);
		x->sum += pmk_consume(to, x->size_bytes);
		pmk_time_add(c, (double)(pmk_part_end(c) - start) - x->clock_cost);
		/* Kept as ours: others may map memory later. */
		if (x->way == REMAP)
			make_fresh(c, from, x->size_bytes, PROT_NONE);
		x->at = !x->at;
	}
	x->ops += n;
	pmk_counter_add(c, "faults", "1", (double)(page_faults(RUSAGE_SELF) - faults));
}

static void verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	pmk_promise(c, x->sum == x->ops * pmk_pattern_sum(x->size_bytes));
	pmk_must_match_pattern(c, x->places[x->at], x->size_bytes);
}

#define MOVE(name, how, text, ...)                                       \
	PMK_CONTENDER(name) = { .what = text,                            \
				.axes = { PMK_SIZES(4 * KiB, 4 * MiB) }, \
				.datum = how,                            \
				.config = { "CONFIG_ADVISE_SYSCALLS" },  \
				.setup = setup,                          \
				.run = run,                              \
				.verify = verify,                        \
				__VA_ARGS__ }

MOVE(copy, COPY, "memcpy(3) to a place with pages, and every byte read there", .baseline = true);
MOVE(copy_fresh, COPY_FRESH,
     "memcpy(3) to a place without pages, each of which faults, and every byte read there");
MOVE(mremap, REMAP, "mremap(2) of the pages to another place, and every byte read there");
