// SPDX-License-Identifier: GPL-2.0-only
/* Questions about DMA memory: what lies where under a mask, and what becomes of a scatterlist. */
#include <linux/sched.h>

#include "dma.h"

#define HELD 16

/* Adds one buffer to the answers, and writes all over it. */
static void look(u64 *out, const struct pmk_dma *d, u32 kind, u64 boundary)
{
	u64 last = d->handle + d->bytes - 1;
	size_t i;

	if (pmk_broken("memory_dirty"))
		memset(d->words, 0xa5, d->bytes);
	out[1]++;
	out[2] = max(out[2], last);
	out[3] |= d->handle;
	out[4] += boundary && ((d->handle ^ last) & ~(boundary - 1));
	for (i = 0; i < d->bytes / sizeof(u64); i++)
		out[5] += d->words[i] != 0;
	memset(d->words, 0xa5, d->bytes);
	if (kind == PMK_DMA_STREAMING)
		out[6] += pmk_bounced(d->dev, d->handle, virt_to_phys(d->words));
}

/* All at once; a broken promise gives each back at once, and the next has its place. */
static void hold(u64 *out, struct pmk_dma *one, u32 kind, u64 boundary)
{
	struct pmk_dma held[HELD];
	bool keep = !pmk_broken("not_held");
	unsigned int n, i;

	for (n = 0; n < HELD && !pmk_dma_take(one, kind, true); n++) {
		held[n] = *one;
		look(out, one, kind, boundary);
		for (i = 0; i < n; i++)
			out[7] += held[i].handle < one->handle + one->bytes &&
				  one->handle < held[i].handle + one->bytes;
		if (!keep)
			pmk_dma_give(one, kind, true);
	}
	while (keep && n--)
		pmk_dma_give(&held[n], kind, true);
}

/* Pool or repetitions first, then two rounds, of which the second meets what the first left. */
static int look_twice(struct pmk_ask *req, struct pmk_dma *one)
{
	u64 arg = req->args[3], boundary = arg >> 32;
	u32 kind = req->args[0];
	unsigned int i;

	if (kind == PMK_DMA_POOL) {
		one->pool = dma_pool_create(KBUILD_MODNAME, one->dev, one->bytes,
					    pmk_broken("pool_loose") ? 0 : (u32)arg,
					    pmk_broken("pool_loose") ? 0 : boundary);
		if (!one->pool)
			return -EINVAL;
	} else {
		for (i = 0; i < arg && !pmk_dma_take(one, kind, true); i++) {
			pmk_dma_give(one, kind, true);
			if (fatal_signal_pending(current))
				return -EINTR;
			cond_resched();
		}
		boundary = 0;
	}
	hold(req->answers, one, kind, boundary);
	hold(req->answers, one, kind, boundary);
	dma_pool_destroy(one->pool);
	return 0;
}

static int ask_alloc(struct pmk_ask *req, struct pmk_dev *dev)
{
	struct pmk_dma one = { .dev = dev->dev, .bytes = req->args[1] };
	u64 mask = dma_get_mask(one.dev), coherent = one.dev->coherent_dma_mask;
	u64 bits = req->args[2];
	int err = 0;

	if (req->args[0] >= PMK_DMA_KINDS || !one.bytes || (one.bytes & 7) ||
	    req->args[1] > PMK_DMA_BYTES_MAX || bits - 1 > 63 ||
	    (req->args[0] == PMK_DMA_STREAMING && bits < 64 && !pmk_translated(one.dev)) ||
	    (req->args[0] != PMK_DMA_POOL &&
	     req->args[3] > min_t(u64, PMK_RUN_N_MAX, PMK_RUN_BYTES_MAX / one.bytes)))
		return -EINVAL;
	req->answers[0] = -dma_set_mask_and_coherent(one.dev, DMA_BIT_MASK(bits));
	if (!req->answers[0])
		err = look_twice(req, &one);
	dma_set_mask(one.dev, mask);
	dma_set_coherent_mask(one.dev, coherent);
	return err;
}

static int ask_sg(struct pmk_ask *req, struct pmk_dev *dev)
{
	u64 *out = req->answers, entries = req->args[0];
	unsigned int longest = dma_get_max_seg_size(dev->dev), i;
	struct pmk_pages *pages;
	struct scatterlist *sg;
	struct sg_table table;

	if (!entries || entries > PMK_DMA_SG_MAX)
		return -EINVAL;
	pages = pmk_dma_table(&table, entries);
	if (!pages)
		return -ENOMEM;
	out[3] = longest;
	if (pmk_broken("sg_changed"))
		table.sgl->length = sizeof(u64);
	if (pmk_broken("sg_longer"))
		dma_set_max_seg_size(dev->dev, PMK_DMA_BYTES_MAX);
	out[0] = dma_map_sg(dev->dev, table.sgl, entries, DMA_BIDIRECTIONAL);
	dma_set_max_seg_size(dev->dev, longest);
	for_each_sg(table.sgl, sg, out[0], i)
	{
		out[1] += sg_dma_len(sg);
		out[2] = max_t(u64, out[2], sg_dma_len(sg));
	}
	if (out[0])
		dma_unmap_sg(dev->dev, table.sgl, entries, DMA_BIDIRECTIONAL);
	for_each_sgtable_sg(&table, sg, i) out[4] +=
		sg_page(sg) != pages->page[i] || sg->length != PAGE_SIZE || sg->offset;
	sg_free_table(&table);
	pmk_pages_free(pages);
	return 0;
}

static const struct pmk_question_entry questions[] = {
	{ PMK_ASK_DMA_ALLOC, PMK_USES_DEVICE | PMK_USES_ALONE, ask_alloc },
	{ PMK_ASK_DMA_SG, PMK_USES_DEVICE, ask_sg },
};

const struct pmk_family pmk_family_dma_ask = {
	.questions = questions,
	.n_questions = ARRAY_SIZE(questions),
};
