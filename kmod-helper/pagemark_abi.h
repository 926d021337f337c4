/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/* What user space and pagemark.ko say to each other through /dev/pagemark. */
#ifndef PAGEMARK_ABI_H
#define PAGEMARK_ABI_H

#include <linux/ioctl.h>
#include <linux/types.h>

/*
 * A change of a struct's layout or of an op's meaning raises the version; a new op does not.
 * Every request carries the version it was built for, and the module refuses any other with
 * -EPROTO, so that an old program on a new module says so instead of measuring something else.
 */
#define PMK_ABI_VERSION 1

/* Limits of one call: they bound its time in the kernel. */
#define PMK_RUN_N_MAX	  (1u << 20)
#define PMK_RUN_BYTES_MAX (256u << 20) /* n * bytes */
#define PMK_RUN_PAGES_MAX (4u << 20)   /* n * pages, pin family */
/* Limits of one operation, and of the buffer. */
#define PMK_PIN_PAGES_MAX    1024
#define PMK_KMAP_PAGES_MAX   2048	/* working set: 4 x LAST_PKMAP of PAE */
#define PMK_BUFFER_BYTES_MAX (4u << 20) /* the file's own buffer: the largest buddy block */
#define PMK_DMA_BYTES_MAX    (1u << 20)
#define PMK_EDU_BYTES_MAX    4088 /* edu has 4096, and takes the last byte for out of bounds */
#define PMK_EDU_N_MAX	     64	  /* edu takes 100 ms for each transfer, by design */

/**
 * enum pmk_op - what PMK_IOC_RUN does @n times; the numbers are ABI and never reused
 *
 * One operation of each, and what the result's @check holds:
 *
 * @PMK_OP_EMPTY: nothing: what the batch loop itself costs; check = n
 * @PMK_OP_KMAP_ADDRESS: page_address(), one 64-bit load; the sum of the loaded words. Operation i
 *	of a call visits page i modulo @pages, which holds seed + that number. -EINVAL for pages of
 *	high memory, which have no such address
 * @PMK_OP_KMAP: kmap(), load, kunmap()
 * @PMK_OP_KMAP_ATOMIC: kmap_atomic(), load, kunmap_atomic()
 * @PMK_OP_KMAP_LOCAL: kmap_local_page(), load, kunmap_local()
 * @PMK_OP_GUP_FAST: get_user_pages_fast(FOLL_WRITE) of @pages pages at @addr, put_page() each; the
 *	pages acquired
 * @PMK_OP_PIN_FAST: pin_user_pages_fast(FOLL_WRITE), unpin_user_pages()
 * @PMK_OP_PIN_LONGTERM: the same with FOLL_LONGTERM
 * @PMK_OP_DMA_CYCLE_COHERENT: fill @bytes, hand over, take back, read; one coherent buffer reused;
 *	the sum of the words read
 * @PMK_OP_DMA_CYCLE_MAP: the same through dma_map_single() and dma_unmap_single() each time
 * @PMK_OP_DMA_CYCLE_SYNC: the same, mapped once, dma_sync_single_for_device() and _for_cpu()
 * @PMK_OP_DMA_ALLOC_COHERENT: dma_alloc_coherent(), dma_free_coherent(); allocations that succeeded
 * @PMK_OP_DMA_MAP: dma_map_single() and dma_unmap_single(); mappings that succeeded
 * @PMK_OP_DMA_SYNC: both syncs of a buffer mapped once; n
 * @PMK_OP_EDU_COHERENT: QEMU's edu device fetches @bytes of a coherent buffer and stores them back
 *	into another, which was poisoned before; word i of operation k is seed + k + i; the sum of
 *	the words that came back. A proof, not a measurement: the time is that of the device's timer
 * @PMK_OP_EDU_MAP: the same, both ends mapped and unmapped for each transfer
 * @PMK_OP_EDU_SYNC: the same, both ends mapped once and synced
 * @PMK_OP_LIMIT: no op: all numbers are below it
 */
enum pmk_op {
	PMK_OP_EMPTY = 0,
	PMK_OP_KMAP_ADDRESS = 1,
	PMK_OP_KMAP = 2,
	PMK_OP_KMAP_ATOMIC = 3,
	PMK_OP_KMAP_LOCAL = 4,
	PMK_OP_GUP_FAST = 16,
	PMK_OP_PIN_FAST = 17,
	PMK_OP_PIN_LONGTERM = 18,
	PMK_OP_DMA_CYCLE_COHERENT = 32,
	PMK_OP_DMA_CYCLE_MAP = 33,
	PMK_OP_DMA_CYCLE_SYNC = 34,
	PMK_OP_DMA_ALLOC_COHERENT = 35,
	PMK_OP_DMA_MAP = 36,
	PMK_OP_DMA_SYNC = 37,
	PMK_OP_EDU_COHERENT = 48,
	PMK_OP_EDU_MAP = 49,
	PMK_OP_EDU_SYNC = 50,
	PMK_OP_LIMIT = 64,
};

/* pmk_run.flags */
#define PMK_RUN_HIGHMEM (1u << 0) /* kmap: pages of high memory (-ENODEV: none here) */
#define PMK_RUN_FLAGS	PMK_RUN_HIGHMEM

/* pmk_run.facts: what the module saw while it ran, for verification */
#define PMK_FACT_HIGHMEM (1u << 0) /* every page of the working set lies in high memory */
#define PMK_FACT_LOWMEM	 (1u << 1) /* none does */
#define PMK_FACT_PINNED	 (1u << 2) /* folio_maybe_dma_pinned() for all pages of a trial */
#define PMK_FACT_BOUNCED (1u << 3) /* the device's address is not the buffer's physical one */
#define PMK_FACT_INTACT	 (1u << 4) /* dma: the last, edu: all operations' data, word for word */
#define PMK_FACT_ADDRESS (1u << 5) /* kmap: every page's mapping was at its page_address() */

/**
 * struct pmk_run - one batch: n operations, timed in the kernel
 * @abi_version: PMK_ABI_VERSION
 * @op: enum pmk_op
 * @flags: PMK_RUN_*
 * @facts: out: PMK_FACT_*
 * @n: operations, 1 .. PMK_RUN_N_MAX (edu: PMK_EDU_N_MAX)
 * @bytes: size of one operation's buffer where it has one (dma, edu), a multiple of 8, else 0
 * @pages: pages of one operation (pin) or of the working set (kmap), else 0
 * @addr: page-aligned user address (pin), else 0
 * @seed: the first word that the CPU stores is seed, word i is seed + i (dma, edu, kmap), else 0
 * @elapsed_ns: out: time of the n operations, by CLOCK_MONOTONIC_RAW; preparation and checks are
 *	outside
 * @elapsed_cycles: out: the same by get_cycles(), 0 where there is no such counter. On x86 that is
 *	the TSC, which counts instructions one by one under QEMU's -icount shift=0
 * @check: out: what enum pmk_op says
 * @reserved: zero
 *
 * What an op does not use must be zero. The outputs are stored only by a call that succeeds; what
 * they held before is ignored.
 *
 * Return of the ioctl: 0, -EPROTO (other version), -EINVAL (a field out of its limits), -EOPNOTSUPP
 * (op not in this module), -ENODEV (no high memory, no edu device), -E2BIG (more than this device
 * may map at once), -EFAULT (pin: not all pages are there; or the request's own address is bad),
 * -EINTR (killed), -ETIMEDOUT (edu does not answer), -ENOMEM.
 */
struct pmk_run {
	__u32 abi_version;
	__u32 op;
	__u32 flags;
	__u32 facts;
	__u64 n;
	__u64 bytes;
	__u64 pages;
	__u64 addr;
	__u64 seed;
	__u64 elapsed_ns;
	__u64 elapsed_cycles;
	__u64 check;
	__u64 reserved[3];
};

/**
 * struct pmk_info - what this module can do on this kernel
 * @abi_version: PMK_ABI_VERSION
 * @reserved: zero
 * @ops: out: bit per enum pmk_op: compiled in, and its device present
 */
struct pmk_info {
	__u32 abi_version;
	__u32 reserved;
	__u64 ops;
};

/**
 * struct pmk_buffer - give this open file a buffer; word i holds seed + i
 * @abi_version: PMK_ABI_VERSION
 * @reserved: zero
 * @bytes: 1 .. PMK_BUFFER_BYTES_MAX; -EBUSY while it has one already
 * @seed: the first 64-bit word
 *
 * read(2) and write(2) copy from and to it by file position; mmap(2) at PMK_MMAP_* maps it, shared
 * only (-EINVAL otherwise). All three are -ENXIO without a buffer, write(2) at its end is -ENOSPC.
 */
struct pmk_buffer {
	__u32 abi_version;
	__u32 reserved;
	__u64 bytes;
	__u64 seed;
};

/*
 * Offset of mmap(2) on /dev/pagemark: how the pages get into the page table. A length beyond the
 * buffer is -EINVAL for the first; the second accepts it and raises SIGBUS where the buffer ends.
 */
#define PMK_MMAP_PFN   0x00000000u /* all at once, by remap_pfn_range() */
#define PMK_MMAP_FAULT 0x10000000u /* one by one, by a fault handler */

#define PMK_IOC_INFO   _IOWR(0xB7, 0, struct pmk_info)
#define PMK_IOC_RUN    _IOWR(0xB7, 1, struct pmk_run)
#define PMK_IOC_BUFFER _IOW(0xB7, 2, struct pmk_buffer)

#endif
