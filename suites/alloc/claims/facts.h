/* SPDX-License-Identifier: GPL-2.0-only */
/* What claims on the kernel's allocators share: one allocation, and what it was like. */
#ifndef PAGEMARK_ALLOC_CLAIMS_FACTS_H
#define PAGEMARK_ALLOC_CLAIMS_FACTS_H

#include <errno.h>
#include <stdio.h>

#include "../../base_pages.h"
#include "pagemark_abi.h"
#include "pagemark_claim.h"

#define KIB 1024ull

/* Return: PMK_FACT_*, or 0 and errno where the kernel gave no memory. */
static inline uint32_t alloc_try(enum pmk_allocator by, enum pmk_gfp gfp, uint64_t bytes)
{
	struct pmk_run run = { .op = PMK_OP_ALLOC, .kind = PMK_ALLOC(by, gfp), .bytes = bytes };

	if (pmk_claim_ask(&run)) {
		pmk_claim_must(errno == ENOMEM);
		return 0;
	}
	ck_assert_uint_eq(run.check, 1);
	ck_assert_uint_ne(run.facts & PMK_FACT_INTACT, 0);
	return run.facts;
}

/* SKIP where the kernel has no memory left, or none in one piece. */
static inline uint32_t alloc_facts(enum pmk_allocator by, enum pmk_gfp gfp, uint64_t bytes)
{
	uint32_t facts = alloc_try(by, gfp, bytes);

	pmk_claim_need(facts, "memory of the kernel");
	return facts;
}

/*
 * Bytes for which the page allocator has no order: /proc/buddyinfo has a column for each order.
 * SKIP where that is more than pagemark.ko asks for.
 */
static inline uint64_t alloc_beyond_orders(void)
{
	FILE *f = fopen("/proc/buddyinfo", "re");
	uint64_t bytes = page_bytes();
	char line[512], *column;
	int width = 0, free_blocks;

	pmk_claim_need(f && fgets(line, sizeof(line), f), "a file of /proc that tells of memory");
	fclose(f);
	pmk_claim_must(sscanf(line, "Node %*d, zone %*s%n", &width) == 0 && width);
	for (column = line + width; sscanf(column, "%d%n", &free_blocks, &width) == 1;
	     column += width)
		bytes *= 2;
	if (bytes > PMK_ALLOC_BYTES_MAX)
		pmk_claim_skip("with pages of this size the page allocator has an order for all "
			       "that pagemark.ko asks for",
			       "--target x86_64-6.1, or another kernel with pages of 4 KiB");
	return bytes;
}

/* Allocations of @first to @last bytes, each @factor times larger, all have @facts. */
static inline void alloc_all_have(enum pmk_allocator by, uint32_t facts, uint64_t first,
				  uint64_t last, uint64_t factor)
{
	for (uint64_t bytes = first; bytes <= last; bytes *= factor)
		ck_assert_uint_eq(alloc_facts(by, PMK_GFP_KERNEL, bytes) & facts, facts);
}

#endif
