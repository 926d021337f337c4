// SPDX-License-Identifier: GPL-2.0-only
/* Page faults of anonymous memory, one for each base page: what was there before decides. */
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "../../base_pages.h"
#include "../../first_use.h"

#define OLD  1000000 /* page i begins with this plus i before the page faults of copy and reuse */
#define NEW  2000000 /* and with this afterwards */
#define MARK 0x5a5a5a5a /* the second word of such a page, which is never stored to again */

/* The datum: what is used, and what there is of it before. */
enum { LOAD_NOTHING, STORE_NOTHING, STORE_ZERO_PAGE, STORE_SHARED, STORE_ALONE };

/* @child: a forked process that shares the pages, stopped; 0 for none */
struct ctx {
	unsigned int way;
	size_t pages, page_bytes;
	uint8_t *p;
	pid_t child;
	double clock_cost;
	uint64_t sum;
};

static volatile uint64_t *word(const struct ctx *x, size_t page, size_t at)
{
	return (volatile uint64_t *)(x->p + page * x->page_bytes) + at;
}

static bool forks(const struct ctx *x)
{
	return x->way >= STORE_SHARED;
}

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->way = (unsigned int)pmk_datum(c);
	x->pages = pmk_arg(c, "pages");
	x->page_bytes = page_bytes();
	x->p = base_pages(x->pages * x->page_bytes);
	pmk_need(c, x->p != MAP_FAILED, "memory of this size");
	x->clock_cost = pmk_clock_cost(c);
	for (size_t i = 0; forks(x) && i < x->pages; i++)
		*word(x, i, 1) = MARK;
	pmk_set_items_per_op(c, x->pages);
}

/* Stops; if it may go on, says whether its pages are still what they were at the fork. */
static _Noreturn void child_main(const struct ctx *x)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (x->way == STORE_SHARED)
		raise(SIGSTOP);
	for (size_t i = 0; x->way == STORE_SHARED && i < x->pages; i++)
		if (*word(x, i, 0) != OLD + i || *word(x, i, 1) != MARK)
			_exit(1);
	_exit(0);
}

/* Shares all pages with a child, which then is stopped, or gone. */
static void share(struct pmk_case *c, struct ctx *x)
{
	int status;

	base_pages_touch(x->p, x->pages, x->page_bytes, OLD);
	x->child = fork();
	pmk_need(c, x->child >= 0, "one more process");
	if (!x->child)
		child_main(x);
	pmk_must(c, waitpid(x->child, &status, WUNTRACED) == x->child);
	pmk_must(c, x->way == STORE_SHARED ? WIFSTOPPED(status) : WIFEXITED(status));
}

/* One word of each. AddressSanitizer would add the page faults of its shadow. */
static __attribute__((no_sanitize_address)) uint64_t load(const struct ctx *x)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < x->pages; i++)
		sum += *word(x, i, 0);
	return sum;
}

static void prepare(struct pmk_case *c, struct ctx *x)
{
	if (forks(x))
		share(c, x);
	pmk_must(c, forks(x) || !madvise(x->p, x->pages * x->page_bytes, MADV_DONTNEED));
	if (x->way == STORE_ZERO_PAGE)
		x->sum = load(x);
}

static void use(struct ctx *x)
{
	if (x->way == LOAD_NOTHING)
		x->sum = load(x);
	else
		base_pages_touch(x->p, x->pages, x->page_bytes, NEW);
}

/* The child, if it still is there, is ended by @signal. Return: its status. */
static int end_child(struct pmk_case *c, struct ctx *x, int signal)
{
	int status = 0;

	if (x->way != STORE_SHARED)
		return 0;
	pmk_must(c, kill(x->child, signal) == 0);
	pmk_must(c, waitpid(x->child, &status, 0) == x->child);
	return status;
}

/* Timed: the loads or stores. What makes them fault is not. */
static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);
	uint64_t faults = 0, before, start, end;

	for (uint64_t i = 0; i < n; i++) {
		prepare(c, x);
		/* Twice, and counted at once: after a fork the harness's own memory faults too. */
		before = (page_faults(RUSAGE_SELF), page_faults(RUSAGE_SELF));
		start = pmk_part_begin(c);
		use(x);
		end = pmk_part_end(c);
		faults += page_faults(RUSAGE_SELF) - before;
		pmk_time_add(c, (double)(end - start) - x->clock_cost);
		end_child(c, x, SIGKILL);
	}
	pmk_counter_add(c, "faults", "1", (double)faults);
}

/* The number of the frame behind a page; 0: the kernel does not tell it, as to users. */
static uint64_t frame(const struct ctx *x, size_t page)
{
	uint64_t at = (uintptr_t)x->p / x->page_bytes + page, entry = 0;
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);

	pmk_keep(fd >= 0 && pread(fd, &entry, sizeof(entry), (off_t)(at * sizeof(entry))) > 0);
	close(fd);
	return entry & ((1ull << 55) - 1);
}

#define OWN_PAGES "here a load maps a page of its own, not the zero page", "another kernel"

/* One operation more: its faults, what its pages hold, and whether they are others than before. */
static void verify(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	uint64_t faults, frame_before;

	prepare(c, x);
	frame_before = frame(x, 0);
	if (x->way == STORE_ZERO_PAGE && frame_before != frame(x, x->pages - 1))
		pmk_skip(c, OWN_PAGES);
	faults = page_faults(RUSAGE_SELF);
	use(x);
	faults = page_faults(RUSAGE_SELF) - faults;
	pmk_promise(c, faults - x->pages <= (forks(x) ? 8u : 0u) && !x->sum); /* 8: the stack */
	for (size_t i = 0; i < x->pages; i++) {
		pmk_promise(c, *word(x, i, 0) == (x->way == LOAD_NOTHING ? 0 : NEW + i));
		pmk_promise(c, *word(x, i, 1) == (forks(x) ? MARK : 0));
	}
	if (frame_before)
		pmk_promise(c, (frame(x, 0) == frame_before) == (x->way == STORE_ALONE));
	if (x->way == LOAD_NOTHING && frame(x, 0) != frame(x, x->pages - 1))
		pmk_skip(c, OWN_PAGES);
	pmk_promise(c, end_child(c, x, SIGCONT) == 0);
}

#define ANONYMOUS(name, what_before, text, ...)                          \
	PMK_CONTENDER(name) = { .what = text,                            \
				.axes = { PMK_LIST("pages", 64, 1024) }, \
				.config = { "CONFIG_ADVISE_SYSCALLS" },  \
				.datum = what_before,                    \
				.setup = setup,                          \
				.run = run,                              \
				.verify = verify,                        \
				__VA_ARGS__ }

ANONYMOUS(demand_zero, STORE_NOTHING,
	  "a store into each base page where none is: a page fault brings a cleared page",
	  .baseline = true);
ANONYMOUS(zero_page, LOAD_NOTHING,
	  "a load from each base page where none is: a page fault maps the shared page of zeros");
ANONYMOUS(
	zero_page_left, STORE_ZERO_PAGE,
	"a store into each base page that was only loaded from: a page fault brings a cleared page "
	"in place of the shared page of zeros");
ANONYMOUS(copy_on_write, STORE_SHARED,
	  "a store into each base page that a forked child shares: a page fault copies it");
ANONYMOUS(
	write_enable, STORE_ALONE,
	"a store into each base page that a forked child shared until it ended: a page fault makes "
	"it writable, without a copy");
