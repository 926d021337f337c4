// SPDX-License-Identifier: GPL-2.0-only
/* CMA: memory that programs may use until a device needs it in one piece. */
#include "../../meminfo.h"
#include "facts.h"

#define BUFFERS	     4
#define BUFFER_BYTES (4096 * KIB)
#define ALL_KIB	     (BUFFERS * BUFFER_BYTES / KIB)

static void from_cma(void)
{
	int buffers[BUFFERS];
	uint64_t before_kib, held_kib;

	meminfo_need_cma(2 * ALL_KIB);
	before_kib = meminfo_kib("CmaFree:");
	for (int i = 0; i < BUFFERS; i++) {
		struct pmk_run q = { .op = PMK_ASK_DMABUF_EXPORT, .bytes = pmk_claim_datum() };

		pmk_claim_need(!pmk_claim_ask(&q), "memory of the kernel");
		buffers[i] = (int)q.answers[0];
	}
	held_kib = meminfo_kib("CmaFree:");
	for (int i = 0; i < BUFFERS; i++)
		close(buffers[i]);
	/* Others use it too, and some pages wait in lists of a processor: half of it shows. */
	ck_assert_uint_le(held_kib + ALL_KIB / 2, before_kib);
	ck_assert_uint_le(held_kib + ALL_KIB / 2, meminfo_kib("CmaFree:"));
}

PMK_CLAIM(coherent_from_cma) = {
	.claim = "dma_alloc_coherent() of 4 MiB takes its pages from CMA where there is any, and "
		 "dma_free_coherent() gives them back to it",
	.source = "kernel/dma/contiguous.c, kernel-doc of dma_alloc_contiguous() and "
		  "dma_free_contiguous(); Documentation/filesystems/proc.rst, CmaFree",
	.needs = PMK_NEED_MODULE,
	.datum = BUFFER_BYTES,
	.test = from_cma,
	.broken_datum = 4 * KIB,
};
