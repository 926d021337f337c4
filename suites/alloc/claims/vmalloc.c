// SPDX-License-Identifier: GPL-2.0-only
/* vmalloc() and kvmalloc(): where their memory is, and who is told to have it. */
#include "seen.h"

static void virtual_range(void)
{
	alloc_all_have(PMK_VMALLOC, PMK_FACT_VMALLOC, 4 * KIB, 4096 * KIB, 4);
}

PMK_CLAIM(vmalloc_virtual_range) = {
	.claim = "memory from vmalloc() is one piece at addresses of which is_vmalloc_addr() is "
		 "true",
	.source = "mm/vmalloc.c, kernel-doc of vmalloc(); include/linux/mm.h, "
		  "is_vmalloc_addr(): whether an address is within the vmalloc range",
	.needs = PMK_NEED_MODULE,
	.test = virtual_range,
	.broken_module = "alloc_other",
};

static void falls_back(void)
{
	uint32_t small = alloc_facts(PMK_KVMALLOC, PMK_GFP_KERNEL, 1 * KIB);
	uint32_t large = alloc_facts(PMK_KVMALLOC, PMK_GFP_KERNEL, alloc_beyond_orders());

	ck_assert_uint_ne(small & PMK_FACT_CONTIGUOUS, 0);
	ck_assert_uint_eq(small & PMK_FACT_VMALLOC, 0);
	ck_assert_uint_ne(large & PMK_FACT_VMALLOC, 0);
}

PMK_CLAIM(kvmalloc_falls_back) = {
	.claim = "kvmalloc() gives memory of kmalloc() where it can, and of vmalloc() for what the "
		 "page allocator has no order",
	.source = "Documentation/core-api/memory-allocation.rst, Selecting memory allocator",
	.needs = PMK_NEED_MODULE,
	.test = falls_back,
	.broken_module = "alloc_other",
};

/* Held while the other half is timed, in several steps, between which this process reads. */
static void names_caller(void)
{
	struct pmk_run run = { .abi_version = PMK_ABI_VERSION,
			       .op = PMK_OP_ALLOC,
			       .flags = PMK_RUN_ALLOC,
			       .kind = PMK_ALLOC(pmk_claim_datum(), PMK_GFP_KERNEL),
			       .n = PMK_ALLOC_BYTES_MAX / (16 * page_bytes()),
			       .bytes = 16 * page_bytes() };
	char line[LINE_BYTES];

	ck_assert(seen("/proc/vmallocinfo", "[pagemark]", " pages=16 ", allocating_child(&run),
		       line));
}

PMK_CLAIM(vmallocinfo_names_caller) = {
	.claim = "/proc/vmallocinfo names the module that called vmalloc(), and the pages",
	.source = "Documentation/filesystems/proc.rst, vmallocinfo",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.datum = PMK_VMALLOC,
	.config = { "CONFIG_KALLSYMS" },
	.test = names_caller,
	.broken_datum = PMK_KMALLOC,
};
