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
 * kmap: operation i of a call visits page i modulo @pages, which holds seed + that number; check is
 * the sum of the loaded words. edu: the device fetches @bytes of a buffer and stores them back into
 * another, which was poisoned before; word i of operation k is seed + k + i; check is the sum of
 * the words that came back. A proof, not a measurement: the time is that of the device's timer.
 */
enum pmk_op {
	PMK_OP_EMPTY = 0,	 /* nothing: what the batch loop itself costs */
	PMK_OP_KMAP_ADDRESS = 1, /* page_address(), load; -EINVAL for high memory, which has none */
	PMK_OP_KMAP = 2,	 /* kmap(), load, kunmap() */
	PMK_OP_KMAP_ATOMIC = 3,	 /* kmap_atomic(), load, kunmap_atomic() */
	PMK_OP_KMAP_LOCAL = 4,	 /* kmap_local_page(), load, kunmap_local() */
	PMK_OP_GUP_FAST = 16,	 /* get_user_pages_fast() of @pages at @addr, put_page() each; */
	PMK_OP_PIN_FAST = 17,	 /* pin_user_pages_fast(), unpin_user_pages(); */
	PMK_OP_PIN_LONGTERM = 18, /* the same with FOLL_LONGTERM; check of all: pages acquired */
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
	PMK_OP_LIMIT = 128,		/* no op: all numbers are below it */
};

/*
 * enum pmk_question - what PMK_IOC_ASK does once, for claims; the numbers are ABI and never reused
 *
 * Behind each: what is done; its arguments; its answers in order.
 */
enum pmk_question {
	PMK_ASK_LIMIT = 64, /* no question: all numbers are below it */
};

#endif
