// SPDX-License-Identifier: GPL-2.0-only
/* The isa family: a channel of the ISA bus's DMA controller, told of a transfer, never started. */
#include "internal.h"

#ifdef CONFIG_ISA_DMA_API
#include <asm/dma.h>

struct work {
	bool kept; /* the channel, from prepare() to finish() */
};

/* The channel stays masked, so the address is no buffer's. What is left to move is read back. */
PMK_EACH(run_kept)
{
	u32 channel = job->req->kind, bytes = job->req->bytes;
	unsigned long flags = claim_dma_lock();

	disable_dma(channel);
	clear_dma_ff(channel);
	set_dma_mode(channel, DMA_MODE_WRITE);
	set_dma_addr(channel, 0);
	set_dma_count(channel, pmk_broken("isa_shorter") ? bytes - 2 : bytes);
	job->check += get_dma_residue(channel);
	release_dma_lock(flags);
	return 0;
}

PMK_EACH(run_requested)
{
	int err = request_dma(job->req->kind, KBUILD_MODNAME) ?: run_kept_once(job, w);

	if (!err)
		free_dma(job->req->kind);
	return err;
}

static int prepare(struct pmk_job *job, struct work *w)
{
	bool keep = job->req->op == PMK_OP_ISA_KEPT;
	int err = keep ? request_dma(job->req->kind, KBUILD_MODNAME) : 0;

	w->kept = keep && !err;
	return err;
}

static void finish(struct pmk_job *job, struct work *w)
{
	if (w->kept)
		free_dma(job->req->kind);
}

static const struct pmk_operation ops[] = {
	{ PMK_OP_ISA_KEPT, PMK_USES_BYTES, run_kept },
	{ PMK_OP_ISA_REQUESTED, PMK_USES_BYTES, run_requested },
};

PMK_FAMILY(isa, .kinds = MAX_DMA_CHANNELS, .bytes_max = PMK_ISA_BYTES_MAX);
#else
const struct pmk_family pmk_family_isa;
#endif
