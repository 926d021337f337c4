/* SPDX-License-Identifier: GPL-2.0-only */
/* What claims on the kernel's allocators share: one allocation, and what it was like. */
#ifndef PAGEMARK_ALLOC_CLAIMS_FACTS_H
#define PAGEMARK_ALLOC_CLAIMS_FACTS_H

#include <sys/ioctl.h>

#include "../../module_break.h"
#include "pagemark_abi.h"

#define KIB 1024ull

/* Return: PMK_FACT_*, or 0 and errno where the kernel gave no memory. */
static inline uint32_t alloc_facts(enum pmk_allocator by, enum pmk_gfp gfp, uint64_t bytes)
{
	struct pmk_run run = { .abi_version = PMK_ABI_VERSION,
			       .op = PMK_OP_ALLOC,
			       .kind = PMK_ALLOC(by, gfp),
			       .n = 1,
			       .bytes = bytes };
	int fd = pmk_claim_module(PMK_OP_ALLOC), ret;

	errno = 0;
	ret = ioctl(fd, PMK_IOC_RUN, &run);
	if (ret)
		pmk_claim_must(errno == ENOMEM);
	close(fd);
	if (ret) {
		errno = ENOMEM;
		return 0;
	}
	ck_assert_uint_eq(run.check, 1);
	ck_assert_uint_ne(run.facts & PMK_FACT_INTACT, 0);
	return run.facts;
}

/* In the module, another allocator serves instead of the one that was asked for. */
static inline void other_allocator(void)
{
	module_break("alloc_other");
}

#endif
