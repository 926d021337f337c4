/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on fragmented memory share: the request, its refusal, and the proof. */
#ifndef PAGEMARK_ALLOC_FRAGMENTED_H
#define PAGEMARK_ALLOC_FRAGMENTED_H

#include "fragment.h"

/* Orders 0, 4 and 9. */
#define FRAGMENTED_AXES \
	PMK_LIST("size", 4 * KiB, 64 * KiB, 2048 * KiB), PMK_WORDS("memory", "whole", "fragmented")

static inline bool fragmented(struct pmk_case *c)
{
	return pmk_arg(c, "memory") == 1;
}

/* Blocks that there should be none of. */
static inline uint64_t fragmented_large_blocks(struct pmk_case *c)
{
	return fragment_blocks(c, FRAGMENT_ORDER, FRAGMENT_ORDERS - 1, false);
}

static inline void fragmented_setup(struct pmk_case *c, enum pmk_allocator by)
{
	int fd = pmk_module_open(c, PMK_OP_ALLOC);
	struct pmk_run run = { .abi_version = PMK_ABI_VERSION,
			       .op = PMK_OP_ALLOC,
			       .kind = PMK_ALLOC(by, PMK_GFP_KERNEL),
			       .n = 1,
			       .bytes = pmk_arg(c, "size") };

	if (fragmented(c)) {
		fragment_memory(c);
		if (ioctl(fd, PMK_IOC_RUN, &run) && errno == ENOMEM)
			pmk_skip(c,
				 "the kernel refuses: no block of this size is free, nor can be "
				 "made of single pages between others that cannot be moved",
				 "kvmalloc() or vmalloc(), or ask before memory is fragmented");
	}
	close(fd);
	alloc_setup(c, by, PMK_GFP_KERNEL);
}

static inline void fragmented_run(struct pmk_case *c, uint64_t n)
{
	struct alloc *x = pmk_priv(c);
	double blocks = (double)fragmented_large_blocks(c);
	uint64_t stalls = fragment_value(c, "/proc/vmstat", "compact_stall");

	alloc_run(c, n);
	stalls = fragment_value(c, "/proc/vmstat", "compact_stall") - stalls;
	pmk_counter_add(c, "free_blocks_64k", "1", blocks * (double)n);
	pmk_counter_add(c, "compactions", "1", (double)stalls * (double)n / (double)(n + 1));
	pmk_counter_add(c, "in_single_pages", "1", x->req.facts & PMK_FACT_VMALLOC ? (double)n : 0);
}

static inline void fragmented_verify(struct pmk_case *c)
{
	struct alloc *x = pmk_priv(c);

	alloc_verify(c);
	/* Compaction may have made a block at last; what came in single pages met none before. */
	pmk_must(c, !fragmented(c) || x->req.facts & PMK_FACT_VMALLOC ||
			    fragmented_large_blocks(c) == 0);
}

#endif
