/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/* The questions that pagemark.ko answers once, for claims: what they do, their args and answers. */
#ifndef PAGEMARK_ASKS_H
#define PAGEMARK_ASKS_H

/*
 * enum pmk_ask - questions are ops of which n is 1 and times is 0; the numbers are ABI and never
 * reused
 *
 * What args and answers hold, stands below. That the kernel refused what a question tries is an
 * answer if a text says so, else an error; all else is said as in enum pmk_op.
 */
enum pmk_ask {
	/*
	 * Maps all of pages (2 .. PMK_KMAP_PAGES_MAX) pages but the last at once: at most
	 * PMK_KMAP_HELD_MAX, of kmap_local_page() and kmap_atomic() 8. With PMK_RUN_HIGHMEM the
	 * pages lie in high memory. check: 0. -ENODEV: the kernel has no high memory. -EBUSY: all
	 * requests would hold more than half of the slots.
	 */
	PMK_ASK_KMAP_HELD = 8,
	/*
	 * Holds the pages (1 .. PMK_PIN_PAGES_MAX) at the user address addr until user space says
	 * so, 10 s at most. With PMK_RUN_WRITE it acquires them with FOLL_WRITE, and at the end
	 * stores the complement of the first page's word 0 there. check: 0. That they cannot be
	 * acquired is an answer.
	 */
	PMK_ASK_PIN_HOLD = 24,
	/*
	 * Follows the pages at addr as PMK_OP_FOLLOW, and counts until user space says so, 10 s at
	 * most, how often the notifier tells that they change. check: 0.
	 */
	PMK_ASK_FOLLOWED = 30,
	/*
	 * Holds two buffers (pages is 2) of bytes (8 .. PMK_DMA_BYTES_MAX) of kind (coherent or
	 * streaming) while user space has device fetch the first and store into the second, 10 s at
	 * most; QEMU's edu is bus master meanwhile. The first holds other words when it is mapped
	 * than at last; the second holds poison. PMK_RUN_SYNC_*, _MAP, _UNMAP: what is done to
	 * streaming buffers. check: PMK_HOLD_*, what the CPU finds in the second at the end.
	 * -EINVAL: PMK_RUN_UNMAP where nothing translates, or with _MAP or _SYNC_CPU. -ENODEV: no
	 * such device. -EPERM: the kernel is locked down, and the device would be bus master.
	 */
	PMK_ASK_DMA_HOLD = 49,
	/*
	 * Takes pages (1 .. PMK_DMA_HELD_MAX) buffers of bytes (8 .. PMK_DMA_BYTES_MAX) of kind
	 * (enum pmk_dma_memory) at once, under a mask of device of seed bits (1 .. 64). Nobody else
	 * uses device meanwhile, and the mask is restored. check: 0. That fewer buffers were got is
	 * an answer. -EBUSY: others use it all the time. -EIO: device does not take the mask.
	 * -EINVAL: streaming under fewer than 64 bits where nothing translates, which the kernel
	 * takes for a mistake of the driver. -ENODEV: no such device.
	 */
	PMK_ASK_DMA_MASKED = 50,
	/* What the DMA API says of mappings for device. check: 0. -ENODEV: no such device. */
	PMK_ASK_DMA_LIMITS = 60,
	/*
	 * Looks up a frame, a kernel address, and the user address addr. check: 0. -EINVAL: no
	 * memory has that frame.
	 */
	PMK_ASK_ADDRESS = 101,
	/*
	 * Makes a dma-buf of bytes (8 .. PMK_DMA_BYTES_MAX), whose words are seed + 0, seed + 1 and
	 * so on. kind: PMK_DMA_COHERENT, or _STREAMING or _NONCOHERENT for memory that is mapped
	 * for the module's own device and synced by DMA_BUF_IOCTL_SYNC. check: 0. -E2BIG: more
	 * bytes than one mapping may have. -EMFILE: no descriptor is free.
	 */
	PMK_ASK_DMABUF_EXPORT = 113,
	/*
	 * Reads a dma-buf of this module by the kernel. check: sum of its words. -EBADF: the
	 * descriptor is none. -EINVAL: it is no dma-buf of this module.
	 */
	PMK_ASK_DMABUF_SUM = 114,
	/* Counts the mappings at PMK_MMAP_FAULT and PMK_MMAP_PAGES, of all files. check: 0. */
	PMK_ASK_MAPPINGS = 120,
};

/*
 * pmk_run.args and pmk_run.answers of the questions; those that are not named are 0
 *
 * PMK_ASK_KMAP_HELD
 *	args[0]: PMK_OP_KMAP, PMK_OP_KMAP_ATOMIC, PMK_OP_KMAP_LOCAL or PMK_OP_KMAP_VMAP
 *	args[1]: ms of sleep with the mappings, 1000 at most; kmap_atomic() forbids any
 *	answers[0], [1], [2]: preempt_count() | pagefault_disabled() << 32 before the mappings, with
 *		all of them, and after they were unmapped
 *	answers[3]: pages whose word was right through their mapping while all were mapped
 *	answers[4]: pages whose word was right when those mapped later had been unmapped
 *	answers[5]: pages in which another mapping found what was stored
 *	answers[6]: pages mapped at their page_address() | found by vmalloc_to_page() << 32
 *	answers[7]: PMK_KMAP_*
 * PMK_ASK_PIN_HOLD
 *	args[0]: the op that acquires the pages (16 .. 23)
 *	args[1]: 0, or the address of a word of 32 bits, which becomes 1 once the pages are held:
 *		they are until user space changes it, 10 s at most
 *	answers[0]: pages acquired, or -errno
 *	answers[1]: of the first page, the number of its frame
 *	answers[2], [3]: of the first page, its word 0 at the beginning and at the end
 *	answers[4]: 1 if folio_maybe_dma_pinned() is true of all pages
 *	answers[5]: references of the first page's folio that the release dropped
 * PMK_ASK_FOLLOWED
 *	args[1]: the address of a word, as of PMK_ASK_PIN_HOLD
 *	answers[0]: frames found, or -errno
 *	answers[1]: how often the notifier told of a change from then on
 *	answers[2]: 1 if the frames may be used no more
 * PMK_ASK_DMA_HOLD
 *	args[1]: address of a struct pmk_hold
 * PMK_ASK_DMA_MASKED
 *	args[0]: of a pool its alignment in bytes, PMK_DMA_BYTES_MAX at most, | its boundary in
 *		bytes, a page at most, << 32; of other memory how many buffers are taken and given
 *		back before, one by one, PMK_RUN_BYTES_MAX in all
 *	args[1]: address of a struct pmk_hold, which tells of the buffers that were got
 *	answers[0]: dma_get_cache_alignment(): what a buffer's begin and end have to be multiples of
 * PMK_ASK_DMA_LIMITS
 *	answers[0], [1]: dma_max_mapping_size(), and dma_opt_mapping_size() or where the kernel has
 *		none the same again: bytes
 *	answers[2]: dma_get_merge_boundary(): pieces of a list that end and begin at multiples of
 *		it + 1 become one segment; 0: none do
 *	answers[3], [4]: dma_get_max_seg_size() in bytes, dma_get_seg_boundary(), a mask
 *	answers[5]: dma_get_required_mask()
 * PMK_ASK_ADDRESS
 *	args[0]: number of the frame
 *	args[1]: the kernel address
 *	answers[0], [1]: page_to_pfn() of the frame's page, and its zone
 *	answers[2], [3]: page_address() of the frame's page or 0, and virt_to_phys() of that or 0
 *	answers[4]: PAGE_OFFSET
 *	answers[5], [6]: virt_addr_valid() and is_vmalloc_addr() of the kernel address
 *	answers[7]: the frame that get_user_pages_fast() finds behind the user address, or 0
 * PMK_ASK_DMABUF_EXPORT
 *	answers[0]: the dma-buf's file descriptor
 * PMK_ASK_DMABUF_SUM
 *	args[0]: the dma-buf's file descriptor
 * PMK_ASK_MAPPINGS
 *	answers[0], [1]: mappings opened and closed so far
 */
/* PMK_ASK_KMAP_HELD, answers[7] */
#define PMK_KMAP_SWITCHED (1u << 0) /* the task waited with its mappings, and others could run */

/* pmk_hold.buffer[].bounced: whether a mapping leads to a bounce buffer, if the kernel says so */
enum pmk_bounce { PMK_BOUNCE_NO, PMK_BOUNCE_YES, PMK_BOUNCE_UNKNOWN };

/* PMK_ASK_DMA_HOLD, check: what arrived in the second buffer */
#define PMK_HOLD_NOTHING 0 /* nothing: it holds the poison */
#define PMK_HOLD_BEFORE	 1 /* what was in the first buffer when it was mapped */
#define PMK_HOLD_AFTER	 2 /* what the CPU stored in the first buffer at last */
#define PMK_HOLD_OTHER	 3 /* anything else */

#endif
