/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/* What the fields of struct pmk_run may hold: limits, flags, facts and kinds. */
#ifndef PAGEMARK_VALUES_H
#define PAGEMARK_VALUES_H

/* Limits of one call: they bound its time in the kernel. */
#define PMK_RUN_N_MAX	  (1u << 20)
#define PMK_RUN_BYTES_MAX (256u << 20) /* n * bytes */
#define PMK_RUN_PAGES_MAX (4u << 20)   /* n * pages, where each operation visits all of them */
#define PMK_RUN_TIMES_MAX (1u << 16)   /* n, where each operation is timed by itself */

/* Limits of one operation, in bytes (a multiple of 8) or in pages. */
#define PMK_PIN_PAGES_MAX    1024
#define PMK_COPY_BYTES_MAX   (1u << 20)
#define PMK_KMAP_PAGES_MAX   2048 /* working set: 4 x LAST_PKMAP of PAE */
#define PMK_KMAP_BYTES_MAX   4096 /* of one page */
#define PMK_KMAP_HELD_MAX    256  /* pages mapped at once: half of LAST_PKMAP of PAE */
#define PMK_DMA_BYTES_MAX    (4u << 20)
#define PMK_DMA_SG_MAX	     1024 /* entries of a list, a page each */
#define PMK_DMA_HELD_MAX     16	  /* buffers taken at once */
#define PMK_ENGINE_BYTES_MAX (1u << 20)
#define PMK_ISA_BYTES_MAX    32768 /* of 64 KiB a channel reads back 0 */
#define PMK_COMPLETE_MAX     1024
#define PMK_ALLOC_BYTES_MAX  (16u << 20)
#define PMK_PERCPU_BYTES_MAX 32768
#define PMK_ALLOC_HELD_MAX   4096 /* operations whose memory is held at once */
#define PMK_MMIO_BYTES_MAX   4096
#define PMK_MMIO_OFFSET_MAX  0xfffc /* of a register, from the beginning of its BAR */

/* pmk_run.flags */
#define PMK_RUN_HIGHMEM (1u << 0) /* kmap: the pages lie in high memory */
#define PMK_RUN_WRITE	(1u << 1) /* pin: with FOLL_WRITE; copy: to the user */
/* dma read and write: the words are visited in a scattered order; bytes is a power of two. */
#define PMK_RUN_RANDOM (1u << 2)
/* dma lists: no two pages of the list lie side by side in memory; without it, all do. */
#define PMK_RUN_APART (1u << 3)
/* dma cycle by a mapping: the buffer is kmalloc()'s, and may begin within a cache line. */
#define PMK_RUN_SLAB  (1u << 4)
#define PMK_RUN_ALLOC (1u << 8) /* alloc: only the allocations are timed */
#define PMK_RUN_FREE  (1u << 9) /* alloc: only the frees are timed */
/*
 * All ops, no question: everything is done n times but the operation itself, which is the same
 * preparation, loop, walk over the working set and sum. check and facts then mean nothing.
 */
#define PMK_RUN_EMPTY (1u << 10)
/* PMK_ASK_DMA_HOLD of streaming buffers: what the driver does around the device's transfer. */
#define PMK_RUN_SYNC_DEVICE (1u << 16) /* dma_sync_single_for_device() of the first before it */
#define PMK_RUN_SYNC_CPU    (1u << 17) /* dma_sync_single_for_cpu() of the second after it */
#define PMK_RUN_MAP	    (1u << 18) /* mapped after the CPU's store, unmapped after it */
#define PMK_RUN_UNMAP	    (1u << 19) /* the second is unmapped before the transfer */

/* pmk_run.facts: what the module saw while it ran, for verification. */
#define PMK_FACT_HIGHMEM (1u << 0) /* kmap: every page of the working set lies in high memory */
#define PMK_FACT_LOWMEM	 (1u << 1) /* kmap: every page of the working set lies in low memory */
#define PMK_FACT_PINNED	 (1u << 2) /* pin: folio_maybe_dma_pinned() is true of all pages */
#define PMK_FACT_BOUNCED (1u << 3) /* dma: the buffer's DMA address leads to a bounce buffer */
#define PMK_FACT_INTACT	 (1u << 4) /* kmap, copy, dma, engine, alloc: all words are right */
/* dma lists: as long as the list; pages: neighbours differ; memory: a table of one segment is. */
#define PMK_FACT_COVERED    (1u << 6)
#define PMK_FACT_LIMITED    (1u << 7)  /* dma lists: none is longer than dma_get_max_seg_size() */
#define PMK_FACT_CONTIGUOUS (1u << 8)  /* alloc, dma: its page frames follow one another */
#define PMK_FACT_VMALLOC    (1u << 9)  /* alloc: is_vmalloc_addr() is true of its address */
#define PMK_FACT_ZEROED	    (1u << 10) /* alloc: zero when it came; dma: its first page */
/* alloc: its address is a multiple of its size rounded up to a power of two; of caches, of 64 */
#define PMK_FACT_ALIGNED	(1u << 11)
#define PMK_FACT_BELOW_16M	(1u << 12) /* alloc: all its page frames lie below 16 MiB */
#define PMK_FACT_COHERENT	(1u << 13) /* engine: the channel's device is coherent */
#define PMK_FACT_BOUNCE_UNKNOWN (1u << 14) /* dma: the kernel does not say whether it is BOUNCED */
#define PMK_FACT_COMBINED	(1u << 15) /* mmio: what ioremap_wc() gave combines stores */
#define PMK_FACT_TASK		(1u << 16) /* complete: the last handler ran in a task's context */
#define PMK_FACT_BOUNDED	(1u << 17) /* dma lists: none crosses dma_get_seg_boundary() */
/* dma: whether the CPU caches the buffer, by its own translation; neither: that is not known */
#define PMK_FACT_CACHED	  (1u << 20)
#define PMK_FACT_UNCACHED (1u << 21)

/* pmk_run.kind of alloc: which allocator, and which memory. The orders are ABI. */
enum pmk_allocator {
	PMK_KMALLOC,	/* kmalloc() */
	PMK_KZALLOC,	/* kzalloc() */
	PMK_KMEM_CACHE, /* kmem_cache_alloc() of objects of that size, aligned to 64 bytes */
	PMK_MEMPOOL,	/* mempool_alloc() on top of such a cache */
	PMK_PAGES,	/* __get_free_pages() of the order that holds the size */
	PMK_VMALLOC,	/* vmalloc() */
	PMK_KVMALLOC,	/* kvmalloc() */
	PMK_FOLIO,	/* folio_alloc() of the order that holds the size */
	/* __alloc_percpu_gfp(), PMK_PERCPU_BYTES_MAX at most, one at a time; the part of CPU 0 */
	PMK_PERCPU,
};
/* GFP_KERNEL; GFP_ATOMIC; GFP_KERNEL with GFP_DMA; with GFP_DMA32, of pages and vmalloc() only. */
enum pmk_gfp { PMK_GFP_KERNEL, PMK_GFP_ATOMIC, PMK_GFP_DMA, PMK_GFP_DMA32 };
#define PMK_ALLOC(allocator, gfp) ((allocator) % 8u + 8u * (gfp) + (allocator) / 8u * 32u)

/*
 * pmk_run.kind of mmio: readl(), writel() and memcpy of a memory BAR; ioread32() and iowrite32() of
 * any BAR; inl() and outl() of a port BAR. To read a memory BAR also ioremap(), readl(), iounmap(),
 * and the same with ioremap_wc(); to copy to one also memcpy_toio() where ioremap_wc() has mapped
 * it, and wmb(). Relaxed: readl_relaxed(), writel_relaxed(); ordered: wmb() before that store;
 * back: writel(), readl(). bar: 0 .. 5; offset: bytes, a multiple of 4.
 */
enum pmk_way { PMK_WAY_MEMORY, PMK_WAY_EITHER, PMK_WAY_PORT, PMK_WAY_REMAP, PMK_WAY_REMAP_WC };
enum { PMK_WAY_RELAXED = 5, PMK_WAY_ORDERED, PMK_WAY_BACK }; /* a pmk_way too */
#define PMK_MMIO(bar, way, offset) ((way) + 8u * (bar) + 16u * (offset))
/* The ways of PMK_OP_MMIO_MAP: ioremap_uc(), ioremap_np(); memremap() with MEMREMAP_WT, _WC. */
enum { PMK_MAP_UC, PMK_MAP_NP, PMK_MAP_MEM_WT, PMK_MAP_MEM_WC };

/* pmk_run.kind of PMK_OP_DMA_BARRIER: what stands between the loads and stores. */
enum pmk_barrier {
	PMK_BARRIER_NONE,
	PMK_BARRIER_DMA_WMB,
	PMK_BARRIER_DMA_RMB,
	PMK_BARRIER_WMB,
	PMK_BARRIER_RMB,
	PMK_BARRIER_MB,
	PMK_BARRIER_SMP_MB,
};

/* pmk_run.kind of dma, where the op does not say how its buffer came to be. */
enum pmk_dma_memory {
	PMK_DMA_COHERENT = 0,	   /* dma_alloc_coherent() */
	PMK_DMA_NONCOHERENT = 1,   /* dma_alloc_noncoherent() */
	PMK_DMA_WC = 2,		   /* dma_alloc_wc() */
	PMK_DMA_STREAMING = 3,	   /* pages of the kernel, dma_map_single() */
	PMK_DMA_POOL = 4,	   /* a block of a dma_pool */
	PMK_DMA_SLAB = 5,	   /* kmalloc(), dma_map_single() */
	PMK_DMA_NONCONTIGUOUS = 6, /* dma_alloc_noncontiguous(), dma_vmap_noncontiguous() */
	PMK_DMA_CONTIGUOUS = 7,	   /* dma_alloc_attrs() with DMA_ATTR_FORCE_CONTIGUOUS */
	PMK_DMA_KINDS = 8,	   /* no kind: all numbers are below it */
};

#endif
