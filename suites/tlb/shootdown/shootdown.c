// SPDX-License-Identifier: GPL-2.0-only
/* Take pages away, or the right to write to them, while other threads run in the address space. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "../../base_pages.h"
#include "others.h"

/* The datum. */
enum { UNMAP, READ_ONLY, DISCARD };

#define CHUNK 16     /* operations between two looks at the table of interrupts */
#define ROW   "TLB:" /* of that table: x86 has it */

/*
 * @p: the pages of each operation of a chunk; @shootdowns: interrupts of the others' processors
 * meanwhile, if @counted: the kernel has them in its table; @ops: operations until then
 */
struct ctx {
	struct others *others;
	unsigned int way, threads, batches;
	size_t pages, page_bytes, size_bytes;
	uint8_t *p[CHUNK];
	double clock_cost;
	bool counted;
	uint64_t ops, shootdowns;
};

static void prepare_others(struct pmk_case *c, void *others)
{
	/* Zeroed it is ready, and all threads have their units. */
	(void)c;
	(void)others;
}

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	uint64_t sum;

	x->others = pmk_shared(c, sizeof(*x->others), prepare_others);
	x->threads = (unsigned int)pmk_arg(c, "threads");
	pmk_set_items_per_op(c, 0);
	if (pmk_thread(c)) {
		others_join(x->others);
		return;
	}
	x->way = (unsigned int)pmk_datum(c);
	x->page_bytes = page_bytes();
	x->pages = pmk_arg(c, "pages");
	x->size_bytes = x->pages * x->page_bytes;
	x->clock_cost = pmk_clock_cost(c);
	x->counted = x->threads > 1 && interrupts_sum(ROW, NULL, 0, &sum);
	pmk_set_items_per_op(c, x->pages);
}

/* Pages that are there, writable and used. */
static void make_pages(struct pmk_case *c, struct ctx *x, uint8_t **p)
{
	if (!*p || x->way == UNMAP)
		*p = base_pages(x->size_bytes);
	pmk_need(c, *p != MAP_FAILED, "memory of this size");
	if (x->way == READ_ONLY)
		pmk_must(c, mprotect(*p, x->size_bytes, PROT_READ | PROT_WRITE) == 0);
	base_pages_touch(*p, x->pages, x->page_bytes, 1);
}

static void take(struct pmk_case *c, const struct ctx *x, uint8_t *p)
{
	if (x->way == UNMAP)
		pmk_must(c, munmap(p, x->size_bytes) == 0);
	else if (x->way == DISCARD)
		pmk_must(c, madvise(p, x->size_bytes, MADV_DONTNEED) == 0);
	else
		pmk_must(c, mprotect(p, x->size_bytes, PROT_READ) == 0);
}

/* Interrupts of the others' processors so far. */
static uint64_t interrupts(const struct ctx *x)
{
	uint64_t sum = 0;

	if (x->counted)
		interrupts_sum(ROW, x->others->pus, x->others->n, &sum);
	return sum;
}

/* Up to CHUNK operations. What makes their pages is neither timed nor counted. */
static void do_chunk(struct pmk_case *c, struct ctx *x, size_t n)
{
	uint64_t before;

	for (size_t i = 0; i < n; i++)
		make_pages(c, x, &x->p[i]);
	before = interrupts(x);
	for (size_t i = 0; i < n; i++) {
		uint64_t start;

		others_meet(x->others);
		start = pmk_part_begin(c);
		take(c, x, x->p[i]);
		pmk_time_add(c, (double)(pmk_part_end(c) - start) - x->clock_cost);
	}
	x->shootdowns += interrupts(x) - before;
	x->ops += n;
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);
	uint64_t before = x->shootdowns;

	x->batches++;
	if (pmk_thread(c)) {
		others_run(c, x->others, x->batches);
		return;
	}
	for (uint64_t i = 0; i < n; i += CHUNK)
		do_chunk(c, x, n - i < CHUNK ? (size_t)(n - i) : CHUNK);
	others_batch_done(x->others);
	/* The harness divides by the operations of all threads, and only one has any. */
	if (x->counted)
		pmk_counter_add(c, "shootdowns", "1",
				(double)((x->shootdowns - before) * x->threads));
}

/* SKIP where other threads were seldom interrupted: they did not run, or need no interrupt. */
static void check_shootdowns(struct pmk_case *c, const struct ctx *x)
{
	char reason[160];

	if (!x->counted || 2 * x->shootdowns >= x->ops * x->others->n)
		return;
	snprintf(reason, sizeof(reason),
		 "%" PRIu64 " calls interrupted the processors of the %u other threads %" PRIu64
		 " times: the condition was not reached",
		 x->ops, x->others->n, x->shootdowns);
	pmk_skip(
		c, reason,
		"an idle machine, and a processor that does not tell others of such changes itself "
		"(INVLPGB)");
}

/* One operation more: the pages are gone, or cannot be stored to and hold what they held. */
static void verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	size_t left[] = { [UNMAP] = SIZE_MAX, [READ_ONLY] = x->pages, [DISCARD] = 0 };
	uint8_t *p = NULL;
	int zeros = open("/dev/zero", O_RDONLY | O_CLOEXEC);

	if (pmk_thread(c))
		return;
	pmk_need(c, zeros >= 0, "/dev/zero");
	make_pages(c, x, &p);
	take(c, x, p);
	pmk_promise(c, base_pages_present(p, x->size_bytes) == left[x->way]);
	for (size_t i = 0; x->way != UNMAP && i < x->pages; i++)
		pmk_promise(c, *(volatile uint64_t *)(p + i * x->page_bytes) ==
				       (x->way == DISCARD ? 0 : i + 1));
	if (x->way == READ_ONLY)
		pmk_promise(c, read(zeros, p, 1) == -1 && errno == EFAULT);
	close(zeros);
	check_shootdowns(c, x);
}

#define SHOOTDOWN(name, how, text, ...)                                                          \
	PMK_CONTENDER(name) = { .what = text,                                                    \
				.axes = { PMK_LIST("pages", 16), PMK_LIST("threads", 1, 2, 4) }, \
				.config = { "CONFIG_ADVISE_SYSCALLS" },                          \
				.datum = how,                                                    \
				.setup = setup,                                                  \
				.run = run,                                                      \
				.verify = verify,                                                \
				__VA_ARGS__ }

SHOOTDOWN(
	munmap, UNMAP,
	"munmap(2) of base pages that were stored to, by one of so many threads; the others run on "
	"other processors, which the kernel interrupts",
	.baseline = true);
SHOOTDOWN(mprotect, READ_ONLY,
	  "mprotect(2), which takes the right to write away from them: the pages stay");
SHOOTDOWN(madvise_dontneed, DISCARD,
	  "madvise(2) with MADV_DONTNEED, which frees the pages: the mapping stays");
