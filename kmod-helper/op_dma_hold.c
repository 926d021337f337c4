// SPDX-License-Identifier: GPL-2.0-only
/* Questions about DMA memory: what lies where under a mask, and what a device sees of it. */
#include <linux/security.h>

#include "dma.h"

#define POISON 0xa5
#define BEFORE 0x0fedcba987654321ull /* the first word, and the next one afterwards */

struct work {
	struct pmk_dma one, held[PMK_DMA_HELD_MAX];
	u64 mask, coherent_mask; /* of the device, before */
	struct pmk_hold told;	 /* n of them are held */
};

/* Buffer number n, the last one to be stored into: what it is like, and words in it. */
static int take(struct pmk_job *job, struct work *w)
{
	struct pmk_dma *d = &w->held[w->told.n];
	bool last = w->told.n + 1 == job->req->pages, streams = pmk_dma_streams(w->one.kind);

	*d = w->one;
	d->dir = last ? DMA_FROM_DEVICE : DMA_TO_DEVICE;
	if (pmk_dma_take(d, false))
		return -ENOMEM;
	if (pmk_broken("memory_dirty"))
		memset(d->words, POISON, d->bytes);
	for (size_t i = 0; i < d->bytes / sizeof(u64); i++)
		w->told.buffer[w->told.n].dirty += d->words[i] != 0;
	pmk_words_fill(d->words, d->bytes, BEFORE + !!(job->req->flags & PMK_RUN_MAP));
	if (last)
		memset(d->words, POISON, d->bytes);
	if (streams && pmk_dma_hand(d))
		return -EIO;
	w->told.buffer[w->told.n].address = d->handle;
	w->told.buffer[w->told.n].bounced = streams ? pmk_bounced(d) : PMK_BOUNCE_NO;
	w->told.n++;
	return 0;
}

static int prepare(struct pmk_job *job, struct work *w)
{
	const struct pmk_run *req = job->req;
	bool masked = req->op == PMK_ASK_DMA_MASKED, streams = pmk_dma_streams(req->kind);
	bool pool = req->kind == PMK_DMA_POOL, unmaps = req->flags & PMK_RUN_UNMAP;
	u64 bits = masked ? req->seed : 64, left = pool ? (u32)req->args[0] : req->args[0];
	u64 n_max = min_t(u64, PMK_RUN_N_MAX, PMK_RUN_BYTES_MAX / (u32)req->bytes);
	struct device *dev = job->dev->dev;
	bool translated = pmk_translation(dev);
	enum pmk_share share = !streams				      ? PMK_SHARE_CMA
			       : dma_max_mapping_size(dev) < SIZE_MAX ? PMK_SHARE_BOUNCE
								      : PMK_SHARE_NONE;

	if (masked ? req->flags || bits - 1 > 63 || left > (pool ? PMK_DMA_BYTES_MAX : n_max)
		   : req->args[0] || req->pages != 2 || (req->flags && !streams) ||
			     (req->kind != PMK_DMA_COHERENT && req->kind != PMK_DMA_STREAMING))
		return -EINVAL;
	/*
	 * Without a translation, a store after unmapping may reach another's bounce buffer; with a
	 * boundary beyond its page, a pool of Linux 6.1 gives out blocks that end beyond it, too.
	 */
	if ((pool && req->args[0] >> 32 > PAGE_SIZE) ||
	    ((unmaps || (streams && bits < 64)) && !translated) ||
	    (unmaps && (req->flags & (PMK_RUN_SYNC_CPU | PMK_RUN_MAP))))
		return -EINVAL;
	/* As sysfs keeps root from a device's command register. */
	if (!masked && job->dev->edu && security_locked_down(LOCKDOWN_PCI_ACCESS))
		return -EPERM;
	if (pmk_share(&job->shared, share, req->pages * PAGE_ALIGN(req->bytes)))
		return -EBUSY;
	w->one = (struct pmk_dma){ .dev = dev, .kind = req->kind, .bytes = req->bytes };
	w->one.gfp = masked ? 0 : GFP_DMA; /* which a narrow mask reaches without bouncing */
	w->mask = dma_get_mask(dev);
	w->coherent_mask = dev->coherent_dma_mask;
	if (masked && dma_set_mask_and_coherent(dev, DMA_BIT_MASK(bits)))
		return -EIO;
	if (pool)
		w->one.pool =
			dma_pool_create(KBUILD_MODNAME, dev, req->bytes, left, req->args[0] >> 32);
	if (pool && !w->one.pool)
		return -EINVAL;
	for (; !pool && left && !pmk_dma_new(&w->one); left--) {
		pmk_dma_end(&w->one);
		if (pmk_job_ends(job))
			return pmk_job_ends(job);
		cond_resched();
	}
	while (w->told.n < req->pages && !take(job, w))
		;
	job->answers[0] = masked ? dma_get_cache_alignment() : 0;
	return 0;
}

static void finish(struct pmk_job *job, struct work *w)
{
	for (unsigned int i = 0; i < PMK_DMA_HELD_MAX; i++)
		pmk_dma_end(&w->held[i]);
	pmk_dma_end(&w->one);
	dma_pool_destroy(w->one.pool);
	if (w->mask && job->req->op == PMK_ASK_DMA_MASKED) {
		dma_set_mask(job->dev->dev, w->mask);
		dma_set_coherent_mask(job->dev->dev, w->coherent_mask);
	}
}

PMK_EACH(tell)
{
	void __user *to = u64_to_user_ptr(job->req->args[1]);

	return copy_to_user(to, &w->told, sizeof(w->told)) ? -EFAULT : 0;
}

static u64 arrived(const struct pmk_dma *to)
{
	if (pmk_words_match(to->words, to->bytes, BEFORE + 1))
		return PMK_HOLD_AFTER;
	if (pmk_words_match(to->words, to->bytes, BEFORE))
		return PMK_HOLD_BEFORE;
	return memchr_inv(to->words, POISON, to->bytes) ? PMK_HOLD_OTHER : PMK_HOLD_NOTHING;
}

/* The CPU stores, user space has the device fetch and store, the CPU looks. */
PMK_EACH(hold)
{
	u32 steps = job->req->flags;
	struct pmk_dma *from = &w->held[0], *to = &w->held[1];

	if (w->told.n < 2)
		return -ENOMEM;
	pmk_words_fill(from->words, from->bytes, BEFORE + 1);
	pmk_dma_sync(from, steps & PMK_RUN_SYNC_DEVICE, false);
	if (steps & PMK_RUN_UNMAP)
		pmk_dma_drop(to);
	if (tell_once(job, w))
		return -EFAULT;
	dma_wmb(); /* the words and what was told come before the step */
	pmk_dev_master(job->dev, true);
	pmk_await(job, u64_to_user_ptr(job->req->args[1] + offsetof(struct pmk_hold, step)));
	pmk_dev_master(job->dev, false);
	dma_rmb();
	pmk_dma_sync(to, false, steps & PMK_RUN_SYNC_CPU);
	if (steps & PMK_RUN_MAP)
		pmk_dma_drop(to);
	job->check = arrived(to);
	return pmk_job_ends(job);
}

#define USES (PMK_USES_BYTES | PMK_USES_PAGES | PMK_USES_DEVICE | PMK_QUESTION)
static const struct pmk_operation ops[] = {
	{ PMK_ASK_DMA_HOLD, USES, hold },
	{ PMK_ASK_DMA_MASKED, USES | PMK_USES_SEED | PMK_USES_ALONE, tell },
};

PMK_FAMILY(dma_hold, PMK_RUN_SYNC_DEVICE | PMK_RUN_SYNC_CPU | PMK_RUN_MAP | PMK_RUN_UNMAP,
	   PMK_DMA_KINDS, PMK_DMA_BYTES_MAX, PMK_DMA_HELD_MAX);
