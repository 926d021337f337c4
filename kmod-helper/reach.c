// SPDX-License-Identifier: GPL-2.0-only
/* What the DMA API does with memory for a device: translate, bounce, or warn of a mistake. */
#include <linux/dma-direct.h>
#include <linux/iommu.h>
#include <linux/swiotlb.h>

#include "dma.h"

struct iommu_domain *pmk_translation(struct device *dev)
{
#if IS_ENABLED(CONFIG_IOMMU_API)
	struct iommu_domain *domain = iommu_get_domain_for_dev(dev);

	return domain && (domain->type & __IOMMU_DOMAIN_PAGING) ? domain : NULL;
#else
	return NULL;
#endif
}

enum pmk_bounce pmk_bounced(const struct pmk_dma *d)
{
	struct iommu_domain *domain = pmk_translation(d->dev);
	phys_addr_t phys = virt_to_phys(d->words), to;

	if (domain) {
		to = iommu_iova_to_phys(domain, d->handle);
		return !to ? PMK_BOUNCE_UNKNOWN : to == phys ? PMK_BOUNCE_NO : PMK_BOUNCE_YES;
	}
	/* A platform's own operations, such as Xen's, do not say where addresses lead. */
	if (get_dma_ops(d->dev))
		return PMK_BOUNCE_UNKNOWN;
	return d->handle == phys_to_dma(d->dev, phys) ? PMK_BOUNCE_NO : PMK_BOUNCE_YES;
}

u32 pmk_cached(const void *at)
{
	u64 par = 1;
#ifdef CONFIG_ARM64
	unsigned long flags;

	/* Attributes of a translation, as MAIR has them (PAR_EL1): 0x, 4x: not cached. */
	local_irq_save(flags);
	asm volatile("at s1e1r, %1; isb; mrs %0, par_el1" : "=r"(par) : "r"(at));
	local_irq_restore(flags);
#endif
	return par & 1 ? 0 : par >> 60 & ~4ull ? PMK_FACT_CACHED : PMK_FACT_UNCACHED;
}

bool pmk_within(struct device *dev, phys_addr_t phys, size_t bytes)
{
	dma_addr_t from = phys_to_dma(dev, phys), to = phys_to_dma(dev, phys + bytes - 1);

	return from != DMA_MAPPING_ERROR && from <= to &&
	       to <= min_not_zero(dma_get_mask(dev), dev->bus_dma_limit);
}

#if defined(PMK_HAVE_BOUNCE_DEFPOOL)
#define POOL(mem) (&(mem)->defpool)
#elif defined(PMK_HAVE_BOUNCE_POOL)
#define POOL(mem) (mem)
#endif

int pmk_reach(struct device *dev, phys_addr_t phys, size_t bytes)
{
#ifdef POOL
	struct io_tlb_mem *mem = dev->dma_io_tlb_mem;
	bool pool = mem && mem->nslabs, forced = pool && mem->force_bounce;
	bool pool_near =
		pool && pmk_within(dev, POOL(mem)->start, POOL(mem)->end - POOL(mem)->start);
#else
	/* Whether there is a pool is all that this kernel says of it. */
	bool forced = dma_max_mapping_size(dev) != SIZE_MAX, pool_near = false;
#endif

	if (pmk_translation(dev) || get_dma_ops(dev) || !dma_addressing_limited(dev))
		return 0;
	return (bytes && !forced && pmk_within(dev, phys, bytes)) || pool_near ? 0 : -EIO;
}

int pmk_dma_hand(struct pmk_dma *d)
{
	int err = pmk_reach(d->dev, virt_to_phys(d->words), d->bytes) ?: pmk_dma_map(d);

	d->mapped = !err;
	return err;
}

void pmk_dma_drop(struct pmk_dma *d)
{
	pmk_dma_unmap(d);
	d->mapped = false;
}

int pmk_dma_new(struct pmk_dma *d)
{
	bool streams = pmk_dma_streams(d->kind);

	if ((streams && d->bytes > dma_max_mapping_size(d->dev)) ||
	    (d->kind == PMK_DMA_NONCONTIGUOUS && d->bytes > dma_get_max_seg_size(d->dev)))
		return -E2BIG;
	return pmk_dma_take(d, false) ?: streams ? pmk_dma_hand(d) : 0;
}

void pmk_dma_end(struct pmk_dma *d)
{
	if (d->mapped)
		pmk_dma_drop(d);
	if (d->words)
		pmk_dma_give(d, false);
	d->words = NULL;
	pmk_share_end(&d->shared);
}
