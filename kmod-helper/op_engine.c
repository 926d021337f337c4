// SPDX-License-Identifier: GPL-2.0-only
/* The engine family: a DMA engine copies one half of a buffer to the other, or the CPU does. */
#include <linux/dmaengine.h>

#include "dma.h"

struct work {
	struct pmk_dma d;
	struct dma_chan *chan; /* NULL where the CPU copies */
	u64 *to;	       /* the second half */
};

static __always_inline int copy(struct dma_chan *chan, struct pmk_dma *d, size_t bytes)
{
	struct dma_async_tx_descriptor *tx;
	dma_cookie_t cookie;

	pmk_dma_sync(d, true, false);
	tx = dmaengine_prep_dma_memcpy(chan, d->handle + bytes, d->handle, bytes, DMA_CTRL_ACK);
	cookie = tx ? dmaengine_submit(tx) : -EIO;
	if (dma_submit_error(cookie) || dma_sync_wait(chan, cookie) != DMA_COMPLETE)
		return -EIO;
	return pmk_dma_sync(d, false, true);
}

/* The last word is looked for each time, all of them once, at the end. */
PMK_EACH(run)
{
	size_t bytes = job->req->bytes;
	u64 *last = w->to + bytes / sizeof(u64) - 1;

	WRITE_ONCE(*last, 0);
	if (!w->chan)
		memcpy(w->to, w->d.words, bytes);
	else if (copy(w->chan, &w->d, bytes))
		return -EIO;
	job->check += READ_ONCE(*last) != 0;
	return 0;
}

static int prepare(struct pmk_job *job, struct work *w)
{
	size_t bytes = job->req->bytes;
	dma_cap_mask_t wanted;

	w->d = (struct pmk_dma){ .dev = job->dev->dev, .bytes = 2 * bytes };
	if (job->req->op == PMK_OP_ENGINE_COPY) {
		dma_cap_zero(wanted);
		dma_cap_set(DMA_MEMCPY, wanted);
		w->chan = dma_request_chan_by_mask(&wanted);
		if (IS_ERR(w->chan))
			return -ENODEV;
		w->d.dev = dmaengine_get_dma_device(w->chan);
		job->channel = w->chan->device->dev_id << 16 | w->chan->chan_id;
	}
	if (w->d.bytes > dma_max_mapping_size(w->d.dev))
		return -E2BIG;
	if (pmk_dma_take(&w->d, PMK_DMA_STREAMING, true))
		return -ENOMEM;
	w->to = w->d.words + bytes / sizeof(u64);
	pmk_words_fill(w->d.words, bytes, job->req->seed);
	pmk_words_fill(w->to, bytes, 0);
	return 0;
}

/* A transfer that did not end must not write into memory that is free. */
static void finish(struct pmk_job *job, struct work *w)
{
	struct dma_chan *chan = IS_ERR(w->chan) ? NULL : w->chan;

	if (chan)
		dmaengine_terminate_sync(chan);
	if (w->to && pmk_words_match(w->to, job->req->bytes, job->req->seed))
		job->facts |= PMK_FACT_INTACT;
	if (w->to)
		pmk_dma_give(&w->d, PMK_DMA_STREAMING, true);
	if (chan)
		dma_release_channel(chan);
}

static const struct pmk_operation ops[] = {
	{ PMK_OP_ENGINE_CPU, PMK_USES_BYTES | PMK_USES_SEED | PMK_USES_OWN, run },
	{ PMK_OP_ENGINE_COPY, PMK_USES_BYTES | PMK_USES_SEED | PMK_USES_OWN, run },
};

PMK_FAMILY(engine, sizeof(struct work), .bytes_max = PMK_ENGINE_BYTES_MAX, .prepare = prepare,
	   .finish = finish);
