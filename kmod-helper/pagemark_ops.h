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
 * of a load, and word k of page i is seed + i + k. edu: the device fetches @bytes of a buffer and
 * stores them back into another, which was poisoned before; word i of operation k is seed + k + i;
 * check is the sum of the words that came back. A proof, not a measurement: the time is that of the
 * device's timer.
 *
 * mmio: kind is PMK_MMIO(); -EINVAL where that way does not reach that BAR, -EPERM for a write to
 * edu anywhere but to its liveness register. alloc: kind is PMK_ALLOC(), -EINVAL where the two do
 * not go together; PMK_RUN_ALLOC and PMK_RUN_FREE time one half of @n operations, at most
 * PMK_ALLOC_HELD_MAX; the facts are those of one more allocation, untimed; check counts the words
 * that were loaded as they had been stored. address: operation i translates for page i modulo
 * @pages, all of low memory; check counts the results that agree with the page itself.
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
	PMK_OP_DMA_CYCLE_SYNC = 34,	/* the same, mapped once, dma_sync_single_*() both ways */
	PMK_OP_DMA_ALLOC_COHERENT = 35, /* dma_alloc_coherent(), dma_free_coherent() */
	PMK_OP_DMA_MAP = 36,		/* dma_map_single(), dma_unmap_single() */
	PMK_OP_DMA_SYNC = 37,		/* both syncs of a buffer mapped once */
	PMK_OP_EDU_COHERENT = 48,	/* through two coherent buffers */
	PMK_OP_EDU_MAP = 49,		/* both ends mapped and unmapped for each transfer */
	PMK_OP_EDU_SYNC = 50,		/* both ends mapped once and synced */
	PMK_OP_MMIO_READ = 64,		/* readl() and its kin; check: sum of the values read */
	PMK_OP_MMIO_WRITE = 65, /* the low half of @seed; check: what the register holds then */
	PMK_OP_MMIO_FROM = 66,	/* memcpy_fromio(); check: sum of the words */
	PMK_OP_MMIO_TO = 67, /* memcpy_toio() from @seed on; check: sum of the words there then */
	PMK_OP_ALLOC = 80,   /* take memory, store a word and load it, give it back */
	PMK_OP_PA = 96,	     /* __pa() of a linear address */
	PMK_OP_VIRT_TO_PAGE = 97,   /* virt_to_page(), page_to_pfn() */
	PMK_OP_VMALLOC_TO_PFN = 98, /* the same page, mapped by vmap() */
	PMK_OP_VA = 99,		    /* __va() of a frame */
	PMK_OP_PAGE_ADDRESS = 100,  /* pfn_to_page(), page_address() */
	PMK_OP_LIMIT = 128,	    /* no op: all numbers are below it */
};

/*
 * enum pmk_question - what PMK_IOC_ASK does once, for claims; the numbers are ABI and never reused
 *
 * Behind each: what is done; its arguments; its answers in order.
 */
enum pmk_question {
	/*
	 * PMK_OP_KMAP, _KMAP_ATOMIC, _KMAP_LOCAL or _KMAP_VMAP; pages mapped at once by it, up to
	 * PMK_KMAP_HELD_MAX, 8 where they nest; PMK_RUN_HIGHMEM or 0; ms of sleep with the
	 * mappings, 1000 at most (none if atomic). Before, with and after them: preempt_count() |
	 * page faults disabled << 32; then, of the pages: seen right with all mapped; each right
	 * again after those mapped later were unmapped; what was stored seen elsewhere; mapped at
	 * page_address() | found there by vmalloc_to_page() << 32; at last: PMK_KMAP_*
	 */
	PMK_ASK_KMAP_HELD = 0,
	/*
	 * Address; pages; the op that takes hold (16 .. 23) | PMK_ASK_WRITE, which also stores the
	 * first word's complement at the end; 0 or the address of a 32-bit word: becomes 1 once the
	 * pages are held, and they are until it changes, 10 s at most. Pages, or -errno; of the
	 * first one: its number; its first word at the beginning; and at the end; then: 1 if all
	 * look pinned; references dropped with the pages by the memory that the first is part of
	 */
	PMK_ASK_PIN_HOLD = 8,
	/*
	 * A frame's page, and two addresses: @args: number of the frame (-EINVAL: no memory
	 * there), a kernel address, a user address; @answers: page_to_pfn(), zone, page_address()
	 * or 0, its virt_to_phys(), PAGE_OFFSET; virt_addr_valid() and is_vmalloc_addr() of the
	 * kernel address; the frame that get_user_pages_fast() finds behind the user's, or 0
	 */
	PMK_ASK_ADDRESS = 44,
	/* Mappings at PMK_MMAP_FAULT and PMK_MMAP_PAGES, of all files: opened, closed so far */
	PMK_ASK_MAPPINGS = 56,
	PMK_ASK_LIMIT = 64, /* no question: all numbers are below it */
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

#define PMK_ASK_WRITE (1u << 8)

#define PMK_KMAP_SWITCHED (1u << 0) /* the task waited meanwhile, and others could run */
#define PMK_KMAP_OTHER	  (1u << 1) /* one more page, not mapped, had a page_address() too */

#endif
