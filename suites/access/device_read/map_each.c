// SPDX-License-Identifier: GPL-2.0-only
/* Read a device's buffer through a mapping that is made and removed each time. */
#include "device_read.h"

#define TABLE_BYTES (2 * MiB) /* what one page table maps, or more */

/*
 * Whether a mapping needs a page table of its own is a matter of its neighbours, and doubles the
 * cost of a small one. So all are made at the same place: behind a page that keeps the first table.
 */
static uint8_t *beside_a_page(struct pmk_case *c, size_t size_bytes)
{
	size_t room = size_bytes + 3 * TABLE_BYTES, page = (size_t)sysconf(_SC_PAGESIZE);
	uint8_t *p = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uint8_t *neighbour = p + (TABLE_BYTES - (uintptr_t)p % TABLE_BYTES);

	pmk_need(c, p != MAP_FAILED, "address space for a mapping");
	neighbour[0] = 1;
	pmk_must(c, munmap(neighbour + page, (size_t)(p + room - neighbour) - page) == 0);
	pmk_must(c, munmap(p, (size_t)(neighbour - p)) == 0);
	return neighbour + page;
}

/*
 * What a mapping takes from the kernel's allocators is freed some operations later, many at a time.
 * With this many operations in a batch the batches agree.
 */
static void setup(struct pmk_case *c)
{
	struct device_read *x = device_read_setup(c);
	uint64_t n = 4 * MiB / x->size_bytes;

	x->at = beside_a_page(c, x->size_bytes);
	pmk_set_batch_min(c, n < 32 ? n : 32);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct device_read *x = pmk_priv(c);
	unsigned int kind = (unsigned int)pmk_datum(c);

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++) {
		void *map = device_map(c, x, kind);

		x->sum = pmk_consume(map, x->size_bytes);
		pmk_must(c, munmap(map, x->size_bytes) == 0);
	}
	batch_end(c, &x->batch);
}

/* @kind: PMK_MMAP_*, how the driver fills the page table. */
#define MAP_EACH(name, kind, text)            \
	PMK_CONTENDER(name) = {               \
		.what = (text),               \
		.axes = { DEVICE_SIZES },     \
		.datum = (kind),              \
		.needs = PMK_NEED_MODULE,     \
		.setup = setup,               \
		.run = run,                   \
		.verify = device_read_verify, \
	}

MAP_EACH(map_fault, PMK_MMAP_FAULT,
	 "mmap(2), every byte consumed through a device's fault handler, munmap(2)");
MAP_EACH(map_insert, PMK_MMAP_PAGES,
	 "mmap(2) by vm_insert_pages(), every byte consumed in place, munmap(2), each time");
MAP_EACH(map_pfn, PMK_MMAP_PFN,
	 "mmap(2) by remap_pfn_range(), every byte consumed in place, munmap(2), each time");
