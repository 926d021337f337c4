// SPDX-License-Identifier: GPL-2.0-only
/* The edu family: a device that really moves bytes fetches a buffer and stores it back. */
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/slab.h>

#include "internal.h"

struct end {
	u64 *words;
	dma_addr_t handle;
	enum dma_data_direction dir;
};

struct work {
	struct device *dev;
	size_t bytes;
	u64 done; /* operations so far, from chunk to chunk */
	bool intact;
	struct end end[2]; /* the device reads the first, and writes the second */
};

static void unmap(const struct work *w, unsigned int n)
{
	while (n--)
		dma_unmap_single(w->dev, w->end[n].handle, w->bytes, w->end[n].dir);
}

static int map(struct work *w)
{
	unsigned int i;

	for (i = 0; i < 2; i++) {
		struct end *e = &w->end[i];

		e->handle = dma_map_single(w->dev, e->words, w->bytes, e->dir);
		if (dma_mapping_error(w->dev, e->handle)) {
			unmap(w, i);
			return -ENOMEM;
		}
	}
	return 0;
}

static void sync(const struct work *w, bool for_device)
{
	unsigned int i;

	for (i = 0; i < 2; i++)
		(for_device ? dma_sync_single_for_device : dma_sync_single_for_cpu)(
			w->dev, w->end[i].handle, w->bytes, w->end[i].dir);
}

/* Before the transfer and after it, for each of the methods. */
static int hand_over(struct work *w, enum pmk_op op)
{
	if (op == PMK_OP_EDU_MAP)
		return map(w);
	if (op == PMK_OP_EDU_SYNC)
		sync(w, true);
	else
		dma_wmb();
	return 0;
}

static void take_back(struct work *w, enum pmk_op op)
{
	if (op == PMK_OP_EDU_MAP)
		unmap(w, 2);
	else if (op == PMK_OP_EDU_SYNC)
		sync(w, false);
	else
		dma_rmb();
}

/* New words at one end; at the other what no word of this or the last operation can be. */
PMK_EACH(round_trip)
{
	enum pmk_op op = job->req->op;
	u64 first = job->req->seed + w->done++, *to = w->end[1].words;
	int err;

	pmk_words_fill(w->end[0].words, w->bytes, first);
	memset(to, 0xa5, w->bytes);
	err = hand_over(w, op);
	if (err)
		return err;
	err = pmk_edu_round_trip(job->dev, w->end[0].handle, w->end[1].handle, w->bytes);
	take_back(w, op);
	w->intact &= pmk_words_match(to, w->bytes, first);
	job->check += pmk_words_sum(to, w->bytes);
	return err;
}
static void free_work(struct work *w, enum pmk_op op)
{
	unsigned int i;

	for (i = 0; i < 2 && w->end[i].words; i++)
		if (op == PMK_OP_EDU_COHERENT)
			dma_free_coherent(w->dev, w->bytes, w->end[i].words, w->end[i].handle);
		else
			free_pages_exact(w->end[i].words, w->bytes);
	kfree(w);
}

static int fill_work(struct pmk_job *job, struct work *w)
{
	enum pmk_op op = job->req->op;
	unsigned int i;
	int err;

	for (i = 0; i < 2; i++) {
		struct end *e = &w->end[i];

		e->dir = i ? DMA_FROM_DEVICE : DMA_TO_DEVICE;
		if (op == PMK_OP_EDU_COHERENT)
			e->words = dma_alloc_coherent(w->dev, w->bytes, &e->handle, GFP_KERNEL);
		else /* What its mask reaches without a bounce buffer, which many machines lack. */
			e->words = alloc_pages_exact(w->bytes, GFP_KERNEL | GFP_DMA);
		if (!e->words)
			return -ENOMEM;
	}
	if (op == PMK_OP_EDU_COHERENT)
		return 0;
	err = map(w);
	if (err)
		return err;
	for (i = 0; i < 2; i++)
		if (pmk_bounced(w->dev, w->end[i].handle, virt_to_phys(w->end[i].words)))
			job->facts |= PMK_FACT_BOUNCED;
	if (op == PMK_OP_EDU_MAP)
		unmap(w, 2);
	return 0;
}

static int prepare(struct pmk_job *job)
{
	struct work *w = kzalloc(sizeof(*w), GFP_KERNEL);
	int err;

	if (!w)
		return -ENOMEM;
	w->dev = job->dev->dev;
	w->bytes = job->req->bytes;
	w->intact = true;
	err = fill_work(job, w);
	if (err)
		free_work(w, job->req->op);
	else
		job->priv = w;
	return err;
}

static void finish(struct pmk_job *job)
{
	struct work *w = job->priv;

	if (job->req->op == PMK_OP_EDU_SYNC)
		unmap(w, 2);
	if (w->intact)
		job->facts |= PMK_FACT_INTACT;
	free_work(w, job->req->op);
}

#define USES (PMK_USES_BYTES | PMK_USES_SEED | PMK_USES_EDU)
static const struct pmk_operation ops[] = {
	{ PMK_OP_EDU_COHERENT, round_trip, USES },
	{ PMK_OP_EDU_MAP, round_trip, USES },
	{ PMK_OP_EDU_SYNC, round_trip, USES },
};

const struct pmk_family pmk_family_edu = {
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
	.n_max = PMK_EDU_N_MAX,
	.bytes_max = PMK_EDU_BYTES_MAX,
	.prepare = prepare,
	.finish = finish,
};
