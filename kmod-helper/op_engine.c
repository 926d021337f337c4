// SPDX-License-Identifier: GPL-2.0-only
/* The engine family: a DMA engine copies one half of a buffer to the other, or the CPU does. */
#include <linux/dmaengine.h>
#include <linux/slab.h>

#include "dma.h"

struct work {
	struct pmk_dma d;
	struct dma_chan *chan; /* NULL where the CPU copies */
	u64 *to;	       /* the second half */
};

static struct dma_chan *request(void)
{
	dma_cap_mask_t wanted;

	dma_cap_zero(wanted);
	dma_cap_set(DMA_MEMCPY, wanted);
	return dma_request_chan_by_mask(&wanted);
}

static __always_inline int copy(struct dma_chan *chan, struct pmk_dma *d, size_t bytes)
{
	struct dma_async_tx_descriptor *tx;
	dma_cookie_t cookie;

	pmk_dma_sync_device(d);
	tx = dmaengine_prep_dma_memcpy(chan, d->handle + bytes, d->handle, bytes, DMA_CTRL_ACK);
	cookie = tx ? dmaengine_submit(tx) : -EIO;
	if (dma_submit_error(cookie) || dma_sync_wait(chan, cookie) != DMA_COMPLETE)
		return -EIO;
	pmk_dma_sync_cpu(d);
	return 0;
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

/* A transfer that did not end must not write into memory that is free. */
static void finish(struct pmk_job *job)
{
	struct work *w = job->priv;

	if (w->chan)
		dmaengine_terminate_sync(w->chan);
	if (w->to && pmk_words_match(w->to, job->req->bytes, job->req->seed))
		job->facts |= PMK_FACT_INTACT;
	if (w->to)
		pmk_dma_give(&w->d, PMK_DMA_STREAMING, true);
	if (w->chan)
		dma_release_channel(w->chan);
	kfree(w);
}

static int prepare(struct pmk_job *job)
{
	struct work *w = job->priv = kzalloc(sizeof(*w), GFP_KERNEL);
	int err;

	if (!w)
		return -ENOMEM;
	w->chan = job->req->op == PMK_OP_ENGINE_COPY ? request() : NULL;
	if (IS_ERR(w->chan)) {
		kfree(w);
		return -ENODEV;
	}
	w->d.dev = w->chan ? dmaengine_get_dma_device(w->chan) : pmk_own_device();
	w->d.bytes = 2 * job->req->bytes;
	err = w->d.bytes > dma_max_mapping_size(w->d.dev)
		      ? -E2BIG
		      : pmk_dma_take(&w->d, PMK_DMA_STREAMING, true);
	if (err) {
		finish(job);
		return err;
	}
	w->to = w->d.words + job->req->bytes / sizeof(u64);
	pmk_words_fill(w->d.words, job->req->bytes, job->req->seed);
	pmk_words_fill(w->to, job->req->bytes, 0);
	return 0;
}

int pmk_engine_describe(struct pmk_device *req)
{
	struct dma_chan *chan = request();

	if (IS_ERR(chan))
		return -ENODEV;
	pmk_device_fill(req, dmaengine_get_dma_device(chan));
	snprintf(req->name, sizeof(req->name), "%s of %s", dma_chan_name(chan),
		 dev_name(chan->device->dev));
	dma_release_channel(chan);
	return 0;
}

static const struct pmk_operation ops[] = {
	{ PMK_OP_ENGINE_CPU, run, PMK_USES_BYTES | PMK_USES_SEED },
	{ PMK_OP_ENGINE_COPY, run, PMK_USES_BYTES | PMK_USES_SEED },
};

const struct pmk_family pmk_family_engine = {
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
	.n_max = PMK_RUN_N_MAX,
	.bytes_max = PMK_ENGINE_BYTES_MAX,
	.prepare = prepare,
	.finish = finish,
};
