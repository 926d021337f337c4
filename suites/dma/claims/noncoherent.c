// SPDX-License-Identifier: GPL-2.0-only
/* What a device that does not see the caches needs: memory that is not cached, lines of its own. */
#include "ask.h"

/* PMK_DEVICE_NONCOHERENT; SKIP where there is none. */
static uint32_t noncoherent(void)
{
	struct pmk_device d = { .abi_version = PMK_ABI_VERSION, .index = PMK_DEVICE_NONCOHERENT };
	int fd = pmk_claim_module(PMK_OP_DMA_MAP), err = ioctl(fd, PMK_IOC_DEVICE, &d);

	close(fd);
	if (err)
		pmk_claim_skip("the kernel of this architecture takes every device for coherent",
			       "--target arm64-6.1 or arm64-6.12");
	return PMK_DEVICE_NONCOHERENT;
}

static void uncached(void)
{
	struct pmk_run run = { .op = PMK_OP_DMA_READ,
			       .device = noncoherent(),
			       .kind = (uint32_t)pmk_claim_datum(),
			       .bytes = 4096 };

	pmk_claim_need(!pmk_claim_ask(&run), "memory of the kernel");
	if (!(run.facts & (PMK_FACT_CACHED | PMK_FACT_UNCACHED)))
		pmk_claim_skip("the kernel's own translation of an address cannot be asked here",
			       "--target arm64-6.1");
	ck_assert(run.facts & PMK_FACT_UNCACHED);
}

PMK_CLAIM(memory_coherent_uncached) = {
	.claim = "the CPU does not cache the coherent memory of a device that does not see the "
		 "caches",
	.source = "Documentation/core-api/dma-api.rst, Part Ia: can immediately be read by the "
		  "processor or device without having to worry about caching effects",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_DMA_COHERENT,
	.test = uncached,
	.broken_datum = PMK_DMA_NONCOHERENT, /* which is cached, and synced */
};

#define LAST (PMK_DMA_HELD_MAX - 1)

/*
 * Buffers beside one another, as their allocator has them. The device may store into the LAST, and
 * loads from the others.
 */
static struct pmk_hold take(uint64_t kind, uint64_t bytes, uint64_t *line)
{
	struct pmk_hold held = { 0 };
	struct pmk_run q = { .op = PMK_ASK_DMA_MASKED,
			     .device = noncoherent(),
			     .kind = (uint32_t)kind,
			     .bytes = bytes,
			     .pages = PMK_DMA_HELD_MAX,
			     .seed = 64,
			     .args = { kind == PMK_DMA_POOL ? 8 : 0, (uintptr_t)&held } };

	pmk_claim_need(!pmk_claim_ask(&q) && held.n == PMK_DMA_HELD_MAX, "memory of the kernel");
	*line = q.answers[0];
	return held;
}

static void own_lines(void)
{
	static const uint64_t bytes[] = { 8, 24, 40, 96, 200 };

	for (size_t i = 0; i < sizeof(bytes) / sizeof(bytes[0]); i++) {
		uint64_t line;
		struct pmk_hold held = take(pmk_claim_datum(), bytes[i], &line);

		if (held.buffer[LAST].bounced != PMK_BOUNCE_YES)
			ck_assert_uint_eq(held.buffer[LAST].address % line, 0);
	}
}

PMK_CLAIM(small_own_lines) = {
	.claim = "a buffer of kmalloc() into which a device stores that does not see the caches "
		 "begins a cache line, or is bounced: no neighbour's stores are lost with it",
	.source = "Documentation/core-api/dma-api-howto.rst, Platform Issues: ARCH_DMA_MINALIGN "
		  "must be set so that kmalloc'ed buffer doesn't share a cache line with the "
		  "others",
	.needs = PMK_NEED_MODULE,
	.datum = PMK_DMA_SLAB,
	.test = own_lines,
	.broken_datum = PMK_DMA_POOL, /* of blocks that are aligned to 8 bytes */
};

static void bounced(void)
{
	uint64_t line;
	struct pmk_hold held = take(PMK_DMA_SLAB, 8, &line);

	if (held.buffer[LAST].bounced == PMK_BOUNCE_UNKNOWN)
		pmk_claim_skip("this kernel does not say whether mappings of this device bounce",
			       "--target arm64-6.12");
	ck_assert_uint_eq(held.buffer[pmk_claim_datum()].bounced, PMK_BOUNCE_YES);
}

PMK_CLAIM(small_bounced) = {
	.claim =
		"where objects of kmalloc() may share a cache line, one into which a device stores "
		"that does not see the caches is bounced",
	.source = "Linux 6.5, include/linux/dma-map-ops.h, dma_kmalloc_needs_bounce(): needs "
		  "bouncing for non-coherent DMA",
	.needs = PMK_NEED_MODULE,
	.config = { "CONFIG_DMA_BOUNCE_UNALIGNED_KMALLOC" },
	.datum = LAST,
	.test = bounced,
	.broken_datum = 0, /* the device only loads from it: cleaning loses nothing */
};
