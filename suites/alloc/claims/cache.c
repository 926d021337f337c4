// SPDX-License-Identifier: GPL-2.0-only
/* Caches of objects: their alignment and their line in /proc/slabinfo; and GFP_ATOMIC. */
#include "../../kernel_option.h"
#include "seen.h"

/* The objects of a slab come in random order: eight caches, so more than the first of a slab. */
static void aligned(void)
{
	static const uint64_t sizes[] = { 8, 72, 200, 1000 };

	for (int i = 0; i < 8; i++)
		for (size_t k = 0; k < sizeof(sizes) / sizeof(sizes[0]); k++)
			ck_assert_uint_ne(alloc_facts(PMK_KMEM_CACHE, PMK_GFP_KERNEL, sizes[k]) &
						  PMK_FACT_ALIGNED,
					  0);
}

PMK_CLAIM(cache_objects_aligned) = {
	.claim = "objects of a cache have the alignment that kmem_cache_create() was asked for",
	.source = "include/linux/slab.h, struct kmem_cache_args, align; before Linux 6.12 "
		  "mm/slab_common.c, kernel-doc of kmem_cache_create(), align",
	.needs = PMK_NEED_MODULE,
	.test = aligned,
	.broken_module = "alloc_unaligned",
};

static void in_slabinfo(void)
{
	struct pmk_run run = { .abi_version = PMK_ABI_VERSION,
			       .op = PMK_OP_ALLOC,
			       .kind = PMK_ALLOC(pmk_claim_datum(), PMK_GFP_KERNEL),
			       .n = 200000,
			       .bytes = 200 };
	char name[32], line[LINE_BYTES];
	unsigned int size;
	pid_t child;

	if (access("/proc/slabinfo", F_OK))
		pmk_claim_skip("there is no /proc/slabinfo", "a kernel with CONFIG_SLUB_DEBUG");
	if (!pmk_claim_configured("CONFIG_HARDENED_USERCOPY"))
		pmk_claim_skip("this kernel may merge the cache with another, or does not tell its "
			       "configuration",
			       "a kernel with CONFIG_HARDENED_USERCOPY");
	child = allocating_child(&run);
	snprintf(name, sizeof(name), "pagemark-%d ", (int)child);
	ck_assert(seen("/proc/slabinfo", name, " : ", child, line));
	pmk_claim_must(sscanf(line, "%*s %*u %*u %u", &size) == 1);
	/* 200 bytes, every 64. */
	ck_assert_uint_ge(size, 256);
	ck_assert_uint_eq(size % 64, 0);
}

PMK_CLAIM(slabinfo_shows_cache) = {
	.claim = "/proc/slabinfo has a line for a cache that is merged with no other, with the "
		 "distance of its objects: their size, what debugging adds, and alignment",
	.source = "slabinfo(5), objsize; mm/slab_common.c, cache_show(); mm/slab.h, struct "
		  "kmem_cache, size: of an object including metadata (Linux 6.1: "
		  "include/linux/slub_def.h)",
	.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,
	.datum = PMK_KMEM_CACHE,
	.test = in_slabinfo,
	.broken_datum = PMK_KMALLOC,
};

static unsigned long voluntary_switches(void)
{
	FILE *f = fopen("/proc/thread-self/status", "re");
	unsigned long n = 0;
	char line[256];
	int got = 0;

	pmk_claim_need(f, "a file of /proc or /sys that tells of caches");
	while (got != 1 && fgets(line, sizeof(line), f))
		got = sscanf(line, "voluntary_ctxt_switches: %lu", &n);
	fclose(f);
	pmk_claim_must(got == 1);
	return n;
}

#define ATOMICS 64

/* Other locks of the same ioctl may have been taken, so one that waited tells nothing. */
static void atomic(void)
{
	unsigned long before, slept = 0;

	if (kernel_is_rt())
		pmk_claim_skip("under PREEMPT_RT the locks of the allocators sleep themselves",
			       "a kernel without it: --target x86_64-6.1");
	for (int i = 0; i < ATOMICS; i++) {
		before = voluntary_switches();
		alloc_facts(PMK_KMALLOC, PMK_GFP_ATOMIC, 64);
		alloc_facts(PMK_PAGES, PMK_GFP_ATOMIC, 16 * KIB);
		slept += voluntary_switches() != before;
	}
	ck_assert_uint_lt(slept, ATOMICS / 2);
}

PMK_CLAIM(atomic_does_not_sleep) = {
	.claim = "allocations with GFP_ATOMIC do not sleep: the caller gives up the processor by "
		 "no switch of its own",
	.source = "Documentation/core-api/memory-allocation.rst, Get Free Page flags; "
		  "include/linux/gfp_types.h, GFP_ATOMIC",
	.needs = PMK_NEED_MODULE,
	.test = atomic,
	.broken_module = "alloc_sleeps",
};
