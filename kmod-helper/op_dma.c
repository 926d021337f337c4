// SPDX-License-Identifier: GPL-2.0-only
/* The dma family: handing a buffer to a device and taking it back; no device moves any bytes. */
#include <linux/log2.h>
#include <linux/slab.h>

#include "dma.h"

struct work {
	struct pmk_dma d;
	u32 kind;    /* enum pmk_dma_memory */
	bool mapped; /* from prepare() to finish() */
	u64 seed;
	unsigned long step;	 /* from one word to the next, times the word's number, plus 1 */
	struct pmk_pages *pages; /* behind the scatterlist */
	struct sg_table table;
};

PMK_EACH(run_map)
{
	job->check++;
	if (pmk_dma_map(&w->d))
		return -ENOMEM;
	pmk_dma_unmap(&w->d);
	return 0;
}

PMK_EACH(run_map_page)
{
	struct pmk_dma *d = &w->d;

	job->check++;
	d->handle = dma_map_page(d->dev, virt_to_page(d->words), 0, d->bytes, d->dir);
	if (dma_mapping_error(d->dev, d->handle))
		return -ENOMEM;
	dma_unmap_page(d->dev, d->handle, d->bytes, d->dir);
	return 0;
}

PMK_EACH(run_map_sg)
{
	int n = dma_map_sg(w->d.dev, w->table.sgl, w->table.orig_nents, w->d.dir);

	job->check += n;
	if (n)
		dma_unmap_sg(w->d.dev, w->table.sgl, w->table.orig_nents, w->d.dir);
	return n ? 0 : -ENOMEM;
}

PMK_EACH(run_sync)
{
	job->check++;
	pmk_dma_sync_device(&w->d);
	pmk_dma_sync_cpu(&w->d);
	return 0;
}

PMK_EACH(run_sync_device)
{
	job->check++;
	pmk_dma_sync_device(&w->d);
	return 0;
}

PMK_EACH(run_sync_cpu)
{
	job->check++;
	pmk_dma_sync_cpu(&w->d);
	return 0;
}

PMK_EACH(run_alloc)
{
	job->check++;
	if (pmk_dma_take(&w->d, w->kind, true))
		return -ENOMEM;
	pmk_dma_give(&w->d, w->kind, true);
	return 0;
}

/* Each word once; scattered or in order is the same loop with another step. */
static __always_inline int access(struct pmk_job *job, struct work *w, bool write)
{
	u64 *words = w->d.words, seed = w->seed, sum = write;
	size_t n = w->d.bytes / sizeof(u64), step = w->step, i, at = 0;
	size_t mask = step == 1 ? ~0ul : n - 1;

	for (i = 0; i < n; i++) {
		if (write)
			WRITE_ONCE(words[at], seed + at);
		else
			sum += READ_ONCE(words[at]);
		at = (at * step + 1) & mask;
	}
	job->check += sum;
	return 0;
}

PMK_EACH(run_read)
{
	return access(job, w, false);
}

PMK_EACH(run_write)
{
	return access(job, w, true);
}

/* The cycles: the CPU fills the buffer, it is handed over and taken back, and the CPU reads it. */
PMK_EACH(run_cycle_coherent)
{
	pmk_words_fill(w->d.words, w->d.bytes, w->seed);
	dma_wmb(); /* where a driver would ring the doorbell */
	dma_rmb(); /* where it would have seen the device done */
	job->check += pmk_words_sum(w->d.words, w->d.bytes);
	return 0;
}

PMK_EACH(run_cycle_map)
{
	pmk_words_fill(w->d.words, w->d.bytes, w->seed);
	if (pmk_dma_map(&w->d))
		return -ENOMEM;
	pmk_dma_unmap(&w->d);
	job->check += pmk_words_sum(w->d.words, w->d.bytes);
	return 0;
}

PMK_EACH(run_cycle_sync)
{
	pmk_words_fill(w->d.words, w->d.bytes, w->seed);
	pmk_dma_sync_device(&w->d);
	pmk_dma_sync_cpu(&w->d);
	job->check += pmk_words_sum(w->d.words, w->d.bytes);
	return 0;
}

/* Another order of the words that visits each once: a congruential sequence of full period. */
#define SCATTERED 0x4c957f2dul

struct pmk_pages *pmk_dma_table(struct sg_table *table, unsigned int n)
{
	struct pmk_pages *pages = pmk_pages_new(n, GFP_KERNEL, 0);
	struct scatterlist *sg;
	unsigned int i;

	if (!pages || sg_alloc_table(table, n, GFP_KERNEL)) {
		pmk_pages_free(pages);
		return NULL;
	}
	for_each_sgtable_sg(table, sg, i) sg_set_page(sg, pages->page[i], PAGE_SIZE, 0);
	return pages;
}

/* Memory that stays, mapped where the op does not map it; for those that take it, a trial. */
static int prepare_memory(struct pmk_job *job, struct work *w)
{
	enum pmk_op op = job->req->op;
	struct pmk_dma *d = &w->d;

	if (w->kind == PMK_DMA_STREAMING && d->bytes > dma_max_mapping_size(d->dev))
		return -E2BIG;
	if (w->kind == PMK_DMA_POOL)
		d->pool = dma_pool_create(KBUILD_MODNAME, d->dev, d->bytes, 0, 0);
	if ((w->kind == PMK_DMA_POOL && !d->pool) || pmk_dma_take(d, w->kind, true)) {
		dma_pool_destroy(d->pool);
		return -ENOMEM;
	}
	if (w->kind == PMK_DMA_STREAMING && pmk_bounced(d->dev, d->handle, virt_to_phys(d->words)))
		job->facts |= PMK_FACT_BOUNCED;
	w->mapped = op != PMK_OP_DMA_MAP && op != PMK_OP_DMA_MAP_PAGE && op != PMK_OP_DMA_CYCLE_MAP;
	if (!w->mapped)
		pmk_dma_unmap(d);
	pmk_words_fill(d->words, d->bytes, w->seed);
	if (op == PMK_OP_DMA_ALLOC)
		pmk_dma_give(d, w->kind, true);
	return 0;
}

static int prepare(struct pmk_job *job)
{
	const struct pmk_run *req = job->req;
	bool streams = req->op != PMK_OP_DMA_ALLOC && req->op != PMK_OP_DMA_READ &&
		       req->op != PMK_OP_DMA_WRITE && req->op != PMK_OP_DMA_CYCLE_COHERENT;
	struct work *w;
	int err;

	if ((streams && req->kind > DMA_FROM_DEVICE) ||
	    ((req->flags & PMK_RUN_RANDOM) && !is_power_of_2(req->bytes)))
		return -EINVAL;
	w = kzalloc(sizeof(*w), GFP_KERNEL);
	if (!w)
		return -ENOMEM;
	w->d = (struct pmk_dma){ .dev = job->dev->dev, .bytes = req->bytes };
	w->d.dir = streams ? req->kind : DMA_BIDIRECTIONAL;
	w->kind = streams ? PMK_DMA_STREAMING : req->kind;
	w->seed = req->seed;
	w->step = req->flags & PMK_RUN_RANDOM ? SCATTERED : 1;
	if (req->pages)
		w->pages = pmk_dma_table(&w->table, req->pages);
	err = !req->pages ? prepare_memory(job, w) : w->pages ? 0 : -ENOMEM;
	if (err)
		kfree(w);
	else
		job->priv = w;
	return err;
}

static void finish(struct pmk_job *job)
{
	struct work *w = job->priv;

	if (!w->pages && job->req->op != PMK_OP_DMA_ALLOC) {
		if (pmk_words_match(w->d.words, w->d.bytes, w->seed))
			job->facts |= PMK_FACT_INTACT;
		pmk_dma_give(&w->d, w->kind, w->mapped);
	}
	sg_free_table(&w->table);
	pmk_pages_free(w->pages);
	dma_pool_destroy(w->d.pool);
	kfree(w);
}

#define USES  (PMK_USES_BYTES | PMK_USES_SEED | PMK_USES_DEVICE)
#define ENTRY (PMK_USES_PAGES | PMK_USES_EACH | PMK_USES_DEVICE)
static const struct pmk_operation ops[] = {
	{ PMK_OP_DMA_CYCLE_COHERENT, run_cycle_coherent, USES },
	{ PMK_OP_DMA_CYCLE_MAP, run_cycle_map, USES },
	{ PMK_OP_DMA_CYCLE_SYNC, run_cycle_sync, USES },
	{ PMK_OP_DMA_ALLOC, run_alloc, USES },
	{ PMK_OP_DMA_MAP, run_map, USES },
	{ PMK_OP_DMA_SYNC, run_sync, USES },
	{ PMK_OP_DMA_SYNC_DEVICE, run_sync_device, USES },
	{ PMK_OP_DMA_SYNC_CPU, run_sync_cpu, USES },
	{ PMK_OP_DMA_MAP_PAGE, run_map_page, USES },
	{ PMK_OP_DMA_MAP_SG, run_map_sg, ENTRY },
	{ PMK_OP_DMA_READ, run_read, USES },
	{ PMK_OP_DMA_WRITE, run_write, USES },
};

const struct pmk_family pmk_family_dma = {
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
	.flags = PMK_RUN_RANDOM,
	.kinds = PMK_DMA_KINDS,
	.n_max = PMK_RUN_N_MAX,
	.bytes_max = PMK_DMA_BYTES_MAX,
	.pages_max = PMK_DMA_SG_MAX,
	.prepare = prepare,
	.finish = finish,
};
