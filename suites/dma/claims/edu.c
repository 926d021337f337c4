// SPDX-License-Identifier: GPL-2.0-only
/* Data that a device fetches from memory and stores back: intact by each method of the DMA API. */
#include <sys/ioctl.h>

#include "../../module_break.h"
#include "pagemark_abi.h"

#define TRIPS 2
#define SEED  0x0fedcba987654321ull

/* Word i of trip k is SEED + k + i; the module compared each, and here is their sum. */
static void round_trips(unsigned int op)
{
	const uint64_t words = PMK_EDU_BYTES_MAX / 8;
	const uint64_t sum = TRIPS * (words * SEED + words * (words - 1) / 2) +
			     words * (TRIPS * (TRIPS - 1) / 2);
	struct pmk_run run = { .abi_version = PMK_ABI_VERSION,
			       .op = op,
			       .n = TRIPS,
			       .bytes = PMK_EDU_BYTES_MAX,
			       .seed = SEED };
	int fd = pmk_claim_module(op);

	pmk_claim_must(ioctl(fd, PMK_IOC_RUN, &run) == 0);
	ck_assert_uint_ne(run.facts & PMK_FACT_INTACT, 0);
	ck_assert_uint_eq(run.check, sum);
}

static void store_lost(void)
{
	module_break("edu_lost");
}

static void coherent(void)
{
	round_trips(PMK_OP_EDU_COHERENT);
}

PMK_CLAIM(edu_coherent_intact) = {
	.claim = "data written to a coherent buffer reach the device, and what the device stores "
		 "into another comes back to the CPU, word for word",
	.source = "Documentation/core-api/dma-api-howto.rst, Types of DMA mappings",
	.needs = PMK_NEED_MODULE | PMK_NEED_EDU,
	.test = coherent,
	.broken_by = store_lost,
};

static void streaming_map(void)
{
	round_trips(PMK_OP_EDU_MAP);
}

PMK_CLAIM(edu_map_intact) = {
	.claim = "data in a buffer mapped with dma_map_single() reach the device, and what it "
		 "stores is there after dma_unmap_single(), word for word",
	.source = "Documentation/core-api/dma-api.rst, dma_map_single and dma_unmap_single",
	.needs = PMK_NEED_MODULE | PMK_NEED_EDU,
	.test = streaming_map,
	.broken_by = store_lost,
};

static void streaming_sync(void)
{
	round_trips(PMK_OP_EDU_SYNC);
}

PMK_CLAIM(edu_sync_intact) = {
	.claim = "data in a buffer that stays mapped reach the device after "
		 "dma_sync_single_for_device(), and come back after dma_sync_single_for_cpu()",
	.source = "Documentation/core-api/dma-api.rst, dma_sync_single_for_cpu and _for_device",
	.needs = PMK_NEED_MODULE | PMK_NEED_EDU,
	.test = streaming_sync,
	.broken_by = store_lost,
};
