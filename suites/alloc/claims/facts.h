/* SPDX-License-Identifier: GPL-2.0-only */
/* What claims on the kernel's allocators share: one allocation, and what it was like. */
#ifndef PAGEMARK_ALLOC_CLAIMS_FACTS_H
#define PAGEMARK_ALLOC_CLAIMS_FACTS_H

#include <errno.h>
#include <unistd.h>

#include "pagemark_abi.h"
#include "pagemark_claim.h"

#define KIB 1024ull

/* Return: PMK_FACT_*, or 0 and errno where the kernel gave no memory. */
static inline uint32_t alloc_facts(enum pmk_allocator by, enum pmk_gfp gfp, uint64_t bytes)
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

/* Allocations of @first to @last bytes, each @factor times larger, all have @facts. */
static inline void alloc_all_have(enum pmk_allocator by, uint32_t facts, uint64_t first,
				  uint64_t last, uint64_t factor)
{
	for (uint64_t bytes = first; bytes <= last; bytes *= factor)
		ck_assert_uint_eq(alloc_facts(by, PMK_GFP_KERNEL, bytes) & facts, facts);
}

#endif
