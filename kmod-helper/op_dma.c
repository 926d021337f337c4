// SPDX-License-Identifier: GPL-2.0-only
/* The dma family: handing a buffer to a device and taking it back; no device moves any bytes. */
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/slab.h>

#include "internal.h"

struct work {
	struct device *dev;
	size_t bytes;
	u64 seed;
	u64 *words;
	dma_addr_t handle;
};

static __always_inline int map(struct work *w)
{
	w->handle = dma_map_single(w->dev, w->words, w->bytes, DMA_BIDIRECTIONAL);
	return dma_mapping_error(w->dev, w->handle);
}

static __always_inline void unmap(struct work *w)
{
	dma_unmap_single(w->dev, w->handle, w->bytes, DMA_BIDIRECTIONAL);
}

static __always_inline void sync(struct work *w)
{
	dma_sync_single_for_device(w->dev, w->handle, w->bytes, DMA_BIDIRECTIONAL);
	dma_sync_single_for_cpu(w->dev, w->handle, w->bytes, DMA_BIDIRECTIONAL);
}

PMK_EACH(run_map)
{
	if (map(w))
		return -ENOMEM;
	unmap(w);
	job->check++;
	return 0;
}

PMK_EACH(run_sync)
{
	sync(w);
	job->check++;
	return 0;
}

PMK_EACH(run_alloc)
{
	dma_addr_t handle;
	void *words = dma_alloc_coherent(w->dev, w->bytes, &handle, GFP_KERNEL);

	if (!words)
		return -ENOMEM;
	dma_free_coherent(w->dev, w->bytes, words, handle);
	job->check++;
	return 0;
}

/* The cycles: the CPU fills the buffer, it is handed over and taken back, and the CPU reads it. */
PMK_EACH(run_cycle_coherent)
{
	pmk_words_fill(w->words, w->bytes, w->seed);
	dma_wmb(); /* where a driver would ring the doorbell */
	dma_rmb(); /* where it would have seen the device done */
	job->check += pmk_words_sum(w->words, w->bytes);
	return 0;
}

PMK_EACH(run_cycle_map)
{
	pmk_words_fill(w->words, w->bytes, w->seed);
	if (map(w))
		return -ENOMEM;
	unmap(w);
	job->check += pmk_words_sum(w->words, w->bytes);
	return 0;
}

PMK_EACH(run_cycle_sync)
{
	pmk_words_fill(w->words, w->bytes, w->seed);
	sync(w);
	job->check += pmk_words_sum(w->words, w->bytes);
	return 0;
}

static bool is_coherent(enum pmk_op op)
{
	return op == PMK_OP_DMA_CYCLE_COHERENT || op == PMK_OP_DMA_ALLOC_COHERENT;
}

static bool stays_mapped(enum pmk_op op)
{
	return op == PMK_OP_DMA_CYCLE_SYNC || op == PMK_OP_DMA_SYNC;
}

static int prepare_streaming(struct pmk_job *job, struct work *w)
{
	int err;

	if (w->bytes > dma_max_mapping_size(w->dev))
		return -E2BIG;
	w->words = alloc_pages_exact(w->bytes, GFP_KERNEL | __GFP_ZERO | __GFP_NOWARN);
	if (!w->words)
		return -ENOMEM;
	err = map(w);
	if (err) {
		free_pages_exact(w->words, w->bytes);
		return err;
	}
	if (pmk_bounced(w->dev, w->handle, virt_to_phys(w->words)))
		job->facts |= PMK_FACT_BOUNCED;
	if (!stays_mapped(job->req->op))
		unmap(w);
	return 0;
}

static int prepare(struct pmk_job *job)
{
	struct work *w = kzalloc(sizeof(*w), GFP_KERNEL);
	int err = 0;

	if (!w)
		return -ENOMEM;
	w->dev = job->dev->dev;
	w->bytes = job->req->bytes;
	w->seed = job->req->seed;
	if (is_coherent(job->req->op)) {
		w->words =
			dma_alloc_coherent(w->dev, w->bytes, &w->handle, GFP_KERNEL | __GFP_NOWARN);
		err = w->words ? 0 : -ENOMEM;
	} else {
		err = prepare_streaming(job, w);
	}
	if (err)
		kfree(w);
	else
		job->priv = w;
	return err;
}

static void finish(struct pmk_job *job)
{
	enum pmk_op op = job->req->op;
	struct work *w = job->priv;

	if (stays_mapped(op))
		unmap(w);
	if (pmk_words_match(w->words, w->bytes, w->seed))
		job->facts |= PMK_FACT_INTACT;
	if (is_coherent(op))
		dma_free_coherent(w->dev, w->bytes, w->words, w->handle);
	else
		free_pages_exact(w->words, w->bytes);
	kfree(w);
}

#define USES (PMK_USES_BYTES | PMK_USES_SEED | PMK_USES_DEVICE)
static const struct pmk_operation ops[] = {
	{ PMK_OP_DMA_CYCLE_COHERENT, run_cycle_coherent, USES },
	{ PMK_OP_DMA_CYCLE_MAP, run_cycle_map, USES },
	{ PMK_OP_DMA_CYCLE_SYNC, run_cycle_sync, USES },
	{ PMK_OP_DMA_ALLOC_COHERENT, run_alloc, USES },
	{ PMK_OP_DMA_MAP, run_map, USES },
	{ PMK_OP_DMA_SYNC, run_sync, USES },
};

const struct pmk_family pmk_family_dma = {
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
	.n_max = PMK_RUN_N_MAX,
	.bytes_max = PMK_DMA_BYTES_MAX,
	.prepare = prepare,
	.finish = finish,
};
