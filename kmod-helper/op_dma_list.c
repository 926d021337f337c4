// SPDX-License-Identifier: GPL-2.0-only
/* The dma_list family: many pages for one transfer, in one piece or each; and many transfers. */
#include "dma.h"

#ifdef CONFIG_PAGE_POOL
#ifdef PMK_HAVE_POOL_HELPERS
#include <net/page_pool/helpers.h>
#else
#include <net/page_pool.h>
#endif
#endif

struct work {
	struct pmk_dma d; /* the memory that the pages are part of */
	size_t stride;	  /* from one page to the next: bytes */
	struct sg_table table;
	dma_addr_t page[2 * PMK_DMA_SG_MAX];	 /* each mapped by itself; as many as of a pool */
	unsigned int mapped;			 /* the first of them, from prepare() to finish() */
	u32 random, next;			 /* of those in flight; of a ring */
	u64 packet[PAGE_SIZE / 8];		 /* copied out of it */
	struct page_pool *pool;			 /* that its buffers come from */
	struct page *pooled[2 * PMK_DMA_SG_MAX]; /* up to the first NULL */
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

/* One of the buffers that the device has comes back and is read, and the device gets one again. */
#define ONE_OF_MANY(name, which, come_back, words, go_out)  \
	PMK_EACH(name)                                      \
	{                                                   \
		unsigned int i = which(w, job->req->pages); \
		size_t bytes = job->req->bytes;             \
                                                            \
		come_back;                                  \
		job->check += pmk_words_sum(words, bytes);  \
		return go_out;                              \
	}
/* Numerical Recipes, 7.1: its upper bits are random enough. */
#define ANY(w, pages) \
	((w)->random = (w)->random * 1664525 + 1013904223, (u64)(w)->random * (pages) >> 32)
#define NEXT(w, pages) ((w)->next = (w)->next + 1 < (pages) ? (w)->next + 1 : 0)
#define UNMAP	       dma_unmap_page(w->d.dev, w->page[i], bytes, w->d.dir)
#define MAP	       map_page(w, i, bytes)
#define SYNC(who)      dma_sync_single_for_##who(w->d.dev, w->page[i], bytes, w->d.dir)
#define FILL	       pmk_words_fill(page_at(w, i), bytes, job->req->seed)
/* Any of the pages in flight, which is filled. */
ONE_OF_MANY(run_flight_map, ANY, UNMAP, page_at(w, i), (FILL, MAP))
ONE_OF_MANY(run_flight_sync, ANY, SYNC(cpu), page_at(w, i), (FILL, SYNC(device), 0))
/* The next one of a ring. */
ONE_OF_MANY(run_ring_map, NEXT, UNMAP, page_at(w, i), MAP)
ONE_OF_MANY(run_ring_sync, NEXT, SYNC(cpu), page_at(w, i), (SYNC(device), 0))
ONE_OF_MANY(run_ring_copy, NEXT, dma_rmb(), memcpy(w->packet, page_at(w, i), bytes), 0)

#ifdef CONFIG_PAGE_POOL
static __always_inline int from_pool(struct work *w, unsigned int i)
{
	w->pooled[i] = page_pool_dev_alloc_pages(w->pool);
	w->page[i] = w->pooled[i] ? page_pool_get_dma_addr(w->pooled[i]) : 0;
	return w->pooled[i] ? 0 : -ENOMEM;
}

ONE_OF_MANY(run_ring_pool, NEXT, SYNC(cpu), page_address(w->pooled[i]),
	    (page_pool_put_page(w->pool, w->pooled[i], bytes, false), from_pool(w, i)))

/*
 * Pages of the pool's, with the words that each packet's sum tells of. All that the pool has: it
 * allocates so many at once, and what the ring leaves goes back, as packets do.
 */
static int prepare_pool(struct work *w, unsigned int pages, u64 seed)
{
	struct page_pool_params params = { .flags = PP_FLAG_DMA_MAP | PP_FLAG_DMA_SYNC_DEV,
					   .pool_size = ARRAY_SIZE(w->pooled),
					   .nid = NUMA_NO_NODE,
					   .dev = w->d.dev,
					   .dma_dir = w->d.dir,
					   .max_len = PAGE_SIZE };
	size_t bytes = PAGE_SIZE;
	unsigned int i;

	w->pool = page_pool_create(&params);
	if (IS_ERR(w->pool))
		return PTR_ERR(w->pool);
	for (i = 0; i < pages + PP_ALLOC_CACHE_REFILL || w->pool->alloc.count; i++) {
		if (from_pool(w, i))
			return -ENOMEM;
		pmk_words_fill(page_address(w->pooled[i]), bytes, seed);
		SYNC(device);
	}
	for (; i > pages; w->pooled[i] = NULL)
		page_pool_put_page(w->pool, w->pooled[--i], -1, false);
	return 0;
}

static void finish_pool(struct work *w)
{
	for (unsigned int i = 0; w->pooled[i]; i++)
		page_pool_put_page(w->pool, w->pooled[i], -1, false);
	if (!IS_ERR_OR_NULL(w->pool))
		page_pool_destroy(w->pool);
}
#else
#define prepare_pool(w, pages, seed) (-EOPNOTSUPP)
#define finish_pool(w)		     ((void)(w))
#define run_ring_pool		     NULL
#endif

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
	u64 boundary = pmk_broken("sg_crosses") ? PAGE_SIZE : dma_get_seg_boundary(w->d.dev) + 1ull;
	struct scatterlist *sg;
	size_t bytes = 0;
	int err;

	if (sg_alloc_table(&w->table, job->req->pages, GFP_KERNEL))
		return -ENOMEM;
	for_each_sgtable_sg(&w->table, sg, i)
		sg_set_buf(sg, page_at(w, i), PAGE_SIZE);
	if (pmk_broken("sg_longer"))
		dma_set_max_seg_size(w->d.dev, PMK_DMA_BYTES_MAX);
	w->table.sgl->length = pmk_broken("sg_changed") ? sizeof(u64) : PAGE_SIZE;
	err = dma_map_sgtable(w->d.dev, &w->table, w->d.dir, 0);
	dma_set_max_seg_size(w->d.dev, longest);
	if (err)
		return -ENOMEM;
	job->facts = PMK_FACT_LIMITED | PMK_FACT_BOUNDED;
	for_each_sgtable_dma_sg(&w->table, sg, i) {
		bytes += sg_dma_len(sg);
		job->facts &= ~(sg_dma_len(sg) > longest ? PMK_FACT_LIMITED : 0);
		if (boundary && (sg_dma_address(sg) & (boundary - 1)) + sg_dma_len(sg) > boundary)
			job->facts &= ~PMK_FACT_BOUNDED;
	}
	job->facts |= bytes == job->req->pages << PAGE_SHIFT ? PMK_FACT_COVERED : 0;
	dma_unmap_sgtable(w->d.dev, &w->table, w->d.dir, 0);
	return 0;
}

/* Pages side by side, or each apart from the next; each holds the same words. */
static int prepare(struct pmk_job *job, struct work *w)
{
	const struct pmk_run *req = job->req;
	bool copies = req->op == PMK_OP_DMA_RING_COPY;

	w->stride = req->flags & PMK_RUN_APART ? 2 * PAGE_SIZE : PAGE_SIZE;
	w->d = (struct pmk_dma){ .dev = job->dev->dev, .dir = req->kind };
	w->d.kind = copies ? PMK_DMA_COHERENT : PMK_DMA_STREAMING;
	w->d.bytes = req->pages * w->stride;
	if (req->op == PMK_OP_DMA_RING_POOL)
		return pmk_reach(w->d.dev, 0, 0) ?: prepare_pool(w, req->pages, req->seed);
	if (pmk_dma_take(&w->d, false))
		return -ENOMEM;
	if (!copies && pmk_reach(w->d.dev, virt_to_phys(w->d.words), w->d.bytes))
		return -EIO;
	job->facts |= copies ? pmk_cached(w->d.words) : 0;
	for (unsigned int i = 0; i < req->pages; i++)
		pmk_words_fill(page_at(w, i), PAGE_SIZE, req->seed);
	for (; req->bytes && !copies && w->mapped < req->pages; w->mapped++)
		if (map_page(w, w->mapped, req->bytes))
			return -ENOMEM;
	return req->op == PMK_OP_DMA_MAP_SG ? prepare_list(job, w) : 0;
}

static void finish(struct pmk_job *job, struct work *w)
{
	bool intact = w->d.words, apart = true;

	finish_pool(w);
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
	{ PMK_OP_DMA_RING_MAP, FLIGHT_USES, run_ring_map },
	{ PMK_OP_DMA_RING_SYNC, FLIGHT_USES, run_ring_sync },
	{ PMK_OP_DMA_RING_COPY, FLIGHT_USES, run_ring_copy },
	{ PMK_OP_DMA_RING_POOL, FLIGHT_USES, run_ring_pool },
#ifdef PMK_HAVE_DMA_IOVA
	{ PMK_OP_DMA_IOVA, USES | PMK_COUNTED, run_iova },
#endif
};

PMK_FAMILY(dma_list, PMK_RUN_APART, DMA_FROM_DEVICE + 1, PAGE_SIZE, PMK_DMA_SG_MAX);
