// SPDX-License-Identifier: GPL-2.0-only
/* The engine family: a DMA engine copies one half of a buffer to the other, or the CPU does. */
#include <linux/dma-map-ops.h>
#include <linux/dmaengine.h>

#include "dma.h"

struct work {
	struct pmk_dma d;
	struct dma_chan *chan; /* NULL where the CPU copies */
	bool at_work;	       /* a transfer was begun, and did not end */
	u64 *to;	       /* the second half */
};

static __always_inline int copy(struct work *w, size_t bytes)
{
	dma_addr_t from = w->d.handle;
	struct dma_async_tx_descriptor *tx;
	dma_cookie_t cookie;

	pmk_dma_sync(&w->d, true, false);
	tx = dmaengine_prep_dma_memcpy(w->chan, from + bytes, from, bytes, DMA_CTRL_ACK);
	cookie = tx ? dmaengine_submit(tx) : -EIO;
	if (dma_submit_error(cookie))
		return -EIO;
	w->at_work = dma_sync_wait(w->chan, cookie) != DMA_COMPLETE;
	if (w->at_work)
		return -EIO;
	return pmk_dma_sync(&w->d, false, true);
}

/* The last word is looked for each time, all of them once, at the end. */
PMK_EACH(run)
{
	size_t bytes = job->req->bytes;
	u64 *last = w->to + bytes / sizeof(u64) - 1;

	WRITE_ONCE(*last, 0);
	if (!w->chan)
		memcpy(w->to, w->d.words, bytes);
	else if (copy(w, bytes))
		return -EIO;
	job->check += READ_ONCE(*last) != 0;
	return 0;
}

static int prepare(struct pmk_job *job, struct work *w)
{
	size_t bytes = job->req->bytes;
	dma_cap_mask_t wanted;
	int err;

	w->d = (struct pmk_dma){ .dev = job->dev->dev, .bytes = 2 * bytes };
	if (job->req->op == PMK_OP_ENGINE_COPY) {
		dma_cap_zero(wanted);
		dma_cap_set(DMA_MEMCPY, wanted);
		w->chan = dma_request_channel(wanted, NULL, NULL);
		if (!w->chan)
			return -ENODEV;
		w->d.dev = dmaengine_get_dma_device(w->chan);
		job->facts = dev_is_dma_coherent(w->d.dev) ? PMK_FACT_COHERENT : 0;
		job->channel = w->chan->device->dev_id << 16 | w->chan->chan_id;
	}
	w->d.kind = PMK_DMA_STREAMING;
	err = pmk_dma_new(&w->d);
	if (err)
		return err;
	w->to = w->d.words + bytes / sizeof(u64);
	pmk_words_fill(w->d.words, bytes, job->req->seed);
	pmk_words_fill(w->to, bytes, 0);
	return 0;
}

/* A transfer that did not end must not write into memory that is free. */
static void finish(struct pmk_job *job, struct work *w)
{
	int err = w->chan ? dmaengine_terminate_sync(w->chan) : 0;

	if (w->to && pmk_words_match(w->to, job->req->bytes, job->req->seed))
		job->facts |= PMK_FACT_INTACT;
	/* Where its driver cannot stop it, that memory is lost. */
	if (!(w->at_work && err))
		pmk_dma_end(&w->d);
	if (w->chan)
		dma_release_channel(w->chan);
}

static const struct pmk_operation ops[] = {
	{ PMK_OP_ENGINE_CPU, PMK_USES_BYTES | PMK_USES_SEED | PMK_USES_OWN, run },
	{ PMK_OP_ENGINE_COPY, PMK_USES_BYTES | PMK_USES_SEED | PMK_USES_OWN, run },
};

PMK_FAMILY(engine, .bytes_max = PMK_ENGINE_BYTES_MAX);
