/* SPDX-License-Identifier: GPL-2.0-only */
/* One trip of a buffer through QEMU's edu, a device that moves bytes. */
#ifndef PAGEMARK_DMA_CLAIMS_EDU_H
#define PAGEMARK_DMA_CLAIMS_EDU_H

#include "ask.h"

/*
 * What arrived at the other end; @steps are PMK_EDU_*. @bounced: NULL, or out.
 */
static inline uint64_t edu_trip(enum pmk_dma_memory kind, unsigned int steps, bool *bounced)
{
	struct pmk_ask q = { .question = PMK_ASK_EDU_TRIP,
			     .args = { kind, PMK_EDU_BYTES_MAX, steps, 0x0fedcba987654321ull } };

	dma_ask(&q);
	if (bounced)
		*bounced = q.answers[0];
	return q.answers[1];
}

#endif
