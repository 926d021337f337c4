// SPDX-License-Identifier: GPL-2.0-only
/* CMA: memory that programs may use until a device needs it in one piece. */
#include "../../meminfo.h"
#include "facts.h"

#define BUFFER_BYTES (4096 * KIB)

/* How many so far; SKIP where the kernel does not count them. */
static uint64_t counted(const char *name)
{
	uint64_t n;

	if (!proc_value("/proc/vmstat", name, &n))
		pmk_claim_skip("this kernel does not count what it takes from CMA",
			       "Linux 5.13 or newer with CONFIG_CMA");
	return n;
}

/* Twice as many as fit at once, one after the other: those that came first were given back. */
static void from_cma(void)
{
	uint64_t n, taken, refused;

	meminfo_need_cma(4 * BUFFER_BYTES / KIB);
	n = 2 * meminfo_kib("CmaTotal:") * KIB / BUFFER_BYTES;
	taken = counted("cma_alloc_success");
	refused = counted("cma_alloc_fail");
	for (uint64_t i = 0; i < n; i++) {
		struct pmk_run q = { .op = PMK_ASK_DMABUF_EXPORT, .bytes = pmk_claim_datum() };

		pmk_claim_need(!pmk_claim_ask(&q), "memory of the kernel");
		close((int)q.answers[0]);
	}
	/* Others take from there too: all of ours are among those that were counted. */
	if (counted("cma_alloc_fail") != refused)
		pmk_claim_skip("somebody else has too much of CMA for 4 MiB of it",
			       "end what else uses it, or boot with a larger cma=");
	ck_assert_uint_ge(counted("cma_alloc_success") - taken, n);
}

PMK_CLAIM(coherent_from_cma) = {
	.claim = "dma_alloc_coherent() of 4 MiB takes its pages from CMA where there is any, and "
		 "dma_free_coherent() gives them back to it",
	.source = "kernel/dma/contiguous.c, kernel-doc of dma_alloc_contiguous() and "
		  "dma_free_contiguous(); mm/cma.c, kernel-doc of cma_alloc() and cma_release()",
	.needs = PMK_NEED_MODULE,
	.datum = BUFFER_BYTES,
	.test = from_cma,
	.broken_datum = 4 * KIB,
};
