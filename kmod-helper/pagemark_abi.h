/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/* What user space and pagemark.ko say to each other through /dev/pagemark. */
#ifndef PAGEMARK_ABI_H
#define PAGEMARK_ABI_H

#include <linux/ioctl.h>
#include <linux/types.h>

#include "pagemark_asks.h"
#include "pagemark_ops.h"
#include "pagemark_values.h"

/*
 * A change of a struct's layout or of an op's meaning raises the version; a new op, question or
 * flag does not. Every request carries the version that it was built for, and the module refuses
 * any other with -EPROTO. So an old program on a new module says so and does not measure something
 * else.
 *
 * A request with n = 0 does nothing and tells whether an op is there: it fails with -EINVAL if it
 * is, and with -EOPNOTSUPP if not.
 */
#define PMK_ABI_VERSION 4

/**
 * struct pmk_run - one batch of n operations, timed in the kernel; or a question
 * @abi_version: PMK_ABI_VERSION
 * @op: enum pmk_op, what is done n times, or enum pmk_ask
 * @flags: PMK_RUN_*, of those that the op takes
 * @facts: out: PMK_FACT_*, what the module saw
 * @device: the device's index, as PMK_IOC_DEVICE counts them, where the op uses one, else 0; out,
 *	of PMK_OP_ENGINE_COPY: N << 16 | M of the channel, which is /sys/class/dma/dmaNchanM
 * @kind: which kind of memory, allocation, direction, channel or register, where the op has kinds,
 *	else 0
 * @n: operations, 1 .. PMK_RUN_N_MAX, or PMK_RUN_TIMES_MAX with @times; of a question 1
 * @bytes: size of one operation's buffer in bytes, a multiple of 8, n * bytes at most
 *	PMK_RUN_BYTES_MAX; 0 where the op has no such buffer
 * @pages: pages of one operation, of the working set or of a list; 0 where the op has none
 * @addr: page-aligned user address, where the op uses one, else 0
 * @seed: the first word that the CPU stores; word i is seed + i; 0 where the op stores none
 * @times: 0, or the 8-aligned user address of n words, out: the ns of each operation, in which its
 *	share of the loop and of reading the clock is included; of a question 0
 * @args: of a question what pagemark_asks.h says; of an op 0
 * @elapsed_ns: out: ns that the n operations took, by CLOCK_MONOTONIC_RAW, without what comes
 *	before the first and after the last
 * @check: out: what the text of the op says, which shows that the work was done
 * @answers: out: of a question what pagemark_asks.h says; of an op 0
 *
 * A field that the op does not use must be zero. The outputs are stored only by a call that
 * succeeds; what they held before is ignored.
 *
 * Return of the ioctl: 0, or one of these; which of them an op may fail with, and why, its text in
 * enum pmk_op says, but for the first six, which are of all ops.
 * -EPROTO: @abi_version is another one.
 * -EINVAL: a field is beyond its limits or must be zero, or @op is PMK_OP_LIMIT or more.
 * -EOPNOTSUPP: the module lacks the op on this kernel; nothing translates DMA addresses; or the
 *	kernel has no such zone of memory.
 * -EFAULT: an address in the request is bad; or (pin) not all pages could be acquired.
 * -EINTR: a signal killed the caller.
 * -ENOMEM: the kernel has no memory, or refused to map it.
 * -ENODEV: there is no such device, or it went meanwhile; no channel of a DMA engine; or no high
 *	memory.
 * -E2BIG: that is more than the device may have mapped in one piece.
 * -EPERM: the kernel is locked down, and those are a device's registers, or it would be bus master;
 *	or (follow) the program itself may not store there.
 * -EBUSY: another driver has that ISA channel; others use the device all the time; or all requests
 *	together would hold more than half of what the kernel has (slots of kmap(), addresses of
 *	vmalloc() on 32 bits, ZONE_DMA, CMA, bounce buffers).
 * -EIO: the DMA engine failed, or the device does not take such a mask or such a mapping: it
 *	reaches neither the memory nor a bounce buffer.
 * -EEXIST: (pin) what is mapped there has no page that could be held.
 * -EBADF, -EMFILE: a dma-buf's file descriptor is none, or none is free.
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
 * struct pmk_hold - what PMK_ASK_DMA_HOLD and PMK_ASK_DMA_MASKED tell in user space's memory
 * @step: of PMK_ASK_DMA_HOLD: becomes 1 once the buffers are held, which they are until user space
 *	changes it, the device goes, or 10 s are over
 * @n: how many buffers were got, the first n of @buffer
 * @buffer: the DMA address of each, whether that leads to a bounce buffer (enum pmk_bounce), and
 *	how many of the buffer's words were not zero when it came
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

#define PMK_DEVICES_MAX	       9 /* all indices are below it; not each has a device */
#define PMK_DEVICE_NONCOHERENT 8 /* index of the module's other device */

/* pmk_device.flags: the device sees what the CPU has cached: no cache is cleaned for it */
#define PMK_DEVICE_COHERENT (1u << 0)

/**
 * struct pmk_device - a device that stands behind DMA mappings and registers
 * @abi_version: PMK_ABI_VERSION
 * @index: 0 is the module's own, which exists in software only, and is as coherent as the devices
 *	behind the host bridge; from 1 on come PCI devices: QEMU's edu, and those that
 *	driver_override gave to this module; PMK_DEVICE_NONCOHERENT is the module's own device that
 *	is not coherent, where there can be one (arm, arm64)
 * @name: out: the device's name on its bus
 * @id: out: PCI vendor << 16 | PCI device, of the module's own 0
 * @flags: out: PMK_DEVICE_*
 * @dma_mask: out: the mask of its streaming mappings: the highest address that it reaches
 * @max_mapping: out: bytes that one mapping may have at most
 *
 * More is in sysfs, below /sys/bus/pci/devices/NAME: where its registers are in resource, and how
 * its DMA addresses are translated in iommu_group/type.
 *
 * Return of the ioctl: 0, -EPROTO (another version), or -ENODEV (no device has that index),
 * -EBUSY (others use it all the time), or -EINTR.
 */
struct pmk_device {
	__u32 abi_version;
	__u32 index;
	char name[32];
	__u32 id;
	__u32 flags;
	__u64 dma_mask;
	__u64 max_mapping;
};

/* pmk_buffer.kind: how the CPU sees its memory, in the kernel and in every mapping */
#define PMK_BUFFER_CACHED    0
#define PMK_BUFFER_COMBINED  1 /* writes are combined, and nothing is cached */
#define PMK_BUFFER_UNCACHED  2
#define PMK_BUFFER_COHERENT  3 /* dma_alloc_coherent() for the module's own device; no mmap(2) */
#define PMK_BUFFER_BYTES_MAX (4u << 20) /* the largest block of the page allocator */

/**
 * struct pmk_buffer - gives this open file a buffer, whose 64-bit word i holds seed + i
 * @abi_version: PMK_ABI_VERSION
 * @kind: PMK_BUFFER_*
 * @bytes: its size, 1 .. PMK_BUFFER_BYTES_MAX; memory that is not cached takes whole large pages (2
 *	MiB), of which others are left as they are, but for one of 1 GiB, which stays split
 * @seed: the first word
 *
 * read(2) and write(2) copy from and to the buffer at the file's position, and mmap(2) maps it at
 * an offset of PMK_MMAP_*. All three fail with -ENXIO as long as the file has no buffer, mmap(2)
 * with -EINVAL if it is not shared or the memory is coherent, and write(2) at the buffer's end with
 * -ENOSPC.
 *
 * Return of the ioctl: 0, -EPROTO (another version), -EINVAL (a field beyond its limits), -EBUSY
 * (the file has a buffer already), -EOPNOTSUPP (this architecture has no memory of that kind), or
 * -ENOMEM.
 */
struct pmk_buffer {
	__u32 abi_version;
	__u32 kind;
	__u64 bytes;
	__u64 seed;
};

/*
 * Offsets of mmap(2) on /dev/pagemark, which say how the pages get into the page table. A length
 * beyond the buffer is -EINVAL where all are mapped at once; the others accept it, and a load
 * beyond the buffer's end raises SIGBUS.
 */
#define PMK_MMAP_PFN   0x00000000u /* all at once, by remap_pfn_range() */
#define PMK_MMAP_FAULT 0x10000000u /* one by one, by a fault handler */
#define PMK_MMAP_PAGES 0x20000000u /* all at once, by vm_insert_pages() */
/*
 * As PMK_MMAP_FAULT, by a handler that calls vmf_insert_pfn(), vmf_insert_mixed(),
 * vmf_insert_page(), or for 2 MiB that are aligned in memory and in the address space
 * vmf_insert_pfn_pmd(). -EOPNOTSUPP: this kernel has no such fault that is safe.
 */
#define PMK_MMAP_FAULT_PFN   0x30000000u
#define PMK_MMAP_FAULT_MIXED 0x40000000u
#define PMK_MMAP_FAULT_PAGE  0x50000000u
#define PMK_MMAP_FAULT_HUGE  0x60000000u

/* Of these three ioctls each takes the address of its struct. */
#define PMK_IOC_RUN    _IOWR(0xB7, 1, struct pmk_run)
#define PMK_IOC_BUFFER _IOW(0xB7, 2, struct pmk_buffer)
#define PMK_IOC_DEVICE _IOWR(0xB7, 3, struct pmk_device)

#endif
