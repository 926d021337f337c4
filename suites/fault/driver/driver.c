// SPDX-License-Identifier: GPL-2.0-only
/* Use each page of a driver's mapping for the first time: a page fault each, or mapped at once. */
#include "../../device_buffer.h"
#include "../../first_use.h"

/**
 * struct driver - the context
 * @b: the buffer, which holds the pattern
 * @how: PMK_MMAP_*
 * @pages: of it
 * @page_bytes: size of each
 * @faults_each: page faults that one operation is to take
 * @clock_cost: what reading the clock once costs
 * @sum: of the words that all operations loaded
 * @faults: that all operations took
 * @n: operations
 */
struct driver {
	struct device_buffer b;
	uint64_t how;
	size_t pages, page_bytes;
	uint64_t faults_each;
	double clock_cost;
	uint64_t sum, faults, n;
};

static uint64_t faults_expected(const struct driver *x)
{
	if (x->how == PMK_MMAP_PFN || x->how == PMK_MMAP_PAGES)
		return 0;
	return x->how == PMK_MMAP_FAULT_HUGE ? x->b.size_bytes / TABLE_BYTES : x->pages;
}

/* Not all have huge faults, nor a huge page of that size. */
static void must_map(struct pmk_case *c, const struct driver *x)
{
	bool huge = x->how == PMK_MMAP_FAULT_HUGE;
	void *p = mmap(x->b.at, x->b.size_bytes, PROT_READ, MAP_SHARED, x->b.fd, (off_t)x->how);

	if (huge && x->page_bytes != 4 * KiB)
		pmk_skip(c, "with base pages of this size a huge page is larger than a buffer",
			 "a kernel whose pages have 4 KiB");
	if (p == MAP_FAILED && errno == EOPNOTSUPP && !huge)
		pmk_skip(c,
			 "of frames mapped so this kernel tells get_user_pages() that it has pages",
			 "Linux 5.18 or newer: --target x86_64-6.1");
	if (p == MAP_FAILED && errno == EOPNOTSUPP)
		pmk_skip(c, "this kernel maps no 2 MiB of a driver by one fault, or not safely",
			 "Linux 6.12 or newer on x86_64 or arm64: --target x86_64-6.12");
	pmk_need(c, p != MAP_FAILED, "a mapping of the device's buffer");
	pmk_must(c, munmap(p, x->b.size_bytes) == 0);
}

static void setup(struct pmk_case *c)
{
	struct driver *x = pmk_priv(c);

	x->how = pmk_datum(c);
	device_buffer_filled(c, &x->b);
	x->page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	x->pages = (x->b.size_bytes + x->page_bytes - 1) / x->page_bytes;
	x->faults_each = faults_expected(x);
	device_buffer_place(c, &x->b);
	must_map(c, x);
	x->clock_cost = pmk_clock_cost(c);
	pmk_set_items_per_op(c, x->pages);
	/* What a mapping takes from the kernel's allocators is freed later, many at a time. */
	pmk_set_batch_min(c, 32);
}

/* A word of each page. AddressSanitizer would add the page faults of its shadow. */
static __attribute__((no_sanitize_address)) uint64_t load(const struct driver *x,
							  const uint8_t *map)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < x->pages; i++)
		sum += *(const volatile uint64_t *)(map + i * x->page_bytes);
	return sum;
}

/* The mapping, its use, and the end of it are timed; the use is told apart. */
static void run(struct pmk_case *c, uint64_t n)
{
	struct driver *x = pmk_priv(c);
	uint64_t before = page_faults(RUSAGE_SELF), faults;
	double used = 0;

	for (uint64_t i = 0; i < n; i++) {
		uint64_t start = pmk_part_begin(c), from, to, end;
		void *map = device_buffer_map(c, &x->b, PROT_READ, x->how);

		from = pmk_now(c);
		x->sum += load(x, map);
		to = pmk_now(c);
		pmk_must(c, munmap(map, x->b.size_bytes) == 0);
		end = pmk_part_end(c);
		used += (double)(to - from) - x->clock_cost;
		pmk_time_add(c, (double)(end - start) - 3 * x->clock_cost);
	}
	faults = page_faults(RUSAGE_SELF) - before;
	pmk_counter_add(c, "use", "clock", used);
	pmk_counter_add(c, "faults", "1", (double)faults);
	x->faults += faults;
	x->n += n;
}

/* The first word of each page in all operations; and all bytes once more, and its page faults. */
static void verify(struct pmk_case *c)
{
	struct driver *x = pmk_priv(c);
	uint64_t faults, sum = 0;
	void *map = device_buffer_map(c, &x->b, PROT_READ, x->how);

	page_faults(RUSAGE_SELF); /* its code has been faulted in by then */
	faults = page_faults(RUSAGE_SELF);
	load(x, map);
	pmk_promise(c, page_faults(RUSAGE_SELF) - faults == x->faults_each);
	pmk_must_match_pattern(c, map, x->b.size_bytes);
	for (size_t i = 0; i < x->pages; i++)
		sum += pmk_pattern_word(i * x->page_bytes / sizeof(uint64_t));
	pmk_promise(c, x->sum == x->n * sum);
	/* The harness's own are fewer than one of an operation. */
	pmk_promise(c, x->faults - x->n * x->faults_each < x->n);
}

#define DRIVER(name, way, sizes, text, ...)               \
	PMK_CONTENDER(name) = { .what = text,             \
				.axes = { sizes },        \
				.datum = way,             \
				.needs = PMK_NEED_MODULE, \
				.setup = setup,           \
				.run = run,               \
				.verify = verify,         \
				__VA_ARGS__ }
#define ALL  PMK_RANGE("size", 4 * KiB, 2 * MiB, 8)
#define HUGE PMK_LIST("size", 2 * MiB)

DRIVER(remap, PMK_MMAP_PFN, ALL,
       "remap_pfn_range() in mmap(2): all pages are mapped at once and take no fault",
       .baseline = true);
DRIVER(insert_pages, PMK_MMAP_PAGES, ALL,
       "vm_insert_pages() in mmap(2): all pages are mapped at once and take no fault");
DRIVER(fault, PMK_MMAP_FAULT, ALL,
       "a fault handler that gives the page (vmf->page), called for each page");
DRIVER(insert_page, PMK_MMAP_FAULT_PAGE, ALL,
       "vmf_insert_page() in a fault handler, called for each page");
DRIVER(insert_pfn, PMK_MMAP_FAULT_PFN, ALL,
       "vmf_insert_pfn() in a fault handler, called for each page");
DRIVER(insert_mixed, PMK_MMAP_FAULT_MIXED, ALL,
       "vmf_insert_mixed() in a fault handler, called for each page");
DRIVER(huge, PMK_MMAP_FAULT_HUGE, HUGE,
       "vmf_insert_pfn_pmd() in a handler of huge faults, called once for 2 MiB");
