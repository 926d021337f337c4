// SPDX-License-Identifier: GPL-2.0-only
/* The dma family: handing a buffer to a device and taking it back; no device moves any bytes. */
#include <linux/iommu.h>

#include "dma.h"

/* Another order of the words that visits each once: a congruential sequence of full period. */
#define SCATTERED 0x4c957f2dul

struct work {
	struct pmk_dma d;
	bool mapped;	    /* from prepare() to finish() */
	unsigned long step; /* from one word to the next, times the word's number, plus 1 */
	size_t stride;	    /* of a list, from one page to the next: bytes */
	struct sg_table table;
};

static __always_inline int map(struct pmk_dma *d)
{
	int err = pmk_dma_map(d);

	if (!err)
		pmk_dma_unmap(d);
	return err;
}

static __always_inline int map_page(struct pmk_dma *d)
{
	d->handle = dma_map_page(d->dev, virt_to_page(d->words), 0, d->bytes, d->dir);
	if (dma_mapping_error(d->dev, d->handle))
		return -ENOMEM;
	dma_unmap_page(d->dev, d->handle, d->bytes, d->dir);
	return 0;
}

static __always_inline int alloc(struct pmk_dma *d)
{
	if (pmk_dma_take(d, d->kind, true))
		return -ENOMEM;
	pmk_dma_give(d, d->kind, true);
	return 0;
}

/* Each word once; scattered or in order is the same loop with another step. */
static __always_inline int access(struct pmk_job *job, struct work *w, bool write)
{
	u64 *words = w->d.words, seed = job->req->seed, sum = 0;
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

/* What a driver does around its doorbell, and around seeing the device done. */
static __always_inline int barriers(void)
{
	dma_wmb();
	dma_rmb();
	return 0;
}

PMK_ONCE(run_map, map(&w->d))
PMK_ONCE(run_map_page, map_page(&w->d))
PMK_ONCE(run_sync, pmk_dma_sync(&w->d, true, true))
PMK_ONCE(run_sync_device, pmk_dma_sync(&w->d, true, false))
PMK_ONCE(run_sync_cpu, pmk_dma_sync(&w->d, false, true))
PMK_ONCE(run_alloc, alloc(&w->d))
PMK_ONCE(run_read, access(job, w, false))
PMK_ONCE(run_write, access(job, w, true))

/* The cycles: the CPU fills the buffer, it is handed over and taken back, and the CPU reads it. */
#define CYCLE(name, hand_over)                                          \
	PMK_EACH(name)                                                  \
	{                                                               \
		int err;                                                \
                                                                        \
		pmk_words_fill(w->d.words, w->d.bytes, job->req->seed); \
		err = hand_over;                                        \
		job->check += pmk_words_sum(w->d.words, w->d.bytes);    \
		return err;                                             \
	}
CYCLE(run_cycle_coherent, barriers())
CYCLE(run_cycle_map, map(&w->d))
CYCLE(run_cycle_sync, pmk_dma_sync(&w->d, true, true))

PMK_EACH(run_map_sg)
{
	int n = dma_map_sg(w->d.dev, w->table.sgl, w->table.orig_nents, w->d.dir);

	job->check += n;
	if (n)
		dma_unmap_sg(w->d.dev, w->table.sgl, w->table.orig_nents, w->d.dir);
	return n ? 0 : -ENOMEM;
}

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

bool pmk_bounced(const struct pmk_dma *d)
{
	struct iommu_domain *domain = iommu_get_domain_for_dev(d->dev);

	return (domain ? iommu_iova_to_phys(domain, d->handle) : d->handle) !=
	       virt_to_phys(d->words);
}

/* A list of pages, side by side or each apart from the next; what the segments of a trial are. */
static int prepare_list(struct pmk_job *job, struct work *w)
{
	unsigned int longest = dma_get_max_seg_size(w->d.dev), n = job->req->pages, i;
	struct scatterlist *sg;
	size_t bytes = 0;

	w->stride = job->req->flags & PMK_RUN_APART ? 2 * PAGE_SIZE : PAGE_SIZE;
	w->d.bytes = n * w->stride;
	if (pmk_dma_take(&w->d, PMK_DMA_STREAMING, false) ||
	    sg_alloc_table(&w->table, n, GFP_KERNEL))
		return -ENOMEM;
	pmk_words_fill(w->d.words, w->d.bytes, job->req->seed);
	for_each_sgtable_sg(&w->table, sg, i)
		sg_set_buf(sg, (void *)w->d.words + i * w->stride, PAGE_SIZE);
	if (pmk_broken("sg_longer"))
		dma_set_max_seg_size(w->d.dev, PMK_DMA_BYTES_MAX);
	if (pmk_broken("sg_changed"))
		w->table.sgl->length = sizeof(u64);
	if (dma_map_sgtable(w->d.dev, &w->table, w->d.dir, 0))
		return -ENOMEM;
	dma_set_max_seg_size(w->d.dev, longest);
	job->facts = PMK_FACT_LIMITED;
	for_each_sgtable_dma_sg(&w->table, sg, i) {
		bytes += sg_dma_len(sg);
		if (sg_dma_len(sg) > longest)
			job->facts = 0;
	}
	job->facts |= bytes == (size_t)n << PAGE_SHIFT ? PMK_FACT_COVERED : 0;
	dma_unmap_sgtable(w->d.dev, &w->table, w->d.dir, 0);
	return 0;
}

/* Memory that stays, mapped where the op does not map it; for those that take it, a trial. */
static int prepare_memory(struct pmk_job *job, struct work *w)
{
	enum pmk_op op = job->req->op;
	struct pmk_dma *d = &w->d;

	if (d->kind == PMK_DMA_STREAMING && d->bytes > dma_max_mapping_size(d->dev))
		return -E2BIG;
	if (d->kind == PMK_DMA_POOL)
		d->pool = dma_pool_create(KBUILD_MODNAME, d->dev, d->bytes, 0, 0);
	if ((d->kind == PMK_DMA_POOL && !d->pool) || pmk_dma_take(d, d->kind, true))
		return -ENOMEM;
	if (d->kind == PMK_DMA_STREAMING && pmk_bounced(d))
		job->facts |= PMK_FACT_BOUNCED;
	w->mapped = op != PMK_OP_DMA_MAP && op != PMK_OP_DMA_MAP_PAGE && op != PMK_OP_DMA_CYCLE_MAP;
	if (!w->mapped)
		pmk_dma_unmap(d);
	pmk_words_fill(d->words, d->bytes, job->req->seed);
	if (op == PMK_OP_DMA_ALLOC)
		pmk_dma_give(d, d->kind, true);
	return 0;
}

static int prepare(struct pmk_job *job, struct work *w)
{
	const struct pmk_run *req = job->req;
	bool streams = req->op != PMK_OP_DMA_ALLOC && req->op != PMK_OP_DMA_READ &&
		       req->op != PMK_OP_DMA_WRITE && req->op != PMK_OP_DMA_CYCLE_COHERENT;

	if ((streams && req->kind > DMA_FROM_DEVICE) ||
	    ((req->flags & PMK_RUN_RANDOM) && !is_power_of_2(req->bytes)))
		return -EINVAL;
	w->d = (struct pmk_dma){ .dev = job->dev->dev, .bytes = req->bytes };
	w->d.dir = streams ? req->kind : DMA_BIDIRECTIONAL;
	w->d.kind = streams ? PMK_DMA_STREAMING : req->kind;
	w->step = req->flags & PMK_RUN_RANDOM ? SCATTERED : 1;
	return req->pages ? prepare_list(job, w) : prepare_memory(job, w);
}

static void finish(struct pmk_job *job, struct work *w)
{
	if (w->d.words && job->req->op != PMK_OP_DMA_ALLOC) {
		if (pmk_words_match(w->d.words, w->d.bytes, job->req->seed))
			job->facts |= PMK_FACT_INTACT;
		pmk_dma_give(&w->d, w->d.kind, w->mapped);
	}
	sg_free_table(&w->table);
	dma_pool_destroy(w->d.pool);
}

#define USES  (PMK_USES_BYTES | PMK_USES_SEED | PMK_USES_DEVICE)
#define COUNT (USES | PMK_COUNTED)
#define ENTRY (PMK_USES_PAGES | PMK_USES_EACH | PMK_USES_DEVICE)
static const struct pmk_operation ops[] = {
	{ PMK_OP_DMA_CYCLE_COHERENT, USES, run_cycle_coherent },
	{ PMK_OP_DMA_CYCLE_MAP, USES, run_cycle_map },
	{ PMK_OP_DMA_CYCLE_SYNC, USES, run_cycle_sync },
	{ PMK_OP_DMA_ALLOC, COUNT, run_alloc },
	{ PMK_OP_DMA_MAP, COUNT, run_map },
	{ PMK_OP_DMA_SYNC, COUNT, run_sync },
	{ PMK_OP_DMA_SYNC_DEVICE, COUNT, run_sync_device },
	{ PMK_OP_DMA_SYNC_CPU, COUNT, run_sync_cpu },
	{ PMK_OP_DMA_MAP_PAGE, COUNT, run_map_page },
	{ PMK_OP_DMA_MAP_SG, ENTRY, run_map_sg },
	{ PMK_OP_DMA_READ, USES, run_read },
	{ PMK_OP_DMA_WRITE, COUNT, run_write },
#ifdef PMK_HAVE_DMA_IOVA
	{ PMK_OP_DMA_IOVA, ENTRY | PMK_COUNTED, run_iova },
#endif
};

PMK_FAMILY(dma, sizeof(struct work), PMK_RUN_RANDOM | PMK_RUN_APART, PMK_DMA_KINDS,
	   PMK_DMA_BYTES_MAX, PMK_DMA_SG_MAX, prepare, finish);
