// SPDX-License-Identifier: GPL-2.0-only
/* The edu family: a device that really moves bytes fetches a buffer and stores it back. */
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
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
	struct end from; /* the device reads this one */
	struct end to;	 /* and writes this one */
};

static int round_trip(const struct work *w)
{
	return pmk_edu_round_trip(w->from.handle, w->to.handle, w->bytes);
}

static int end_map(const struct work *w, struct end *e)
{
	e->handle = dma_map_single(w->dev, e->words, w->bytes, e->dir);
	return dma_mapping_error(w->dev, e->handle);
}

static void end_unmap(const struct work *w, struct end *e)
{
	dma_unmap_single(w->dev, e->handle, w->bytes, e->dir);
}

static int both_map(struct work *w)
{
	int err = end_map(w, &w->from);

	if (err)
		return err;
	err = end_map(w, &w->to);
	if (err)
		end_unmap(w, &w->from);
	return err;
}

static void both_unmap(struct work *w)
{
	end_unmap(w, &w->to);
	end_unmap(w, &w->from);
}

/* New words at one end; at the other what no word of this or the last operation can be. */
static u64 write_ends(const struct pmk_job *job, struct work *w)
{
	u64 first = job->req->seed + w->done++;

	pmk_words_fill(w->from.words, w->bytes, first);
	memset(w->to.words, 0xa5, w->bytes);
	return first;
}

static void read_end(struct pmk_job *job, struct work *w, u64 first)
{
	w->intact &= pmk_words_match(w->to.words, w->bytes, first);
	job->check += pmk_words_sum(w->to.words, w->bytes);
}

static int run_coherent(struct pmk_job *job, unsigned int n)
{
	struct work *w = job->priv;

	while (n--) {
		u64 first = write_ends(job, w);
		int err;

		dma_wmb();
		err = round_trip(w);
		if (err)
			return err;
		dma_rmb();
		read_end(job, w, first);
	}
	return 0;
}

static int run_map(struct pmk_job *job, unsigned int n)
{
	struct work *w = job->priv;

	while (n--) {
		u64 first = write_ends(job, w);
		int err = both_map(w);

		if (err)
			return err;
		err = round_trip(w);
		both_unmap(w);
		if (err)
			return err;
		read_end(job, w, first);
	}
	return 0;
}

static int run_sync(struct pmk_job *job, unsigned int n)
{
	struct work *w = job->priv;

	while (n--) {
		u64 first = write_ends(job, w);
		int err;

		dma_sync_single_for_device(w->dev, w->from.handle, w->bytes, w->from.dir);
		dma_sync_single_for_device(w->dev, w->to.handle, w->bytes, w->to.dir);
		err = round_trip(w);
		if (err)
			return err;
		dma_sync_single_for_cpu(w->dev, w->from.handle, w->bytes, w->from.dir);
		dma_sync_single_for_cpu(w->dev, w->to.handle, w->bytes, w->to.dir);
		read_end(job, w, first);
	}
	return 0;
}

static int end_alloc(struct work *w, struct end *e, enum pmk_op op)
{
	if (op == PMK_OP_EDU_COHERENT)
		e->words = dma_alloc_coherent(w->dev, w->bytes, &e->handle, GFP_KERNEL);
	else /* What its mask reaches without a bounce buffer, which many machines lack. */
		e->words = alloc_pages_exact(w->bytes, GFP_KERNEL | GFP_DMA);
	return e->words ? 0 : -ENOMEM;
}

static void end_free(struct work *w, struct end *e, enum pmk_op op)
{
	if (!e->words)
		return;
	if (op == PMK_OP_EDU_COHERENT)
		dma_free_coherent(w->dev, w->bytes, e->words, e->handle);
	else
		free_pages_exact(e->words, w->bytes);
}

static void free_work(struct work *w, enum pmk_op op)
{
	end_free(w, &w->from, op);
	end_free(w, &w->to, op);
	kfree(w);
}

static int fill_work(struct pmk_job *job, struct work *w)
{
	enum pmk_op op = job->req->op;
	int err = end_alloc(w, &w->from, op);

	if (!err)
		err = end_alloc(w, &w->to, op);
	if (err || op == PMK_OP_EDU_COHERENT)
		return err;
	err = both_map(w);
	if (err)
		return err;
	if (w->from.handle != virt_to_phys(w->from.words) ||
	    w->to.handle != virt_to_phys(w->to.words))
		job->facts |= PMK_FACT_BOUNCED;
	if (op == PMK_OP_EDU_MAP)
		both_unmap(w);
	return 0;
}

static int prepare(struct pmk_job *job)
{
	struct device *dev = pmk_edu_get();
	struct work *w;
	int err;

	if (!dev)
		return -ENODEV;
	w = kzalloc(sizeof(*w), GFP_KERNEL);
	if (!w) {
		pmk_edu_put();
		return -ENOMEM;
	}
	*w = (struct work){ .dev = dev, .bytes = job->req->bytes, .intact = true };
	w->from.dir = DMA_TO_DEVICE;
	w->to.dir = DMA_FROM_DEVICE;
	err = fill_work(job, w);
	if (err) {
		free_work(w, job->req->op);
		pmk_edu_put();
		return err;
	}
	job->priv = w;
	return 0;
}

static void finish(struct pmk_job *job)
{
	struct work *w = job->priv;

	if (job->req->op == PMK_OP_EDU_SYNC)
		both_unmap(w);
	if (w->intact)
		job->facts |= PMK_FACT_INTACT;
	free_work(w, job->req->op);
	pmk_edu_put();
}

static const struct pmk_operation ops[] = {
	{ PMK_OP_EDU_COHERENT, run_coherent },
	{ PMK_OP_EDU_MAP, run_map },
	{ PMK_OP_EDU_SYNC, run_sync },
};

const struct pmk_family pmk_family_edu = {
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
	.n_max = PMK_EDU_N_MAX,
	.bytes_max = PMK_EDU_BYTES_MAX,
	.takes_seed = true,
	.init = pmk_edu_init,
	.exit = pmk_edu_exit,
	.present = pmk_edu_present,
	.prepare = prepare,
	.finish = finish,
};
