// SPDX-License-Identifier: GPL-2.0-only
/* Read a device's buffer through a mapping that is made and removed each time. */
#include "device_read.h"

/*
 * What a mapping takes from the kernel's allocators is freed some operations later, many at a time.
 * With this many operations in a batch the batches agree.
 */
static void setup(struct pmk_case *c)
{
	struct device_read *x = device_read_setup(c);
	uint64_t n = 4 * MiB / x->b.size_bytes;

	device_buffer_place(c, &x->b);
	pmk_set_batch_min(c, n < 32 ? n : 32);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct device_read *x = pmk_priv(c);
	uint64_t how = pmk_datum(c);

	batch_begin(c, &x->batch);
	for (uint64_t i = 0; i < n; i++) {
		void *map = device_buffer_map(c, &x->b, PROT_READ, how);

		x->sum = pmk_consume(map, x->b.size_bytes);
		pmk_must(c, munmap(map, x->b.size_bytes) == 0);
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
