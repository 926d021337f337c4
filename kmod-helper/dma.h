/* SPDX-License-Identifier: GPL-2.0-only */
/* One buffer that a device may reach, however it came to be. */
#ifndef PMK_DMA_H
#define PMK_DMA_H

#include <linux/dma-mapping.h>
#include <linux/dmapool.h>

#include "internal.h"

struct pmk_dma {
	struct device *dev;
	struct dma_pool *pool;	/* for blocks of it */
	struct sg_table *table; /* of memory that is not contiguous */
	u32 kind;		/* enum pmk_dma_memory */
	enum dma_data_direction dir;
	gfp_t gfp; /* which memory, for pages */
	size_t bytes;
	u64 *words;
	dma_addr_t handle;
	bool mapped;		  /* streaming memory, until pmk_dma_end() or pmk_dma_drop() */
	struct pmk_shared shared; /* gone back at its end */
};

/* Memory that is mapped apart from its allocation. */
static __always_inline bool pmk_dma_streams(u32 kind)
{
	return kind == PMK_DMA_STREAMING || kind == PMK_DMA_SLAB;
}

static __always_inline int pmk_dma_map(struct pmk_dma *d)
{
	d->handle =
		dma_map_single(d->dev, d->words + pmk_broken("map_elsewhere"), d->bytes, d->dir);
	return dma_mapping_error(d->dev, d->handle) ? -ENOMEM : 0;
}

static __always_inline void pmk_dma_unmap(struct pmk_dma *d)
{
	if (!pmk_broken("unmap_lost"))
		dma_unmap_single(d->dev, d->handle, d->bytes, d->dir);
}

static __always_inline int pmk_dma_sync(struct pmk_dma *d, bool device, bool cpu)
{
	if (device)
		dma_sync_single_for_device(d->dev, d->handle, d->bytes, d->dir);
	if (cpu)
		dma_sync_single_for_cpu(d->dev, d->handle, d->bytes, d->dir);
	return 0;
}

/* What dma_alloc_wc() and dma_alloc_coherent() are. */
#define PMK_DMA_ATTRS(kind)                                                       \
	(DMA_ATTR_NO_WARN | ((kind) == PMK_DMA_WC ? DMA_ATTR_WRITE_COMBINE : 0) | \
	 ((kind) == PMK_DMA_CONTIGUOUS ? DMA_ATTR_FORCE_CONTIGUOUS : 0))

#ifdef PMK_HAVE_NONCONTIGUOUS
static __always_inline u64 *pmk_dma_scattered(struct pmk_dma *d)
{
	u64 *words;

	/* A longer one is a mistake of the driver, of which the kernel may warn. */
	if (d->bytes > dma_get_max_seg_size(d->dev))
		return NULL;
	d->table = dma_alloc_noncontiguous(d->dev, d->bytes, d->dir, GFP_KERNEL | __GFP_NOWARN, 0);
	words = d->table ? dma_vmap_noncontiguous(d->dev, d->bytes, d->table) : NULL;
	if (words)
		d->handle = sg_dma_address(d->table->sgl);
	else if (d->table)
		dma_free_noncontiguous(d->dev, d->bytes, d->table, d->dir);
	return words;
}

static __always_inline void pmk_dma_scattered_free(struct pmk_dma *d)
{
	dma_vunmap_noncontiguous(d->dev, d->words);
	dma_free_noncontiguous(d->dev, d->bytes, d->table, d->dir);
}
#else
#define pmk_dma_scattered(d)	  NULL
#define pmk_dma_scattered_free(d) ((void)(d))
#endif

static __always_inline void pmk_dma_give(struct pmk_dma *d, bool mapped)
{
	if (pmk_dma_streams(d->kind) && mapped)
		pmk_dma_unmap(d);
	if (d->kind == PMK_DMA_POOL)
		dma_pool_free(d->pool, d->words, d->handle);
	else if (d->kind == PMK_DMA_STREAMING)
		free_pages_exact(d->words, d->bytes);
	else if (d->kind == PMK_DMA_NONCOHERENT)
		dma_free_noncoherent(d->dev, d->bytes, d->words, d->handle, d->dir);
	else if (d->kind == PMK_DMA_SLAB)
		kfree(d->words);
	else if (d->kind == PMK_DMA_NONCONTIGUOUS)
		pmk_dma_scattered_free(d);
	else
		dma_free_attrs(d->dev, d->bytes, d->words, d->handle, PMK_DMA_ATTRS(d->kind));
}

/* Memory of @d->kind, streaming memory mapped or not; @words is NULL if there is none. */
static __always_inline int pmk_dma_take(struct pmk_dma *d, bool mapped)
{
	if (d->kind == PMK_DMA_POOL)
		d->words = dma_pool_alloc(d->pool, GFP_KERNEL, &d->handle);
	else if (d->kind == PMK_DMA_STREAMING)
		d->words = alloc_pages_exact(d->bytes, GFP_KERNEL | __GFP_NOWARN | d->gfp);
	else if (d->kind == PMK_DMA_NONCOHERENT)
		d->words = dma_alloc_noncoherent(d->dev, d->bytes, &d->handle, d->dir, GFP_KERNEL);
	else if (d->kind == PMK_DMA_SLAB)
		d->words = kmalloc(d->bytes, GFP_KERNEL | __GFP_NOWARN | d->gfp);
	else if (d->kind == PMK_DMA_NONCONTIGUOUS)
		d->words = pmk_dma_scattered(d);
	else
		d->words = dma_alloc_attrs(d->dev, d->bytes, &d->handle, GFP_KERNEL,
					   PMK_DMA_ATTRS(d->kind));
	/* DMA-API debugging of 6.1 takes it for a mapping, and wants to see it checked. */
	if (d->words && d->kind == PMK_DMA_NONCOHERENT)
		(void)dma_mapping_error(d->dev, d->handle);
	if (d->words && pmk_dma_streams(d->kind) && mapped && pmk_dma_map(d)) {
		pmk_dma_give(d, false);
		d->words = NULL;
	}
	return d->words ? 0 : -ENOMEM;
}

/* reach.c: the domain whose page table translates the device's DMA addresses, or NULL. */
struct iommu_domain *pmk_translation(struct device *dev);
/* PMK_FACT_CACHED or PMK_FACT_UNCACHED, of the kernel's own mapping at @at; 0: not known. */
u32 pmk_cached(const void *at);
/* Whether the mapping uses a bounce buffer, by where the kernel says that its DMA address leads. */
enum pmk_bounce pmk_bounced(const struct pmk_dma *d);
/* Whether the device's mask reaches it, where nothing translates or bounces. */
bool pmk_within(struct device *dev, phys_addr_t phys, size_t bytes);
/*
 * -EIO: the DMA API would warn of a mistake of the driver instead of mapping that memory (of no
 * bytes: any memory) for the device, which reaches neither that nor bounce buffers.
 */
int pmk_reach(struct device *dev, phys_addr_t phys, size_t bytes);
/*
 * Untimed, and also where that fails pmk_dma_end() follows. Memory of @d->kind, streaming memory
 * mapped; -E2BIG: that is too long; -EIO: as above.
 */
int pmk_dma_new(struct pmk_dma *d);
/* Maps what was taken unmapped; -EIO: as above. */
int pmk_dma_hand(struct pmk_dma *d);
void pmk_dma_drop(struct pmk_dma *d);
void pmk_dma_end(struct pmk_dma *d);

#endif
