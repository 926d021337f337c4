// SPDX-License-Identifier: GPL-2.0-only
/* The dma family: handing a buffer to a device and taking it back; no device moves any bytes. */
#include "dma.h"
#include "words.h"

struct work {
	struct pmk_dma d;
	struct pmk_dma each; /* of the op that takes and gives memory itself */
	phys_addr_t bar;     /* of the op that maps a resource */
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

static __always_inline int map_resource(struct pmk_dma *d, phys_addr_t bar)
{
	dma_addr_t handle = dma_map_resource(d->dev, bar, d->bytes, d->dir, 0);

	if (dma_mapping_error(d->dev, handle))
		return -ENOMEM;
	dma_unmap_resource(d->dev, handle, d->bytes, d->dir, 0);
	return 0;
}

PMK_ONCE(run_map, map(&w->d))
PMK_ONCE(run_map_page, map_page(&w->d))
PMK_ONCE(run_map_resource, map_resource(&w->d, w->bar))
PMK_ONCE(run_sync, pmk_dma_sync(&w->d, true, true))
PMK_ONCE(run_sync_device, pmk_dma_sync(&w->d, true, false))
PMK_ONCE(run_sync_cpu, pmk_dma_sync(&w->d, false, true))
PMK_ONCE(run_alloc, pmk_dma_take(&w->each, true) ?: (pmk_dma_give(&w->each, true), 0))

#define WORDS w->d.words, w->d.bytes / sizeof(u64), job->req->flags &PMK_RUN_RANDOM
PMK_DO(run_read, job->check += pmk_words_load(WORDS))
PMK_DO(run_write, pmk_words_store(WORDS, job->req->seed))

/* The cycles: the CPU fills the buffer, it is handed over and taken back, and the CPU reads it. */
#define CYCLE(name, hand_over)                                          \
	PMK_EACH(name)                                                  \
	{                                                               \
		int err = 0;                                            \
		pmk_words_fill(w->d.words, w->d.bytes, job->req->seed); \
		hand_over;                                              \
		job->check += pmk_words_sum(w->d.words, w->d.bytes);    \
		return err;                                             \
	}
/* What a driver does around its doorbell, and around seeing the device done. */
CYCLE(run_cycle_coherent, dma_wmb(); dma_rmb())
CYCLE(run_cycle_map, err = map(&w->d))
CYCLE(run_cycle_sync, err = pmk_dma_sync(&w->d, true, true))

#define BARRIER(name, barrier)                                  \
	PMK_DO(name, WRITE_ONCE(w->d.words[0], job->req->seed); \
	       job->check += READ_ONCE(w->d.words[1]); barrier; \
	       WRITE_ONCE(w->d.words[2], job->req->seed + 2);   \
	       job->check += READ_ONCE(w->d.words[3]))
BARRIER(run_no_barrier, )
BARRIER(run_dma_wmb, dma_wmb())
BARRIER(run_dma_rmb, dma_rmb())
BARRIER(run_wmb, wmb())
BARRIER(run_rmb, rmb())
BARRIER(run_mb, mb())
BARRIER(run_smp_mb, smp_mb())

/* By enum pmk_barrier. */
static int (*const barriers[])(struct pmk_job *job, unsigned int n) = {
	run_no_barrier, run_dma_wmb, run_dma_rmb, run_wmb, run_rmb, run_mb, run_smp_mb,
};

/* The first memory BAR of that length, or 0. */
static phys_addr_t bar_of(struct pci_dev *pci, size_t bytes)
{
	for (unsigned int i = 0; pci && i < PCI_STD_NUM_BARS; i++)
		if ((pci_resource_flags(pci, i) & IORESOURCE_MEM) &&
		    pci_resource_len(pci, i) >= bytes)
			return pci_resource_start(pci, i);
	return 0;
}

/* What the DMA API says of mappings for the device. */
PMK_EACH(ask_limits)
{
	struct device *dev = job->dev->dev;
	u64 *answer = job->answers;

	answer[0] = dma_max_mapping_size(dev);
	answer[1] = dma_opt_mapping_size(dev);
	answer[2] = dma_get_merge_boundary(dev);
	answer[3] = dma_get_max_seg_size(dev);
	answer[4] = dma_get_seg_boundary(dev);
	answer[5] = dma_get_required_mask(dev);
	return 0;
}

static unsigned long pfn_of(void *p)
{
	return is_vmalloc_addr(p) ? vmalloc_to_pfn(p) : PHYS_PFN(virt_to_phys(p));
}

/* How it lies in memory; and whether what need not be contiguous is so for its device. */
static u32 layout_facts(const struct pmk_dma *d)
{
	bool one = d->kind == PMK_DMA_NONCONTIGUOUS && d->table->nents == 1 &&
		   sg_dma_len(d->table->sgl) - pmk_broken("segment_short") >= d->bytes;
	unsigned long first = pfn_of(d->words);
	size_t at = 0;

	while (at < d->bytes && pfn_of((void *)d->words + at) == first + PHYS_PFN(at))
		at += PAGE_SIZE;
	return (at >= d->bytes ? PMK_FACT_CONTIGUOUS : 0) | (one ? PMK_FACT_COVERED : 0);
}

static const u32 bounce_facts[] = {
	[PMK_BOUNCE_YES] = PMK_FACT_BOUNCED, [PMK_BOUNCE_UNKNOWN] = PMK_FACT_BOUNCE_UNKNOWN
};

/* Of the op that maps a resource: where that lies. */
static int prepare_bar(struct pmk_job *job, struct work *w)
{
	w->bar = bar_of(job->dev->pci, job->req->bytes);
	if (!w->bar)
		return -EINVAL;
	return pmk_translation(job->dev->dev) || pmk_within(job->dev->dev, w->bar, job->req->bytes)
		       ? 0
		       : -EIO;
}

/* Memory that stays, mapped where the op does not map it; for those that take it, a trial. */
static int prepare(struct pmk_job *job, struct work *w)
{
	const struct pmk_run *req = job->req;
	enum pmk_op op = req->op;
	bool stores = op <= PMK_OP_DMA_CYCLE_SYNC || op == PMK_OP_DMA_WRITE;
	bool fences = op == PMK_OP_DMA_BARRIER;
	bool streams = op != PMK_OP_DMA_ALLOC && op != PMK_OP_DMA_READ && op != PMK_OP_DMA_WRITE &&
		       op != PMK_OP_DMA_CYCLE_COHERENT && !fences;
	bool slab = req->flags & PMK_RUN_SLAB;
	size_t page = min_t(size_t, req->bytes, PAGE_SIZE);
	struct pmk_dma *d = &w->d;
	int err;

	if (req->op == PMK_ASK_DMA_LIMITS)
		return 0;
	if ((fences && (req->kind >= ARRAY_SIZE(barriers) || req->bytes < 4 * sizeof(u64))) ||
	    (streams && req->kind > DMA_FROM_DEVICE) || (slab && op != PMK_OP_DMA_CYCLE_MAP) ||
	    ((req->flags & PMK_RUN_RANDOM) && !is_power_of_2(req->bytes)))
		return -EINVAL;
	*d = (struct pmk_dma){ .dev = job->dev->dev, .bytes = req->bytes };
	d->dir = streams ? req->kind : DMA_BIDIRECTIONAL;
	d->kind = slab ? PMK_DMA_SLAB : streams ? PMK_DMA_STREAMING : fences ? 0 : req->kind;
	job->run = fences ? barriers[req->kind] : job->run;
	if (d->kind == PMK_DMA_NONCONTIGUOUS && !IS_ENABLED(PMK_HAVE_NONCONTIGUOUS))
		return -EOPNOTSUPP;
	if (d->kind == PMK_DMA_POOL)
		d->pool = dma_pool_create(KBUILD_MODNAME, d->dev, d->bytes, 0, 0);
	if (d->kind == PMK_DMA_POOL && !d->pool)
		return -ENOMEM;
	err = op == PMK_OP_DMA_RESOURCE ? prepare_bar(job, w) : 0;
	/* Each operation may get other memory than the trial. */
	err = op == PMK_OP_DMA_ALLOC && pmk_dma_streams(d->kind) ? pmk_reach(d->dev, 0, 0) : err;
	err = err ?: pmk_dma_new(d);
	if (err)
		return err;
	job->facts |= pmk_cached(d->words) | layout_facts(d);
	if (pmk_dma_streams(d->kind))
		job->facts |= bounce_facts[pmk_bounced(d)];
	if (op == PMK_OP_DMA_MAP || op == PMK_OP_DMA_MAP_PAGE || op == PMK_OP_DMA_CYCLE_MAP)
		pmk_dma_drop(d);
	/* What the op has to store is not there before. */
	pmk_words_fill(d->words, d->bytes,
		       stores ? ~req->seed : req->seed + pmk_broken("memory_other"));
	if (op != PMK_OP_DMA_ALLOC)
		return 0;
	/* What comes the second time was used before, and is zero only if it was zeroed. */
	memset(d->words, 0xff, page);
	pmk_dma_end(d);
	if (pmk_dma_new(d))
		return -ENOMEM;
	/* Of the page allocator it may also be memory that nobody used since the boot. */
	if (!memchr_inv(d->words, 0, page) &&
	    (!pmk_dma_streams(d->kind) || want_init_on_alloc(GFP_KERNEL)))
		job->facts |= PMK_FACT_ZEROED;
	w->each = *d;
	pmk_dma_end(d);
	return 0;
}

static void finish(struct pmk_job *job, struct work *w)
{
	if (w->d.words && pmk_words_match(w->d.words, w->d.bytes, job->req->seed))
		job->facts |= PMK_FACT_INTACT;
	pmk_dma_end(&w->d);
	dma_pool_destroy(w->d.pool);
}

#define USES  (PMK_USES_BYTES | PMK_USES_SEED | PMK_USES_DEVICE)
#define COUNT (USES | PMK_COUNTED)
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
	{ PMK_OP_DMA_RESOURCE, COUNT, run_map_resource },
	{ PMK_OP_DMA_BARRIER, USES },
	{ PMK_ASK_DMA_LIMITS, PMK_USES_DEVICE | PMK_QUESTION, ask_limits },
	{ PMK_OP_DMA_READ, USES, run_read },
	{ PMK_OP_DMA_WRITE, COUNT, run_write },
};

PMK_FAMILY(dma, PMK_RUN_RANDOM | PMK_RUN_SLAB, PMK_DMA_KINDS, PMK_DMA_BYTES_MAX);
