// SPDX-License-Identifier: GPL-2.0-only
/* The dma_list family: many pages for one transfer, in one piece or each; and many transfers. */
#include "dma.h"

struct work {
	struct pmk_dma d; /* the memory that the pages are part of */
	size_t stride;	  /* from one page to the next: bytes */
	struct sg_table table;
	dma_addr_t page[PMK_DMA_SG_MAX]; /* each mapped by itself */
	unsigned int mapped;		 /* the first of them, from prepare() to finish() */
	u32 random;
};

static __always_inline void *page_at(struct work *w, unsigned int i)
{
	return (void *)w->d.words + i * w->stride;
}

static __always_inline int map_page(struct work *w, unsigned int i, size_t bytes)
{
	w->page[i] = dma_map_page(w->d.dev, virt_to_page(page_at(w, i)), 0, bytes, w->d.dir);
	return dma_mapping_error(w->d.dev, w->page[i]) ? -ENOMEM : 0;
}

PMK_EACH(run_map_sg)
{
	int n = dma_map_sg(w->d.dev, w->table.sgl, w->table.orig_nents, w->d.dir);

	job->check += n;
	if (n)
		dma_unmap_sg(w->d.dev, w->table.sgl, w->table.orig_nents, w->d.dir);
	return n ? 0 : -ENOMEM;
}

/* One transfer has all of them mapped at once. */
PMK_EACH(run_map_pages)
{
	unsigned int pages = job->req->pages, n = 0;

	while (n < pages && !map_page(w, n, PAGE_SIZE))
		n++;
	job->check += n;
	for (unsigned int i = 0; i < n; i++)
		dma_unmap_page(w->d.dev, w->page[i], PAGE_SIZE, w->d.dir);
	return n == pages ? 0 : -ENOMEM;
}

/* Any of the pages in flight comes back, is read and filled, and goes out again. */
#define FLIGHT(name, come_back, go_out)                                         \
	PMK_EACH(name)                                                          \
	{                                                                       \
		unsigned int i = (u64)w->random * job->req->pages >> 32;        \
		size_t bytes = job->req->bytes;                                 \
                                                                                \
		/* Numerical Recipes, 7.1: its upper bits are random enough. */ \
		w->random = w->random * 1664525 + 1013904223;                   \
		come_back(w->d.dev, w->page[i], bytes, w->d.dir);               \
		job->check += pmk_words_sum(page_at(w, i), bytes);              \
		pmk_words_fill(page_at(w, i), bytes, job->req->seed);           \
		return go_out;                                                  \
	}
FLIGHT(run_flight_map, dma_unmap_page, map_page(w, i, bytes))
FLIGHT(run_flight_sync, dma_sync_single_for_cpu,
       (dma_sync_single_for_device(w->d.dev, w->page[i], bytes, w->d.dir), 0))

#ifdef PMK_HAVE_DMA_IOVA
PMK_EACH(run_iova)
{
	size_t bytes = job->req->pages << PAGE_SHIFT, linked = 0;
	phys_addr_t page = virt_to_phys(w->d.words);
	struct dma_iova_state state;
	int err = 0;

	if (!dma_iova_try_alloc(w->d.dev, &state, page, bytes))
		return -EOPNOTSUPP;
	for (; !err && linked < bytes; page += w->stride) {
		err = dma_iova_link(w->d.dev, &state, page, linked, PAGE_SIZE, w->d.dir, 0);
		linked += err ? 0 : PAGE_SIZE;
	}
	err = err ?: dma_iova_sync(w->d.dev, &state, 0, bytes);
	dma_iova_destroy(w->d.dev, &state, linked, w->d.dir, 0);
	return err;
}
#endif

/* A list of the pages, and what the segments of a trial are. */
static int prepare_list(struct pmk_job *job, struct work *w)
{
	unsigned int longest = dma_get_max_seg_size(w->d.dev), i;
	struct scatterlist *sg;
	size_t bytes = 0;
	int err;

	if (sg_alloc_table(&w->table, job->req->pages, GFP_KERNEL))
		return -ENOMEM;
	for_each_sgtable_sg(&w->table, sg, i)
		sg_set_buf(sg, page_at(w, i), PAGE_SIZE);
	if (pmk_broken("sg_longer"))
		dma_set_max_seg_size(w->d.dev, PMK_DMA_BYTES_MAX);
	if (pmk_broken("sg_changed"))
		w->table.sgl->length = sizeof(u64);
	err = dma_map_sgtable(w->d.dev, &w->table, w->d.dir, 0);
	dma_set_max_seg_size(w->d.dev, longest);
	if (err)
		return -ENOMEM;
	job->facts = PMK_FACT_LIMITED;
	for_each_sgtable_dma_sg(&w->table, sg, i) {
		bytes += sg_dma_len(sg);
		if (sg_dma_len(sg) > longest)
			job->facts = 0;
	}
	job->facts |= bytes == job->req->pages << PAGE_SHIFT ? PMK_FACT_COVERED : 0;
	dma_unmap_sgtable(w->d.dev, &w->table, w->d.dir, 0);
	return 0;
}

/* Pages side by side, or each apart from the next; each holds the same words. */
static int prepare(struct pmk_job *job, struct work *w)
{
	const struct pmk_run *req = job->req;

	w->stride = req->flags & PMK_RUN_APART ? 2 * PAGE_SIZE : PAGE_SIZE;
	w->d = (struct pmk_dma){ .dev = job->dev->dev, .kind = PMK_DMA_STREAMING };
	w->d.bytes = req->pages * w->stride;
	w->d.dir = req->kind;
	if (pmk_dma_take(&w->d, false))
		return -ENOMEM;
	if (pmk_reach(w->d.dev, virt_to_phys(w->d.words), w->d.bytes))
		return -EIO;
	for (unsigned int i = 0; i < req->pages; i++)
		pmk_words_fill(page_at(w, i), PAGE_SIZE, req->seed);
	for (; req->bytes && w->mapped < req->pages; w->mapped++)
		if (map_page(w, w->mapped, req->bytes))
			return -ENOMEM;
	return req->op == PMK_OP_DMA_MAP_SG ? prepare_list(job, w) : 0;
}

static void finish(struct pmk_job *job, struct work *w)
{
	bool intact = w->d.words, apart = true;

	while (w->mapped--)
		if (!dma_mapping_error(w->d.dev, w->page[w->mapped]))
			dma_unmap_page(w->d.dev, w->page[w->mapped], job->req->bytes, w->d.dir);
	for (unsigned int i = 0; intact && i < job->req->pages; i++) {
		intact = pmk_words_match(page_at(w, i), PAGE_SIZE, job->req->seed);
		apart &= !i || w->page[i] != w->page[i - 1];
	}
	job->facts |= intact ? PMK_FACT_INTACT : 0;
	job->facts |= apart && job->req->op == PMK_OP_DMA_MAP_PAGES ? PMK_FACT_COVERED : 0;
	pmk_dma_end(&w->d);
	sg_free_table(&w->table);
}

#define USES	    (PMK_USES_PAGES | PMK_USES_EACH | PMK_USES_DEVICE)
#define FLIGHT_USES (PMK_USES_PAGES | PMK_USES_BYTES | PMK_USES_SEED | PMK_USES_DEVICE)
static const struct pmk_operation ops[] = {
	{ PMK_OP_DMA_MAP_SG, USES, run_map_sg },
	{ PMK_OP_DMA_MAP_PAGES, USES, run_map_pages },
	{ PMK_OP_DMA_FLIGHT_MAP, FLIGHT_USES, run_flight_map },
	{ PMK_OP_DMA_FLIGHT_SYNC, FLIGHT_USES, run_flight_sync },
#ifdef PMK_HAVE_DMA_IOVA
	{ PMK_OP_DMA_IOVA, USES | PMK_COUNTED, run_iova },
#endif
};

PMK_FAMILY(dma_list, PMK_RUN_APART, DMA_FROM_DEVICE + 1, PAGE_SIZE, PMK_DMA_SG_MAX);
