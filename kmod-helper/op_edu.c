// SPDX-License-Identifier: GPL-2.0-only
/* The edu family: a device that really moves bytes fetches a buffer and stores it into another. */
#include "dma.h"

static u64 arrived(const struct pmk_dma *to, u64 seed)
{
	if (pmk_words_match(to->words, to->bytes, seed + 1))
		return PMK_EDU_AFTER;
	if (pmk_words_match(to->words, to->bytes, seed))
		return PMK_EDU_BEFORE;
	return memchr_inv(to->words, 0xa5, to->bytes) ? PMK_EDU_OTHER : PMK_EDU_NOTHING;
}

static bool bounced(const struct pmk_dma *d)
{
	return pmk_bounced(d->dev, d->handle, virt_to_phys(d->words));
}

/* Between mapping and unmapping; the CPU stores AFTER before the mapping or into it. */
static int streamed(struct pmk_dma *from, struct pmk_dma *to, struct pmk_ask *req,
		    struct pmk_dev *edu)
{
	u64 steps = req->args[2], seed = req->args[3];
	int err;

	pmk_words_fill(from->words, from->bytes, seed + !!(steps & PMK_EDU_MAP));
	err = pmk_dma_map(from);
	if (err)
		return err;
	err = pmk_dma_map(to);
	if (err)
		goto unmap_from;
	req->answers[0] = bounced(from) || bounced(to);
	pmk_words_fill(from->words, from->bytes, seed + 1);
	if (steps & PMK_EDU_SYNC_DEVICE)
		pmk_dma_sync_device(from);
	if (steps & PMK_EDU_UNMAP)
		pmk_dma_unmap(to);
	err = pmk_edu_round_trip(edu, from->handle, to->handle, to->bytes);
	if (steps & PMK_EDU_SYNC_CPU)
		pmk_dma_sync_cpu(to);
	if (steps & PMK_EDU_MAP)
		pmk_dma_unmap(to);
	req->answers[1] = arrived(to, seed);
	if (!(steps & (PMK_EDU_MAP | PMK_EDU_UNMAP)))
		pmk_dma_unmap(to);
unmap_from:
	pmk_dma_unmap(from);
	return err;
}

static int coherent(struct pmk_dma *from, struct pmk_dma *to, struct pmk_ask *req,
		    struct pmk_dev *edu)
{
	int err;

	pmk_words_fill(from->words, from->bytes, req->args[3] + 1);
	dma_wmb();
	err = pmk_edu_round_trip(edu, from->handle, to->handle, to->bytes);
	dma_rmb();
	req->answers[1] = arrived(to, req->args[3]);
	return err;
}

static int ask_trip(struct pmk_ask *req, struct pmk_dev *edu)
{
	u64 kind = req->args[0], steps = req->args[2];
	struct pmk_dma from = {
		.dev = edu->dev, .bytes = req->args[1], .dir = DMA_TO_DEVICE, .gfp = GFP_DMA
	}; /* which its mask reaches without bouncing */
	struct pmk_dma to = from;
	bool streams = kind == PMK_DMA_STREAMING;
	int err = -ENOMEM;

	/* Without a translation, a store after unmapping may reach another's bounce buffer. */
	if ((kind != PMK_DMA_COHERENT && !streams) || (steps && !streams) ||
	    (steps & ~PMK_EDU_STEPS) || !from.bytes || (from.bytes & 7) ||
	    req->args[1] > PMK_EDU_BYTES_MAX ||
	    ((steps & PMK_EDU_UNMAP) && !pmk_translated(edu->dev)))
		return -EINVAL;
	to.dir = DMA_FROM_DEVICE;
	if (pmk_dma_take(&from, kind, false))
		return err;
	if (pmk_dma_take(&to, kind, false))
		goto give_from;
	memset(to.words, 0xa5, to.bytes);
	err = (streams ? streamed : coherent)(&from, &to, req, edu);
	pmk_dma_give(&to, kind, false);
give_from:
	pmk_dma_give(&from, kind, false);
	return err;
}

static const struct pmk_question_entry questions[] = {
	{ PMK_ASK_EDU_TRIP, PMK_USES_EDU, ask_trip },
};

const struct pmk_family pmk_family_edu = {
	.questions = questions,
	.n_questions = ARRAY_SIZE(questions),
};
