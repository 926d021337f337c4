/* SPDX-License-Identifier: GPL-2.0-only */
/* A transparent huge page, made at once, for claims about one. */
#ifndef PAGEMARK_PIN_CLAIMS_THP_H
#define PAGEMARK_PIN_CLAIMS_THP_H

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "../../../huge_page.h"
#include "../../../uapi.h"
#include "pagemark_claim.h"

#define HUGE (2 * MiB)

/* Memory for one; SKIP where huge pages of this kernel have another size. */
static inline uint8_t *thp_room(void)
{
	char why[128];
	uint8_t *p;

	if (huge_page_other(false, HUGE, why, sizeof(why)))
		pmk_claim_skip(why, HUGE_PAGE_REMEDY);
	p = mmap(NULL, 2 * HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pmk_claim_need(p != MAP_FAILED, "memory for a huge page");
	return p + -(uintptr_t)p % HUGE;
}

/* A transparent huge page of bytes 0x5a; with @base as many base pages. */
static inline uint8_t *thp_make(bool base)
{
	uint8_t *p = thp_room();

	/* EINVAL: the kernel was built without, as Debian's for real time. */
	if (base && madvise(p, HUGE, MADV_NOHUGEPAGE)) {
		pmk_claim_must(errno == EINVAL);
		pmk_claim_skip("this kernel has no transparent huge pages",
			       "a kernel with CONFIG_TRANSPARENT_HUGEPAGE");
	}
	memset(p, 0x5a, HUGE);
	if (!base && madvise(p, HUGE, MADV_COLLAPSE))
		pmk_claim_skip("the kernel does not make a huge page of this memory",
			       "a kernel of 6.1 or newer with CONFIG_TRANSPARENT_HUGEPAGE");
	return p;
}

#endif
