// SPDX-License-Identifier: GPL-2.0-only
/* How long the touch of a file's pages may take while memory is short: locked, or not. */
#include <endian.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>

#include "../../base_pages.h"
#include "../../draw.h"
#include "../../first_use.h"
#include "../../memory_file.h"
#include "../lock_limit.h"

#define PAGES	       256	   /* of the buffer */
#define TOUCHED	       16	   /* of them in one operation */
#define PRESSURE_BYTES (16 * MiB)  /* of the file that is read beside it, in turn */
#define PIECE_BYTES    (512 * KiB) /* of that before each operation */

enum { ENOUGH, LIMITED };

/* @place: the buffer, a mapping of a file; @faults: of all @ops operations; @sum: of their words */
struct ctx {
	uint8_t *place, *piece;
	int other_fd;
	size_t page_bytes;
	uint64_t state, read, ops, faults, sum, expected;
	double clock_cost;
};

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	int fd;

	x->page_bytes = page_bytes();
	x->clock_cost = pmk_clock_cost(c);
	x->state = 1;
	fd = pmk_tmpfile(c, PAGES * x->page_bytes);
	if (is_memory(c, fd))
		pmk_skip(c, "files of this file system do not leave memory, whatever its limit",
			 ON_A_DISK);
	x->other_fd = pmk_tmpfile(c, PRESSURE_BYTES);
	/* What is read ahead could not be reclaimed meanwhile. */
	pmk_must(c, posix_fadvise(x->other_fd, 0, 0, POSIX_FADV_RANDOM) == 0);
	x->piece = pmk_alloc(c, PIECE_BYTES);
	x->place = mmap(NULL, PAGES * x->page_bytes, PROT_READ, MAP_SHARED, fd, 0);
	pmk_need(c, x->place != MAP_FAILED, "a mapping of the file");
	/* Each fault fetches its page and no other. */
	pmk_must(c, madvise(x->place, PAGES * x->page_bytes, MADV_RANDOM) == 0);
	for (size_t i = 0; i < PAGES; i++)
		pmk_keep(*(volatile uint64_t *)(x->place + i * x->page_bytes));
	pmk_set_items_per_op(c, TOUCHED);
}

static void setup_locked(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	setup(c);
	if (lock_pages(x->place, PAGES * x->page_bytes, 0))
		pmk_skip(c, "the buffer cannot be locked: RLIMIT_MEMLOCK is too small",
			 lock_limit_remedy());
}

/* Pages chosen before, so that only their touch is timed. AddressSanitizer would touch others. */
static __attribute__((no_sanitize_address)) uint64_t touch(const struct ctx *x, const size_t *pages)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < TOUCHED; i++)
		sum += *(volatile uint64_t *)(x->place + pages[i] * x->page_bytes);
	return sum;
}

/* Another file wants memory: untimed. */
static void press(struct pmk_case *c, struct ctx *x)
{
	pmk_must(c, pread(x->other_fd, x->piece, PIECE_BYTES, (off_t)(x->read % PRESSURE_BYTES)) ==
			    (ssize_t)PIECE_BYTES);
	x->read += PIECE_BYTES;
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct ctx *x = pmk_priv(c);
	uint64_t before = x->faults, met = 0;
	bool limited = pmk_arg(c, "memory") == LIMITED;

	if (limited)
		met = pmk_limit_met(c);
	for (uint64_t i = 0; i < n; i++) {
		size_t pages[TOUCHED];
		uint64_t faults, start;

		press(c, x);
		for (size_t at = 0; at < TOUCHED; at++) {
			pages[at] = draw(&x->state, PAGES);
			x->expected += htole64(pmk_pattern_word(pages[at] * x->page_bytes / 8));
		}
		faults = page_faults(RUSAGE_SELF);
		start = pmk_part_begin(c);
		x->sum += touch(x, pages);
		pmk_time_add(c, (double)(pmk_part_end(c) - start) - x->clock_cost);
		x->faults += page_faults(RUSAGE_SELF) - faults;
		x->ops++;
	}
	pmk_counter_add(c, "faults", "1", (double)(x->faults - before));
	if (limited)
		pmk_counter_add(c, "limit_met", "1", (double)(pmk_limit_met(c) - met));
}

static void verify(struct pmk_case *c)
{
	const struct ctx *x = pmk_priv(c);

	pmk_promise(c, x->sum == x->expected);
}

/* A page that is locked never faults, once it is there. */
static void verify_locked(struct pmk_case *c)
{
	const struct ctx *x = pmk_priv(c);

	verify(c);
	pmk_promise(c, x->faults == 0);
}

/* SKIP where the limit took no page of the buffer. */
static void verify_unlocked(struct pmk_case *c)
{
	const struct ctx *x = pmk_priv(c);
	char reason[128];

	verify(c);
	if (pmk_arg(c, "memory") == ENOUGH || x->faults)
		return;
	snprintf(reason, sizeof(reason),
		 "the limit took no page of the buffer: no page fault in %" PRIu64 " touches",
		 x->ops * TOUCHED);
	pmk_skip(c, reason, "a longer run (--min-time 10ms), or another kernel");
}

#define LATENCY(name, text, ...)                                                         \
	PMK_CONTENDER(name) = { .what = text,                                            \
				.axes = { PMK_WORDS("memory", "enough", "6MiB") },       \
				.needs = PMK_ONLY_NAMED,                                 \
				.config = { "CONFIG_ADVISE_SYSCALLS" },                  \
				.state = { { PMK_STATE_MEMORY_LIMIT, .value = "6291456", \
					     .axis = "memory", .where = "6MiB" } },      \
				.run = run,                                              \
				__VA_ARGS__ }

LATENCY(not_locked,
	"memory that is not locked: loads from 16 random pages of a mapped file of 256, while "
	"another file of 16 MiB is read",
	.baseline = true, .setup = setup, .verify = verify_unlocked);
LATENCY(mlock, "memory locked by mlock(2), otherwise as not_locked", .setup = setup_locked,
	.verify = verify_locked);
