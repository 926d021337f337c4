/* SPDX-License-Identifier: GPL-2.0-only */
/* Huge pages of the pool, for claims. */
#ifndef PAGEMARK_PIN_CLAIMS_HUGETLB_H
#define PAGEMARK_PIN_CLAIMS_HUGETLB_H

#include "../../../base_pages.h"
#include "../../../huge_page.h"
#include "pagemark_claim.h"

#define HUGETLB (MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB)

/* Bytes of one; SKIP where there are none of any size. */
static inline size_t hugetlb_bytes(void)
{
	size_t bytes = (size_t)huge_page_bytes(true);

	if (!bytes)
		pmk_claim_skip("this kernel has no pool of huge pages",
			       "a kernel with CONFIG_HUGETLBFS, on a processor that has them");
	return bytes;
}

/* So many, not touched; SKIP where the pool has not so many, or an emulator refuses them. */
static inline uint8_t *hugetlb_map(size_t pages)
{
	void *p = mmap(NULL, pages * hugetlb_bytes(), PROT_READ | PROT_WRITE, HUGETLB, -1, 0);

	if (p == MAP_FAILED && errno == ENOMEM)
		pmk_claim_skip("the pool of huge pages has too few free ones",
			       "sysctl vm.nr_hugepages=8");
	if (p == MAP_FAILED && errno == EINVAL)
		pmk_claim_skip("mmap(2) takes no MAP_HUGETLB here, though there is a pool",
			       "run it where the kernel's system calls are not emulated");
	pmk_claim_need(p != MAP_FAILED, "huge pages");
	return p;
}

#endif
