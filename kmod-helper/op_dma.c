// SPDX-License-Identifier: GPL-2.0-only
/* The dma family: handing a buffer to a device and back; the device exists in software only. */
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

#include "internal.h"

/*
 * No bytes move through it: it is what the DMA API needs to know about a device. So costs are right
 * and coherency is not shown; that is what op_edu.c is for.
 */
static struct platform_device *pdev;

struct work {
	struct device *dev;
	size_t bytes;
	u64 seed;
	u64 *words;
	dma_addr_t handle;
};

static int fake_device_init(void)
{
	int err;

	pdev = platform_device_register_simple("pagemark", PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(pdev))
		return PTR_ERR(pdev);
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		platform_device_unregister(pdev);
	return err;
}

static void fake_device_exit(void)
{
	platform_device_unregister(pdev);
}

static int map(struct work *w)
{
	w->handle = dma_map_single(w->dev, w->words, w->bytes, DMA_BIDIRECTIONAL);
	return dma_mapping_error(w->dev, w->handle);
}

static void unmap(struct work *w)
{
	dma_unmap_single(w->dev, w->handle, w->bytes, DMA_BIDIRECTIONAL);
}

static void sync_both(struct work *w)
{
	dma_sync_single_for_device(w->dev, w->handle, w->bytes, DMA_BIDIRECTIONAL);
	dma_sync_single_for_cpu(w->dev, w->handle, w->bytes, DMA_BIDIRECTIONAL);
}

static int cycle_coherent(struct pmk_job *job, unsigned int n)
{
	struct work *w = job->priv;

	while (n--) {
		pmk_words_fill(w->words, w->bytes, w->seed);
		dma_wmb(); /* where a driver would ring the doorbell */
		dma_rmb(); /* where it would have seen the device done */
		job->check += pmk_words_sum(w->words, w->bytes);
	}
	return 0;
}

static int cycle_map(struct pmk_job *job, unsigned int n)
{
	struct work *w = job->priv;

	while (n--) {
		int err;

		pmk_words_fill(w->words, w->bytes, w->seed);
		err = map(w);
		if (err)
			return err;
		unmap(w);
		job->check += pmk_words_sum(w->words, w->bytes);
	}
	return 0;
}

static int cycle_sync(struct pmk_job *job, unsigned int n)
{
	struct work *w = job->priv;

	while (n--) {
		pmk_words_fill(w->words, w->bytes, w->seed);
		sync_both(w);
		job->check += pmk_words_sum(w->words, w->bytes);
	}
	return 0;
}

static int only_alloc(struct pmk_job *job, unsigned int n)
{
	struct work *w = job->priv;

	for (; n--; job->check++) {
		dma_addr_t handle;
		void *words = dma_alloc_coherent(w->dev, w->bytes, &handle, GFP_KERNEL);

		if (!words)
			return -ENOMEM;
		dma_free_coherent(w->dev, w->bytes, words, handle);
	}
	return 0;
}

static int only_map(struct pmk_job *job, unsigned int n)
{
	struct work *w = job->priv;

	for (; n--; job->check++) {
		int err = map(w);

		if (err)
			return err;
		unmap(w);
	}
	return 0;
}

static int only_sync(struct pmk_job *job, unsigned int n)
{
	struct work *w = job->priv;

	for (; n--; job->check++)
		sync_both(w);
	return 0;
}

static bool is_coherent(enum pmk_op op)
{
	return op == PMK_OP_DMA_CYCLE_COHERENT || op == PMK_OP_DMA_ALLOC_COHERENT;
}

static bool is_cycle(enum pmk_op op)
{
	return op == PMK_OP_DMA_CYCLE_COHERENT || op == PMK_OP_DMA_CYCLE_MAP ||
	       op == PMK_OP_DMA_CYCLE_SYNC;
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
	if (w->handle != virt_to_phys(w->words))
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
	w->dev = &pdev->dev;
	w->bytes = job->req->bytes;
	w->seed = job->req->seed;
	if (is_coherent(job->req->op)) {
		w->words = dma_alloc_coherent(w->dev, w->bytes, &w->handle, GFP_KERNEL);
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
	if (is_cycle(op) && pmk_words_match(w->words, w->bytes, w->seed))
		job->facts |= PMK_FACT_INTACT;
	if (is_coherent(op))
		dma_free_coherent(w->dev, w->bytes, w->words, w->handle);
	else
		free_pages_exact(w->words, w->bytes);
	kfree(w);
}

static const struct pmk_operation ops[] = {
	{ PMK_OP_DMA_CYCLE_COHERENT, cycle_coherent },
	{ PMK_OP_DMA_CYCLE_MAP, cycle_map },
	{ PMK_OP_DMA_CYCLE_SYNC, cycle_sync },
	{ PMK_OP_DMA_ALLOC_COHERENT, only_alloc },
	{ PMK_OP_DMA_MAP, only_map },
	{ PMK_OP_DMA_SYNC, only_sync },
};

const struct pmk_family pmk_family_dma = {
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
	.n_max = PMK_RUN_N_MAX,
	.bytes_max = PMK_DMA_BYTES_MAX,
	.takes_seed = true,
	.init = fake_device_init,
	.exit = fake_device_exit,
	.prepare = prepare,
	.finish = finish,
};
