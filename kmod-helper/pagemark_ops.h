/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/* The operations that pagemark.ko times. */
#ifndef PAGEMARK_OPS_H
#define PAGEMARK_OPS_H

/*
 * enum pmk_op - what PMK_IOC_RUN does n times; the numbers are ABI and never reused
 *
 * Above an op stands what one operation does, and above a family what all its ops have in common:
 * the fields of struct pmk_run that they use and their limits (what no text names must be zero),
 * the facts that they tell, and the errors beside those of all ops, which are -EPROTO, -EINVAL (a
 * field beyond its limits), -EOPNOTSUPP (module or kernel lack the op), -EFAULT (an address in the
 * request is bad), -EINTR and -ENOMEM. check holds n, the operations that were done, unless the
 * text says otherwise. bytes are multiples of 8; words have 64 bits; sums are modulo 2^64.
 */
enum pmk_op {
	/* Does nothing, which costs what the loop around all other ops costs. No fields. */
	PMK_OP_EMPTY = 0,

	/*
	 * kmap: an operation visits the next page of a working set of pages (1 ..
	 * PMK_KMAP_PAGES_MAX), after its last one the first. Word 0 of page i holds seed + i. With
	 * PMK_RUN_HIGHMEM the pages lie in high memory. If bytes (8 .. PMK_KMAP_BYTES_MAX; not of
	 * the ops 5 and 7) is not 0, so many are copied out of the page instead of a load of word
	 * 0, and word k of page i holds seed + i + k. check: sum of the words 0 that were loaded or
	 * copied. facts: HIGHMEM or LOWMEM; INTACT: the last copy is what its page holds. -ENODEV:
	 * the kernel has no high memory.
	 */
	/* Loads the word at page_address(). -EINVAL: PMK_RUN_HIGHMEM, which has no such address. */
	PMK_OP_KMAP_ADDRESS = 1,
	/* Maps the page with kmap(), loads the word and unmaps the page with kunmap(). */
	PMK_OP_KMAP = 2,
	/* Maps the page with kmap_atomic(), loads the word and calls kunmap_atomic(). */
	PMK_OP_KMAP_ATOMIC = 3,
	/* Maps the page with kmap_local_page(), loads the word and calls kunmap_local(). */
	PMK_OP_KMAP_LOCAL = 4,
	/* Maps two pages with nested kmap_local_page(), loads both words, unmaps in reverse. */
	PMK_OP_KMAP_NESTED = 5,
	/* Copies bytes, which must not be 0, out of the page with memcpy_from_page(). */
	PMK_OP_KMAP_FROM = 6,
	/* Maps all pages with vmap() (n * pages <= PMK_RUN_PAGES_MAX), loads all words, unmaps. */
	PMK_OP_KMAP_VMAP = 7,

	/*
	 * pin: an operation acquires the pages (1 .. PMK_PIN_PAGES_MAX, n * pages <=
	 * PMK_RUN_PAGES_MAX) at the user address addr by one call and releases them. PMK_RUN_WRITE:
	 * with FOLL_WRITE. check: pages acquired by all operations. facts: PINNED, of one operation
	 * more, after the others. -EFAULT: not all pages could be acquired; else what the kernel's
	 * call failed with.
	 */
	/* Acquires them with get_user_pages_fast() and releases each with put_page(). */
	PMK_OP_GUP_FAST = 16,
	/* Pins them with pin_user_pages_fast() and unpins them with unpin_user_pages(). */
	PMK_OP_PIN_FAST = 17,
	/* Pins them with pin_user_pages_fast() and FOLL_LONGTERM, and unpins them. */
	PMK_OP_PIN_LONGTERM = 18,
	/* Pins them with pin_user_pages_fast(), unpins with unpin_user_pages_dirty_lock(). */
	PMK_OP_PIN_DIRTY = 19,
	/* Acquires them with get_user_pages() under the mmap lock, and releases each. */
	PMK_OP_GUP = 20,
	/* Pins them with pin_user_pages() under the mmap lock, and unpins them. */
	PMK_OP_PIN = 21,
	/* Pins them with pin_user_pages() and FOLL_LONGTERM under the mmap lock, unpins them. */
	PMK_OP_PIN_SLOW_LONGTERM = 22,
	/* Pins the caller's own pages with pin_user_pages_remote() under the mmap lock, unpins. */
	PMK_OP_PIN_REMOTE = 23,

	/*
	 * copy: an operation copies bytes (8 .. PMK_COPY_BYTES_MAX) from the user address addr to
	 * the kernel's buffer, with PMK_RUN_WRITE from there, where words are seed + 0, seed + 1
	 * and so on. facts: INTACT: such words are in the buffer at the end; PINNED, of the op 27.
	 * -EFAULT: not all bytes could be copied.
	 */
	/* copy_from_user(), copy_to_user(). */
	PMK_OP_COPY_USER = 25,
	/* pin_user_pages_fast(), memcpy() between kmap_local_page() and _unmap, unpins (dirty). */
	PMK_OP_COPY_PINNED = 26,
	/* The same copy of pages that stay pinned. */
	PMK_OP_COPY_KEPT = 27,
	/* As the op 26, of pages that iov_iter_extract_pages() pins. */
	PMK_OP_COPY_EXTRACT = 28,

	/*
	 * Finds the frames of pages (as of pin) pages at the user address addr by hmm_range_fault()
	 * and holds none: an interval notifier of the MMU tells if they change. PMK_RUN_WRITE:
	 * frames that may be stored to, or -EPERM. check: frames found by all operations.
	 */
	PMK_OP_FOLLOW = 29,

	/*
	 * dma: device is for whom memory is mapped. bytes (8 .. PMK_DMA_BYTES_MAX) is the buffer's
	 * size; its words hold seed + 0, seed + 1 and so on. kind is the memory (enum
	 * pmk_dma_memory) of the ops 32, 35, 42 and 43, and of all others the direction: 0 both, 1
	 * to the device, 2 from it. A sum in check is that of all operations. facts: BOUNCED or
	 * BOUNCE_UNKNOWN; CACHED or UNCACHED (arm64); CONTIGUOUS; of non-contiguous memory COVERED;
	 * INTACT: the words are there at the end. -ENODEV: no such device. -EOPNOTSUPP: no such
	 * memory. -E2BIG: more bytes than a mapping or a segment of it may have. -EIO: the device
	 * reaches neither memory nor a bounce buffer. -ENOMEM: none, or the mapping was refused.
	 */
	/* Fills the buffer, calls dma_wmb() and dma_rmb(), reads it. check: sum of its words. */
	PMK_OP_DMA_CYCLE_COHERENT = 32,
	/* As above, but maps and unmaps it by _single(); PMK_RUN_SLAB is taken. */
	PMK_OP_DMA_CYCLE_MAP = 33,
	/* Fills the buffer, syncs it for device and CPU, reads it. check: sum of its words. */
	PMK_OP_DMA_CYCLE_SYNC = 34,
	/* Allocates memory of kind, maps it if its allocator does not, frees it. facts: ZEROED. */
	PMK_OP_DMA_ALLOC = 35,
	/* Maps the buffer with dma_map_single() and unmaps it with dma_unmap_single(). */
	PMK_OP_DMA_MAP = 36,
	/* Calls dma_sync_single_for_device() and _for_cpu() for a buffer that stays mapped. */
	PMK_OP_DMA_SYNC = 37,
	/* Calls dma_sync_single_for_device() for a buffer that stays mapped. */
	PMK_OP_DMA_SYNC_DEVICE = 38,
	/* Calls dma_sync_single_for_cpu() for a buffer that stays mapped. */
	PMK_OP_DMA_SYNC_CPU = 39,
	/* Maps the buffer with dma_map_page() and unmaps it with dma_unmap_page(). */
	PMK_OP_DMA_MAP_PAGE = 40,
	/*
	 * Maps a list of pages (1 .. PMK_DMA_SG_MAX, n * pages <= PMK_RUN_PAGES_MAX) entries of a
	 * page each with dma_map_sg(), and unmaps it. The pages lie side by side, with
	 * PMK_RUN_APART apart. No bytes, no seed. check: DMA segments of all operations. facts, of
	 * a trial: COVERED, LIMITED, BOUNDED.
	 */
	PMK_OP_DMA_MAP_SG = 41,
	/* Maps each of the pages (as of the op 41), then unmaps each. check: mappings; COVERED. */
	PMK_OP_DMA_MAP_PAGES = 51,
	/*
	 * Takes any of pages (as of the op 41) back that are all mapped, reads bytes (8 .. a page)
	 * of it, fills them and hands it over again. check: sum of the words.
	 */
	PMK_OP_DMA_FLIGHT_MAP = 52,  /* dma_unmap_page(), dma_map_page() */
	PMK_OP_DMA_FLIGHT_SYNC = 53, /* dma_sync_single_for_cpu(), _for_device() */
	/*
	 * Takes the next of a ring's pages (as of the op 41) buffers back, reads a packet of bytes
	 * (8 .. a page) in it, and gives the device a buffer for it. check: sum of the words.
	 */
	PMK_OP_DMA_RING_MAP = 54,  /* dma_unmap_page(), dma_map_page() */
	PMK_OP_DMA_RING_SYNC = 55, /* dma_sync_single_for_cpu(), _for_device() */
	PMK_OP_DMA_RING_COPY = 56, /* copies it out of coherent memory, reads the copy */
	/*
	 * dma_sync_single_for_cpu(); page_pool_put_page(), which keeps the mapping, and
	 * page_pool_dev_alloc_pages(). -EINVAL: the direction is to the device.
	 */
	PMK_OP_DMA_RING_POOL = 57,
	/* Maps bytes of device's first memory BAR that has so many, or -EINVAL; unmaps them. */
	PMK_OP_DMA_RESOURCE = 58,
	/*
	 * Stores word 0 of coherent memory and loads word 1; after barrier kind (enum pmk_barrier)
	 * stores word 2 and loads word 3. bytes: 32 at least. check: sum of what was loaded.
	 */
	PMK_OP_DMA_BARRIER = 59,
	/* The CPU loads each word once; PMK_RUN_RANDOM is taken. check: sum of the words. */
	PMK_OP_DMA_READ = 42,
	/* The CPU stores each word of the buffer once; PMK_RUN_RANDOM is taken. */
	PMK_OP_DMA_WRITE = 43,
	/*
	 * Links each of pages pages (as of the op 41) into one range of DMA addresses with
	 * dma_iova_link(), and destroys the range. -EOPNOTSUPP: nothing translates the device's
	 * addresses.
	 */
	PMK_OP_DMA_IOVA = 48,

	/*
	 * isa: an operation tells the ISA channel kind (0 .. 7) mode, address and count of a
	 * transfer of bytes (8 .. PMK_ISA_BYTES_MAX), which is never started. check: sum of the
	 * residues that were read back, in bytes. -EBUSY: another driver has the channel.
	 */
	/* Tells the channel, which is requested before the first operation, of the transfer. */
	PMK_OP_ISA_KEPT = 44,
	/* Requests the channel with request_dma(), tells it of the transfer, calls free_dma(). */
	PMK_OP_ISA_REQUESTED = 45,

	/*
	 * engine: an operation copies the first half of a buffer of 2 * bytes (8 ..
	 * PMK_ENGINE_BYTES_MAX) to the second. Its words are seed + 0, seed + 1 and so on, none of
	 * them 0. check: copies whose last word arrived. facts: INTACT: both halves are alike at
	 * the end. -E2BIG: more bytes than one mapping may have. -ENODEV: no driver has such a
	 * channel. -EIO: it failed.
	 */
	/* The CPU copies with memcpy(). */
	PMK_OP_ENGINE_CPU = 46,
	/* Syncs, has a channel for DMA_MEMCPY copy (out: device), waits for it, syncs. */
	PMK_OP_ENGINE_COPY = 47,

	/*
	 * mmio: kind is PMK_MMIO(), a way to a register of 32 bits of device. -EINVAL: device has
	 * no such BAR, the register is beyond its end, or that way does not reach it. -ENODEV: no
	 * such device. -EPERM: the kernel is locked down. facts, of ioremap_wc(): COMBINED.
	 */
	/* Loads the register once. check: sum of the values read. */
	PMK_OP_MMIO_READ = 64,
	/* Stores the low half of seed. check: what the register holds after the last store. */
	PMK_OP_MMIO_WRITE = 65,
	/* Copies bytes (8 .. PMK_MMIO_BYTES_MAX), memcpy_fromio(). check: sum of the last copy. */
	PMK_OP_MMIO_FROM = 66,
	/* Copies bytes, words from seed on, memcpy_toio(). check: sum of the words there then. */
	PMK_OP_MMIO_TO = 67,
	/* Maps the BAR by PMK_MAP_*, which not each architecture has, loads as op 64, unmaps. */
	PMK_OP_MMIO_MAP = 68,

	/*
	 * Takes memory of bytes (8 .. PMK_ALLOC_BYTES_MAX) of kind (PMK_ALLOC()), stores a word
	 * there, loads it, and gives the memory back. With PMK_RUN_ALLOC or PMK_RUN_FREE only that
	 * half is timed, n <= PMK_ALLOC_HELD_MAX and n * bytes <= PMK_ALLOC_BYTES_MAX. check: words
	 * that were loaded as they had been stored. facts: of one more, untimed. -EINVAL: no such
	 * kind. -EOPNOTSUPP: the kernel has no zone of that kind.
	 */
	PMK_OP_ALLOC = 80,

	/*
	 * address: an operation translates for the next of pages (1 .. PMK_PIN_PAGES_MAX) pages of
	 * low memory, after the last one the first. check: results that agree with the page itself.
	 */
	/* Gets the frame's number from the page's linear address with __pa(). */
	PMK_OP_PA = 96,
	/* Gets the frame's number from the linear address with virt_to_page(), page_to_pfn(). */
	PMK_OP_VIRT_TO_PAGE = 97,
	/* Gets it from an address at which vmap() has mapped the page with vmalloc_to_pfn(). */
	PMK_OP_VMALLOC_TO_PFN = 98,
	/* Gets the linear address from the frame's number with __va(). */
	PMK_OP_VA = 99,
	/* Gets the linear address from the frame's number with pfn_to_page(), page_address(). */
	PMK_OP_PAGE_ADDRESS = 100,

	/*
	 * complete: pages (1 .. PMK_COMPLETE_MAX) transfers of a provider of ours are done, and the
	 * processor interrupts itself (irq_work) to say so. The interrupt's handler reads a word of
	 * each, seed + 0, seed + 1 and so on, and wakes the caller. check: sum of these words.
	 * facts: TASK.
	 */
	/* The handler is that of request_irq(), and runs before the caller has to sleep. */
	PMK_OP_COMPLETE_IRQ = 104,
	/* The handler is a thread's (request_threaded_irq()), for which the caller sleeps. */
	PMK_OP_COMPLETE_THREAD = 105,
	/* As the op 104, but the words come into a buffer that the caller allocates and frees. */
	PMK_OP_COMPLETE_ASKED = 106,
	PMK_OP_COMPLETE_UNASKED = 107, /* a first interrupt's handler allocates it */

	/*
	 * Attaches device to a dma-buf of bytes (8 .. PMK_DMA_BYTES_MAX) of coherent memory, maps
	 * it, unmaps it and detaches device. facts, of a trial: BOUNCED: what the CPU stored while
	 * it was mapped was lost, for it was copied there and back. -E2BIG: more bytes than one
	 * segment of device may have. -EIO: the mapping was refused. -ENODEV: no such device.
	 */
	PMK_OP_DMABUF_ATTACH = 112,

	PMK_OP_LIMIT = 128, /* no op: all numbers are below it, those of enum pmk_ask too */
};

#endif
