/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/* The operations that pagemark.ko times, and the questions that it answers once. */
#ifndef PAGEMARK_OPS_H
#define PAGEMARK_OPS_H

/*
 * enum pmk_op - what PMK_IOC_RUN does @n times; the numbers are ABI and never reused
 *
 * Behind each: one operation; what the result's @check holds, if it is not the number of operations
 * that succeeded.
 *
 * kmap: a visit to the next page of @pages, round and round; page i holds seed + i in its first
 * word; check is the sum of those words. With @bytes, 1 to 4 copy that many out of the page instead
 * of a load, and word k of page i is seed + i + k.
 *
 * mmio: kind is PMK_MMIO(); -EINVAL where that way does not reach that BAR. alloc: kind is
 * PMK_ALLOC(), -EINVAL where the two do not go together; PMK_RUN_ALLOC and PMK_RUN_FREE time one
 * half of @n operations, at most PMK_ALLOC_HELD_MAX; the facts are those of one more allocation,
 * untimed; check counts the words that were loaded as they had been stored. address: operation i
 * translates for page i modulo @pages, all of low memory; check counts the results that agree with
 * the page itself.
 */
enum pmk_op {
	PMK_OP_EMPTY = 0,	 /* nothing: what the batch loop itself costs */
	PMK_OP_KMAP_ADDRESS = 1, /* page_address(), load; -EINVAL for high memory, which has none */
	PMK_OP_KMAP = 2,	 /* kmap(), load, kunmap() */
	PMK_OP_KMAP_ATOMIC = 3,	 /* kmap_atomic(), load, kunmap_atomic() */
	PMK_OP_KMAP_LOCAL = 4,	 /* kmap_local_page(), load, kunmap_local() */
	PMK_OP_KMAP_NESTED = 5,	 /* two kmap_local_page() nested, a load of each page */
	PMK_OP_KMAP_FROM = 6,	 /* memcpy_from_page() of the first @bytes */
	PMK_OP_KMAP_VMAP = 7,	 /* vmap() of all @pages, a load of each, vunmap() */
	PMK_OP_GUP_FAST = 16,	 /* get_user_pages_fast() of @pages at @addr, put_page() each; */
	PMK_OP_PIN_FAST = 17,	 /* pin_user_pages_fast(), unpin_user_pages(); */
	PMK_OP_PIN_LONGTERM = 18, /* the same with FOLL_LONGTERM; check of all: pages acquired */
	PMK_OP_PIN_DIRTY = 19,	  /* as 17, unpin_user_pages_dirty_lock() */
	PMK_OP_GUP = 20,	  /* get_user_pages() under the mmap lock, put_page() each; */
	PMK_OP_PIN = 21,	  /* pin_user_pages(), unpin_user_pages(); */
	PMK_OP_PIN_SLOW_LONGTERM = 22,	/* the same with FOLL_LONGTERM; */
	PMK_OP_PIN_REMOTE = 23,		/* pin_user_pages_remote() of the caller's own memory */
	PMK_OP_DMA_CYCLE_COHERENT = 32, /* fill @bytes of one coherent buffer, hand over, take back,
					 * read; check: sum of the words read */
	PMK_OP_DMA_CYCLE_MAP =
		33, /* the same with dma_map_single(), dma_unmap_single() each time */
	PMK_OP_DMA_CYCLE_SYNC = 34,  /* the same, mapped once, dma_sync_single_*() both ways */
	PMK_OP_DMA_ALLOC = 35,	     /* memory of @kind (enum pmk_dma_memory) and its release */
	PMK_OP_DMA_MAP = 36,	     /* dma_map_single(), dma_unmap_single(); here and up to */
	PMK_OP_DMA_SYNC = 37,	     /* both syncs of a buffer mapped once; ... */
	PMK_OP_DMA_SYNC_DEVICE = 38, /* dma_sync_single_for_device() alone; ... */
	PMK_OP_DMA_SYNC_CPU = 39,    /* dma_sync_single_for_cpu() alone; ... */
	PMK_OP_DMA_MAP_PAGE = 40,    /* dma_map_page(), dma_unmap_page(); @kind is the direction: 0
				      * both, 1 to the device, 2 from it */
	PMK_OP_DMA_MAP_SG = 41,	     /* dma_map_sg() of @pages entries, each a page, and
				      * dma_unmap_sg(); check: DMA segments that came of it */
	PMK_OP_DMA_READ = 42,	     /* the CPU loads each word of a buffer of @kind (as ALLOC) */
	PMK_OP_DMA_WRITE = 43,	     /* it stores each; check of READ: sum of the words */
	PMK_OP_DMA_IOVA = 48, /* dma_iova_link() of @pages pages into one range of DMA addresses,
			       * dma_iova_destroy() */
	PMK_OP_ISA_KEPT = 44, /* ISA channel @kind is told of a transfer of @bytes, and not started;
			       * check: sum of the residues read back */
	PMK_OP_ISA_REQUESTED = 45, /* request_dma(), the same, free_dma() */
	PMK_OP_ENGINE_CPU =
		46, /* memcpy() of @bytes of a mapped buffer to behind them; here and in */
	PMK_OP_ENGINE_COPY = 47, /* the same by a channel for DMA_MEMCPY, with both syncs, waited
				  * for: check counts the copies whose last word arrived */
	PMK_OP_MMIO_READ = 64,	 /* readl() and its kin; check: sum of the values read */
	PMK_OP_MMIO_WRITE = 65,	 /* the low half of @seed; check: what the register holds then */
	PMK_OP_MMIO_FROM = 66,	 /* memcpy_fromio(); check: sum of the words */
	PMK_OP_MMIO_TO = 67, /* memcpy_toio() from @seed on; check: sum of the words there then */
	PMK_OP_ALLOC = 80,   /* take memory, store a word and load it, give it back */
	PMK_OP_PA = 96,	     /* __pa() of a linear address */
	PMK_OP_VIRT_TO_PAGE = 97,   /* virt_to_page(), page_to_pfn() */
	PMK_OP_VMALLOC_TO_PFN = 98, /* the same page, mapped by vmap() */
	PMK_OP_VA = 99,		    /* __va() of a frame */
	PMK_OP_PAGE_ADDRESS = 100,  /* pfn_to_page(), page_address() */
	PMK_OP_DMABUF_ATTACH =
		112, /* attach a device to a dma-buf of @bytes, map it, unmap, detach */

	/*
	 * Questions, which are answered once, for claims. Behind each: what is done; its arguments;
	 * its answers in order.
	 */
	/*
	 * All @pages but the last are mapped at once, at most PMK_KMAP_HELD_MAX, 8 where they nest.
	 * args: PMK_OP_KMAP, _KMAP_ATOMIC, _KMAP_LOCAL or _KMAP_VMAP; ms of sleep with the
	 * mappings, 1000 at most (none if atomic).
	 * answers: before, with and after them: preempt_count() | page faults disabled << 32; then,
	 * of the pages: seen right with all mapped; each right again after those mapped later were
	 * unmapped; what was stored seen elsewhere; mapped at page_address() | found there by
	 * vmalloc_to_page() << 32; at last: PMK_KMAP_*
	 */
	PMK_ASK_KMAP_HELD = 8,
	/*
	 * args: the op that takes hold of @pages at @addr (16 .. 23), with PMK_RUN_WRITE also to
	 * store the first word's complement at the end; 0 or the address of a 32-bit word: becomes
	 * 1 once the pages are held, and they are until it changes, 10 s at most.
	 * answers: pages, or -errno; of the first one: its number; its first word at the beginning;
	 * and at the end; then: 1 if all look pinned; references dropped with the pages by the
	 * memory that the first is part of
	 */
	PMK_ASK_PIN_HOLD = 24,
	/*
	 * Two buffers (@pages) of @kind and @bytes are held while user space has @device fetch the
	 * first and store it into the second; meanwhile edu is bus master. Before it is mapped a
	 * buffer holds other words than after; the last one holds poison. -EINVAL for
	 * PMK_RUN_UNMAP where nothing translates, and with PMK_RUN_MAP or _SYNC_CPU.
	 * args: 0; address of a struct pmk_hold. check: PMK_HOLD_*: what the CPU finds in the last
	 */
	PMK_ASK_DMA_HOLD = 49,
	/*
	 * The same of PMK_DMA_HELD_MAX @pages at most, without waiting, under a mask of the device
	 * of @seed bits, which nobody else uses meanwhile; the mask is restored. -EIO if the device
	 * does not take it. -EINVAL for streaming mappings under fewer than 64 bits where nothing
	 * translates: the kernel takes them for a mistake of the driver.
	 * args: for a pool its alignment, PMK_DMA_BYTES_MAX at most, and, shifted left by 32, its
	 * boundary, a page at most; else how many are taken and freed one by one before,
	 * PMK_RUN_BYTES_MAX in all; address of a struct pmk_hold
	 */
	PMK_ASK_DMA_MASKED = 50,
	/*
	 * A frame's page, and two addresses. args: number of the frame (-EINVAL: no memory there),
	 * a kernel address; @addr is a user address. answers: page_to_pfn(), zone, page_address()
	 * or 0, its virt_to_phys(), PAGE_OFFSET; virt_addr_valid() and is_vmalloc_addr() of the
	 * kernel address; the frame that get_user_pages_fast() finds behind the user's, or 0
	 */
	PMK_ASK_ADDRESS = 101,
	/*
	 * A dma-buf of @bytes, whose first word is @seed; @kind is PMK_DMA_COHERENT, or _STREAMING:
	 * memory mapped for the module's own device, which DMA_BUF_IOCTL_SYNC syncs. answers: its
	 * file descriptor
	 */
	PMK_ASK_DMABUF_EXPORT = 113,
	/* The kernel reads such a one. args: its file descriptor. check: sum of all its words */
	PMK_ASK_DMABUF_SUM = 114,
	/*
	 * Mappings at PMK_MMAP_FAULT and PMK_MMAP_PAGES, of all files. answers: opened, closed so
	 * far
	 */
	PMK_ASK_MAPPINGS = 120,

	PMK_OP_LIMIT = 128, /* no op: all numbers are below it */
};

/* Allocators, and where the memory comes from; the order of a kind is ABI as well. */
enum pmk_allocator {
	PMK_KMALLOC,
	PMK_KZALLOC,
	PMK_KMEM_CACHE, /* of objects of that size, aligned to 64 bytes */
	PMK_MEMPOOL,	/* on top of such a cache */
	PMK_PAGES,	/* __get_free_pages() of the order that holds the size */
	PMK_VMALLOC,
	PMK_KVMALLOC,
};
enum pmk_gfp { PMK_GFP_KERNEL, PMK_GFP_ATOMIC, PMK_GFP_DMA, PMK_GFP_DMA32 };
#define PMK_ALLOC(allocator, gfp) ((allocator) + 8u * (gfp))

/* readl(); ioread32(), of both kinds of BAR; inl(); ioremap(), readl(), iounmap(); with _wc() */
enum pmk_way { PMK_WAY_MEMORY, PMK_WAY_EITHER, PMK_WAY_PORT, PMK_WAY_REMAP, PMK_WAY_REMAP_WC };
#define PMK_MMIO(bar, way, offset) ((way) + 8u * (bar) + 16u * (offset)) /* offset: of 4 bytes */

#define PMK_KMAP_SWITCHED (1u << 0) /* the task waited meanwhile, and others could run */
#define PMK_KMAP_OTHER	  (1u << 1) /* one more page, not mapped, had a page_address() too */

/* PMK_ASK_DMA_HOLD: what arrived */
#define PMK_HOLD_NOTHING 0 /* the poison */
#define PMK_HOLD_BEFORE	 1 /* what was there when it was mapped */
#define PMK_HOLD_AFTER	 2 /* what the CPU stored at last */
#define PMK_HOLD_OTHER	 3

/* pmk_run.kind: how a buffer came to be, where the op does not say it. */
enum pmk_dma_memory {
	PMK_DMA_COHERENT = 0,	 /* dma_alloc_coherent() */
	PMK_DMA_NONCOHERENT = 1, /* dma_alloc_noncoherent() */
	PMK_DMA_WC = 2,		 /* dma_alloc_wc() */
	PMK_DMA_STREAMING = 3,	 /* pages of the kernel, dma_map_single() */
	PMK_DMA_POOL = 4,	 /* a block of a dma_pool */
	PMK_DMA_KINDS = 5,	 /* no kind: all numbers are below it */
};

#endif
