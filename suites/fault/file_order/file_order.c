// SPDX-License-Identifier: GPL-2.0-only
/* Page faults on a mapped file of the page cache, by the order in which its pages are used. */
#include <endian.h>
#include <fcntl.h>
#include <sys/mman.h>

#include "../../base_pages.h"
#include "../../draw.h"
#include "../../first_use.h"

#define FILE_PAGES 1024
#define USED	   64
#define STRIDE	   (FILE_PAGES / USED) /* 16: as many as a fault maps where nothing else is set */

/* How the words of the pages are had: the datum. */
enum { BY_FAULT, POPULATED, READ };

enum { SEQUENTIAL, STRIDED, RANDOM };

/* @pages: those that are used, in that order */
struct ctx {
	int fd;
	size_t page_bytes;
	uint8_t *place;
	uint16_t pages[USED];
	uint64_t sum;
	double clock_cost;
};

static size_t file_bytes(const struct ctx *x)
{
	return FILE_PAGES * x->page_bytes;
}

/* The first ones; the first of each stride; one somewhere in each stride, shuffled. */
static void choose_pages(struct ctx *x, uint64_t order)
{
	uint64_t state = 1;

	for (unsigned int i = 0; i < USED; i++)
		x->pages[i] = (uint16_t)(order == SEQUENTIAL ? i : i * STRIDE);
	for (unsigned int i = USED; i-- > 0 && order == RANDOM;) {
		size_t with = draw(&state, i + 1);
		uint16_t page = x->pages[with];

		x->pages[with] = x->pages[i];
		x->pages[i] = (uint16_t)(page + draw(&state, STRIDE));
	}
}

static void setup(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);

	x->page_bytes = page_bytes();
	choose_pages(x, pmk_arg(c, "order"));
	x->fd = pmk_tmpfile(c, file_bytes(x));
	x->clock_cost = pmk_clock_cost(c);
	/* Room that is ours, to be mapped over: every mapping lies in the same place. */
	x->place = mmap(NULL, file_bytes(x), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pmk_need(c, x->place != MAP_FAILED, "address space for the mappings");
	pmk_set_items_per_op(c, USED);
}

/* Taken away and made anew: no page of it is present. */
static void map(struct pmk_case *c, const struct ctx *x)
{
	pmk_need(c,
		 mmap(x->place, file_bytes(x), PROT_READ, MAP_SHARED | MAP_FIXED, x->fd, 0) ==
			 x->place,
		 "a mapping of the file");
}

static void populate(struct pmk_case *c, const struct ctx *x)
{
	if (!madvise(x->place, file_bytes(x), MADV_POPULATE_READ))
		return;
	if (errno == EINVAL)
		pmk_skip(c, "this kernel has no MADV_POPULATE_READ", "Linux 5.14 or newer");
	pmk_need(c, false, "all pages of the file");
}

/* AddressSanitizer would add the page faults of its shadow. */
static __attribute__((no_sanitize_address)) uint64_t load_words(const struct ctx *x)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < USED; i++)
		sum += *(volatile uint64_t *)(x->place + x->pages[i] * x->page_bytes);
	return sum;
}

static uint64_t read_words(struct pmk_case *c, const struct ctx *x)
{
	uint64_t sum = 0, word;

	for (size_t i = 0; i < USED; i++) {
		off_t at = (off_t)(x->pages[i] * x->page_bytes);

		pmk_must(c, pread(x->fd, &word, sizeof(word), at) == sizeof(word));
		sum += word;
	}
	return sum;
}

/* Return: the page faults of the loads of one operation; madvise(2) counts its own as well. */
static uint64_t once(struct pmk_case *c)
{
	struct ctx *x = pmk_priv(c);
	uint64_t faults, start, end;

	map(c, x);
	if (pmk_datum(c) == POPULATED) {
		start = pmk_part_begin(c);
		populate(c, x);
		end = pmk_part_end(c);
		pmk_time_add(c, (double)(end - start) - x->clock_cost);
	}
	faults = page_faults(RUSAGE_SELF);
	start = pmk_part_begin(c);
	x->sum = pmk_datum(c) == READ ? read_words(c, x) : load_words(x);
	end = pmk_part_end(c);
	pmk_time_add(c, (double)(end - start) - x->clock_cost);
	return page_faults(RUSAGE_SELF) - faults;
}

static void run(struct pmk_case *c, uint64_t n)
{
	uint64_t faults = 0;

	for (uint64_t i = 0; i < n; i++)
		faults += once(c);
	pmk_counter_add(c, "faults", "1", (double)faults);
}

static void verify(struct pmk_case *c)
{
	const struct ctx *x = pmk_priv(c);
	uint64_t sum = 0, faults = once(c);

	for (size_t i = 0; i < USED; i++)
		sum += htole64(pmk_pattern_word(x->pages[i] * x->page_bytes / 8));
	pmk_promise(c, x->sum == sum);
	/* Fewer than one for each, if the file system keeps the file in large folios. */
	if (pmk_datum(c) == BY_FAULT)
		pmk_promise(c, faults > 0 && faults <= USED);
	else
		pmk_promise(c, faults == 0);
}

/* Its state is a page of 4 KiB; kernels with larger ones do not grant it. */
#define FILE_ORDER(name, way, text, ...)                                                         \
	PMK_CONTENDER(name) = { .what = text,                                                    \
				.axes = { PMK_WORDS("order", "sequential", "strided", "random"), \
					  PMK_WORDS("around", "as_set", "one_page") },           \
				.datum = way,                                                    \
				.state = { { PMK_STATE_FAULT_AROUND, .value = "4096",            \
					     .axis = "around", .where = "one_page" } },          \
				.setup = setup,                                                  \
				.run = run,                                                      \
				.verify = verify,                                                \
				__VA_ARGS__ }

FILE_ORDER(
	touch, BY_FAULT,
	"a load from each of 64 pages of a mapped file of 1024, all in the page cache; each page "
	"fault maps as many pages around it as the kernel is set to, or one",
	.baseline = true);
FILE_ORDER(populate, POPULATED,
	   "madvise(2) with MADV_POPULATE_READ of all 1024 pages, then a load from each of 64, "
	   "without page faults",
	   .config = { "CONFIG_ADVISE_SYSCALLS" });
FILE_ORDER(pread, READ, "pread(2) of a word of each of the 64 pages, without a mapping");
