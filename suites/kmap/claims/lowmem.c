// SPDX-License-Identifier: GPL-2.0-only
/* Pages of low memory have one kernel address for good, and every kmap gives that one. */
#include <sys/ioctl.h>

#include "../../module_break.h"
#include "pagemark_abi.h"

#define PAGES 16

static uint32_t facts_of(unsigned int op, uint32_t flags)
{
	struct pmk_run run = { .abi_version = PMK_ABI_VERSION,
			       .op = op,
			       .flags = flags,
			       .n = PAGES,
			       .pages = PAGES,
			       .seed = 1 };
	int fd = pmk_claim_module(op), ret = ioctl(fd, PMK_IOC_RUN, &run);

	if (ret && errno == ENODEV)
		pmk_claim_skip("this kernel has no high memory", "--target i386-pae-6.1");
	pmk_claim_must(ret == 0);
	close(fd);
	/* The words of the pages were read through the mappings. */
	ck_assert_uint_eq(run.check, PAGES * (PAGES + 1) / 2);
	return run.facts;
}

static void elsewhere(void)
{
	module_break("kmap_elsewhere");
}

static void kmap_lowmem(void)
{
	ck_assert_uint_ne(facts_of(PMK_OP_KMAP, 0) & PMK_FACT_ADDRESS, 0);
}

PMK_CLAIM(kmap_lowmem_address) = {
	.claim = "kmap() of a page of low memory is its page_address()",
	.source = "Documentation/mm/highmem.rst, kmap()",
	.needs = PMK_NEED_MODULE,
	.test = kmap_lowmem,
	.broken_by = elsewhere,
};

static void kmap_local_lowmem(void)
{
	ck_assert_uint_ne(facts_of(PMK_OP_KMAP_LOCAL, 0) & PMK_FACT_ADDRESS, 0);
}

PMK_CLAIM(kmap_local_lowmem_address) = {
	.claim = "kmap_local_page() of a page of low memory is its page_address()",
	.source = "include/linux/highmem.h, kernel-doc of kmap_local_page()",
	.needs = PMK_NEED_MODULE,
	.test = kmap_local_lowmem,
	.broken_by = elsewhere,
};
