/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/* What user space and pagemark.ko say to each other through /dev/pagemark. */
#ifndef PAGEMARK_ABI_H
#define PAGEMARK_ABI_H

#include <linux/ioctl.h>
#include <linux/types.h>

#include "pagemark_ops.h"

/*
 * A change of a struct's layout or of an op's meaning raises the version; a new op, question or
 * flag does not. Every request carries the version it was built for, and the module refuses any
 * other with -EPROTO, so that an old program on a new module says so instead of measuring something
 * else.
 *
 * Whether an op is there, a request with n = 0 tells: -EINVAL, or -EOPNOTSUPP if not.
 */
#define PMK_ABI_VERSION 3

/* Limits of one call: they bound its time in the kernel. */
#define PMK_RUN_N_MAX	  (1u << 20)
#define PMK_RUN_BYTES_MAX (256u << 20) /* n * bytes */
#define PMK_RUN_PAGES_MAX (4u << 20)   /* n * pages, where each operation visits all of them */
#define PMK_RUN_TIMES_MAX (1u << 16)   /* n, where each operation is timed by itself */
/* Limits of one operation, and of the buffer. */
#define PMK_PIN_PAGES_MAX    1024
#define PMK_KMAP_PAGES_MAX   2048	/* working set: 4 x LAST_PKMAP of PAE */
#define PMK_KMAP_BYTES_MAX   4096	/* of one page */
#define PMK_KMAP_HELD_MAX    512	/* pages mapped at once: LAST_PKMAP of PAE */
#define PMK_BUFFER_BYTES_MAX (4u << 20) /* the file's own buffer: the largest buddy block */
#define PMK_DMA_BYTES_MAX    (4u << 20)
#define PMK_DMA_SG_MAX	     256
#define PMK_DMA_HELD_MAX     16
#define PMK_ENGINE_BYTES_MAX (1u << 20)
#define PMK_ISA_BYTES_MAX    32768 /* of 64 KiB a channel reads back 0 */
#define PMK_ALLOC_BYTES_MAX  (16u << 20)
#define PMK_ALLOC_HELD_MAX   4096 /* held at once: operations, and PMK_ALLOC_BYTES_MAX in all */
#define PMK_MMIO_BYTES_MAX   64
#define PMK_MMIO_OFFSET_MAX  0xfffc

/* pmk_run.flags */
#define PMK_RUN_HIGHMEM (1u << 0) /* kmap: pages of high memory (-ENODEV: none here) */
#define PMK_RUN_WRITE	(1u << 1) /* pin: FOLL_WRITE */
#define PMK_RUN_RANDOM	(1u << 2) /* dma: words in a scattered order; bytes is a power of two */
#define PMK_RUN_APART	(1u << 3) /* dma: no two pages of a list lie side by side, else all do */
#define PMK_RUN_ALLOC	(1u << 8) /* alloc: time the allocations only; */
#define PMK_RUN_FREE	(1u << 9) /* time the frees only */
/*
 * All ops: do everything but the operation, n times: the same preparation, loop, walk over the
 * working set and sum for the check. Check and facts then mean nothing.
 */
#define PMK_RUN_EMPTY (1u << 10)
/* PMK_ASK_DMA_HOLD of streaming mappings: what the driver does around the transfer */
#define PMK_RUN_SYNC_DEVICE (1u << 16) /* dma_sync_single_for_device() before it */
#define PMK_RUN_SYNC_CPU    (1u << 17) /* dma_sync_single_for_cpu() after it */
#define PMK_RUN_MAP	    (1u << 18) /* maps after the store, and unmaps after the transfer */
#define PMK_RUN_UNMAP	    (1u << 19) /* unmaps the last one before the transfer */

/* pmk_run.facts: what the module saw while it ran, for verification */
#define PMK_FACT_HIGHMEM (1u << 0) /* every page of the working set lies in high memory */
#define PMK_FACT_LOWMEM	 (1u << 1) /* none does */
#define PMK_FACT_PINNED	 (1u << 2) /* folio_maybe_dma_pinned() for all pages of a trial */
#define PMK_FACT_BOUNCED (1u << 3) /* the DMA address does not lead to the buffer */
#define PMK_FACT_INTACT	 (1u << 4) /* word for word: kmap: all, dma: the last, alloc: a trial */
#define PMK_FACT_COVERED (1u << 6) /* the segments are together as long as the list; */
#define PMK_FACT_LIMITED (1u << 7) /* and none longer than dma_get_max_seg_size() */
/* alloc: of the memory of a trial */
#define PMK_FACT_CONTIGUOUS (1u << 8)  /* its frames follow one another */
#define PMK_FACT_VMALLOC    (1u << 9)  /* is_vmalloc_addr() */
#define PMK_FACT_ZEROED	    (1u << 10) /* all of it, when it came */
#define PMK_FACT_ALIGNED    (1u << 11) /* to its size rounded up to a power of two; caches: to 64 */
#define PMK_FACT_BELOW_16M  (1u << 12) /* all its frames */

/**
 * struct pmk_run - one batch of n operations, timed in the kernel; or a question
 * @abi_version: PMK_ABI_VERSION
 * @op: enum pmk_op
 * @flags: PMK_RUN_*
 * @facts: out: PMK_FACT_*
 * @device: which device (dma, mmio) as PMK_IOC_DEVICE numbers them, else 0; out, of
 *	PMK_OP_ENGINE_COPY: N << 16 | M of the channel, which is /sys/class/dma/dmaNchanM
 * @kind: which of the family's kinds (of memory, of allocation, of direction), else 0
 * @n: operations, 1 .. PMK_RUN_N_MAX; of a question 1
 * @bytes: size of one operation's buffer where it has one, a multiple of 8, else 0
 * @pages: pages of one operation (pin) or of the working set (kmap), else 0
 * @addr: page-aligned user address (pin), else 0
 * @seed: the first word that the CPU stores is seed, word i is seed + i (dma, kmap, mmio), else 0
 * @times: 8-aligned user address of n words: out: ns of each operation, its share of the loop
 *	and of reading the clock included; 0: only the whole batch is timed, and of a question
 * @args: of a question what enum pmk_op says, else 0
 * @elapsed_ns: out: time of the n operations, by CLOCK_MONOTONIC_RAW; preparation and checks are
 *	outside
 * @check: out: what enum pmk_op says
 * @answers: out: of a question what enum pmk_op says, else 0
 *
 * What an op does not use must be zero. The outputs are stored only by a call that succeeds; what
 * they held before is ignored. That the kernel refused what a question tries is an answer.
 *
 * Return of the ioctl: 0, -EPROTO (other version), -EINVAL (a field out of its limits), -EOPNOTSUPP
 * (op not in this module, or nothing translates this device's addresses), -ENODEV (no high memory,
 * no such device), -E2BIG (more than this device may map at once), -EBUSY (another driver has that
 * ISA channel), -EIO (the DMA engine failed, or this device takes no such mask), -EFAULT (pin: not
 * all pages are there; or an address of the request is bad), -EBADF and -EMFILE (a dma-buf's
 * descriptor), -EINTR (killed), -ENOMEM.
 */
struct pmk_run {
	__u32 abi_version;
	__u32 op;
	__u32 flags;
	__u32 facts;
	__u32 device;
	__u32 kind;
	__u64 n;
	__u64 bytes;
	__u64 pages;
	__u64 addr;
	__u64 seed;
	__u64 times;
	__u64 args[2];
	__u64 elapsed_ns;
	__u64 check;
	__u64 answers[8];
};

/**
 * struct pmk_hold - what PMK_ASK_DMA_HOLD says in user space's memory while buffers are held
 * @step: becomes 1 once they are, and they are until user space changes it, 10 s at most
 * @n: how many were got
 * @buffer: of each its DMA address, whether that leads to a bounce buffer, and how many of its
 *	words were not zero when it came
 */
struct pmk_hold {
	__u32 step;
	__u32 n;
	struct {
		__u64 address;
		__u32 bounced;
		__u32 dirty;
	} buffer[PMK_DMA_HELD_MAX];
};

/**
 * struct pmk_device - a device that stands behind DMA mappings and registers
 * @abi_version: PMK_ABI_VERSION
 * @index: 0: the module's own, which exists in software only; from 1 on PCI devices: edu, and those
 *	that driver_override gave to this module
 * @name: out: of the device on its bus
 * @id: out: PCI vendor << 16 | device, else 0
 * @dma_mask: out: of streaming mappings
 * @max_mapping: out: bytes that one mapping may have
 *
 * More is in sysfs: its registers in resource, how its DMA addresses are translated in
 * iommu_group/type, both below /sys/bus/pci/devices/NAME.
 *
 * Return of the ioctl: 0, -EPROTO, -ENODEV (no such index).
 */
struct pmk_device {
	__u32 abi_version;
	__u32 index;
	char name[32];
	__u64 id;
	__u64 dma_mask;
	__u64 max_mapping;
};

/* pmk_buffer.kind: how the CPU sees its memory, in the kernel and in every mapping */
#define PMK_BUFFER_CACHED   0
#define PMK_BUFFER_COMBINED 1 /* writes are gathered, nothing is cached */
#define PMK_BUFFER_UNCACHED 2

/**
 * struct pmk_buffer - give this open file a buffer; word i holds seed + i
 * @abi_version: PMK_ABI_VERSION
 * @kind: PMK_BUFFER_*; -EOPNOTSUPP where this architecture cannot
 * @bytes: 1 .. PMK_BUFFER_BYTES_MAX; -EBUSY while it has one already
 * @seed: the first 64-bit word
 *
 * read(2) and write(2) copy from and to it by file position; mmap(2) at PMK_MMAP_* maps it, shared
 * only (-EINVAL otherwise). All three are -ENXIO without a buffer, write(2) at its end is -ENOSPC.
 */
struct pmk_buffer {
	__u32 abi_version;
	__u32 kind;
	__u64 bytes;
	__u64 seed;
};

/*
 * Offset of mmap(2) on /dev/pagemark: how the pages get into the page table. A length beyond the
 * buffer is -EINVAL for the first and the last; the second accepts it and raises SIGBUS where the
 * buffer ends.
 */
#define PMK_MMAP_PFN   0x00000000u /* all at once, by remap_pfn_range() */
#define PMK_MMAP_FAULT 0x10000000u /* one by one, by a fault handler */
#define PMK_MMAP_PAGES 0x20000000u /* all at once, by vm_insert_pages() */

#define PMK_IOC_RUN    _IOWR(0xB7, 1, struct pmk_run)
#define PMK_IOC_BUFFER _IOW(0xB7, 2, struct pmk_buffer)
#define PMK_IOC_DEVICE _IOWR(0xB7, 3, struct pmk_device)

#endif
