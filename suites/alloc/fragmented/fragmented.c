// SPDX-License-Identifier: GPL-2.0-only
/* Buffers while memory is whole, and while what is free lies in single pages. */
#include <inttypes.h>
#include <stdio.h>

#include "fragment.h"

static bool fragmented(struct pmk_case *c)
{
	return pmk_arg(c, "memory") == 1;
}

/* Blocks that there should be none of. */
static uint64_t large_blocks(struct pmk_case *c)
{
	return fragment_blocks(c, FRAGMENT_ORDER, FRAGMENT_ORDERS - 1, false);
}

static void setup(struct pmk_case *c)
{
	int fd = pmk_module_open(c, PMK_OP_ALLOC);
	struct pmk_run trial = { .abi_version = PMK_ABI_VERSION,
				 .op = PMK_OP_ALLOC,
				 .kind = (uint32_t)pmk_datum(c),
				 .n = 1,
				 .bytes = pmk_arg(c, "size") };

	if (fragmented(c)) {
		fragment_memory(c);
		if (ioctl(fd, PMK_IOC_RUN, &trial) && errno == ENOMEM)
			pmk_skip(c,
				 "the kernel refuses: no block of this size is free, nor can be "
				 "made of single pages between others that cannot be moved",
				 "kvmalloc() or vmalloc(), or ask before memory is fragmented");
	}
	close(fd);
	alloc_setup(c);
}

static void run(struct pmk_case *c, uint64_t n)
{
	struct alloc *x = pmk_priv(c);
	double blocks = (double)large_blocks(c);
	uint64_t stalls = fragment_value(c, "/proc/vmstat", "compact_stall");

	alloc_run(c, n);
	stalls = fragment_value(c, "/proc/vmstat", "compact_stall") - stalls;
	pmk_counter_add(c, "free_blocks_64k", "1", blocks * (double)n);
	pmk_counter_add(c, "compactions", "1", (double)stalls * (double)n / (double)(n + 2));
	pmk_counter_add(c, "in_single_pages", "1",
			x->op.req.facts & PMK_FACT_VMALLOC ? (double)n : 0);
}

static void verify(struct pmk_case *c)
{
	struct alloc *x = pmk_priv(c);
	uint64_t blocks = fragmented(c) ? large_blocks(c) : 0;
	char text[96];

	alloc_verify(c);
	/* Compaction may have made a block at last; what came in single pages met none before. */
	if (!blocks || x->op.req.facts & PMK_FACT_VMALLOC)
		return;
	snprintf(text, sizeof(text),
		 "memory did not stay fragmented: %" PRIu64
		 " free blocks of 64 KiB or more at the end",
		 blocks);
	pmk_skip(c, text, "run it alone: other programs and the kernel free memory meanwhile");
}

/* Sizes of orders 0, 4 and 9. */
#define BUFFER(name, by, text, ...)                                                        \
	PMK_CONTENDER(name) = { .what = text,                                              \
				.datum = ALLOC_KERNEL(by),                                 \
				.axes = { PMK_LIST("size", 4 * KiB, 64 * KiB, 2048 * KiB), \
					  PMK_WORDS("memory", "whole", "fragmented") },    \
				.needs = PMK_NEED_MODULE | PMK_NEED_ROOT | PMK_ONLY_NAMED, \
				.setup = setup,                                            \
				.run = run,                                                \
				.verify = verify,                                          \
				__VA_ARGS__ }

/* Contiguous pages, which the kernel puts together if it has none. */
BUFFER(alloc_pages, PMK_PAGES, "__get_free_pages() of the order that holds the size",
       .baseline = true);
/* A buffer of single pages, of which there are enough. */
BUFFER(vmalloc, PMK_VMALLOC, "vmalloc(): single pages mapped in a row");
/* A buffer of contiguous pages if there are some, else of single ones. */
BUFFER(kvmalloc, PMK_KVMALLOC, "kvmalloc(): contiguous if there is such memory, else mapped");
