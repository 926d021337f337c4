/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on handing over a driver's buffer share: it, and that all was read. */
#ifndef PAGEMARK_SHARE_HAND_OVER_H
#define PAGEMARK_SHARE_HAND_OVER_H

#include <errno.h>
#include <linux/dma-buf.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pagemark_module.h"

#define HAND_OVER_SIZES PMK_LIST("size", 4 * KiB, 1 * MiB)
#define HAND_OVER_SEED	0x0123456789abcdefull /* the first word; word i is this plus i */

/**
 * struct hand_over - the context of every contender
 * @fd: of the memory
 * @size_bytes: of it
 * @to: where its bytes are read: a copy, or the memory itself
 * @sum: of all bytes read in the last batch
 * @n: how often
 */
struct hand_over {
	int fd;
	size_t size_bytes;
	void *to;
	uint64_t sum, n;
};

/* The module's buffer behind read(2). */
static inline void hand_over_buffer(struct pmk_case *c)
{
	struct hand_over *x = pmk_priv(c);
	struct pmk_buffer b = { .abi_version = PMK_ABI_VERSION, .seed = HAND_OVER_SEED };

	x->size_bytes = b.bytes = pmk_arg(c, "size");
	x->fd = pmk_module_open(c, PMK_OP_EMPTY);
	pmk_need(c, ioctl(x->fd, PMK_IOC_BUFFER, &b) == 0, "a buffer of this size in the kernel");
	x->to = pmk_alloc(c, x->size_bytes);
	pmk_set_bytes_per_op(c, x->size_bytes);
}

/* As many bytes of coherent or streaming memory behind a dma-buf, which outlives the device. */
static inline void hand_over_dmabuf(struct pmk_case *c, enum pmk_dma_memory kind)
{
	struct hand_over *x = pmk_priv(c);
	struct pmk_run q = { .abi_version = PMK_ABI_VERSION,
			     .op = PMK_ASK_DMABUF_EXPORT,
			     .kind = kind,
			     .n = 1,
			     .seed = HAND_OVER_SEED };
	int device = pmk_module_open(c, PMK_OP_DMABUF_ATTACH), ret;

	x->size_bytes = q.bytes = pmk_arg(c, "size");
	ret = ioctl(device, PMK_IOC_RUN, &q);
	if (ret && errno == E2BIG)
		pmk_skip(c, "one mapping of this size is more than the DMA API allows here",
			 "a guest without a bounce buffer, or a smaller size");
	pmk_need(c, ret == 0, "a DMA buffer of this size");
	close(device);
	x->fd = (int)q.answers[0];
	pmk_set_bytes_per_op(c, x->size_bytes);
}

static inline void *hand_over_map(struct pmk_case *c)
{
	struct hand_over *x = pmk_priv(c);
	void *p = mmap(NULL, x->size_bytes, PROT_READ, MAP_SHARED, x->fd, 0);

	pmk_need(c, p != MAP_FAILED, "a mapping of the shared buffer");
	return p;
}

static inline void hand_over_begin(struct hand_over *x, uint64_t n)
{
	x->n = n;
	x->sum = 0;
}

/* Each time all words were read, and their sum is known. */
static inline void hand_over_verify(struct pmk_case *c)
{
	struct hand_over *x = pmk_priv(c);
	uint64_t words = x->size_bytes / 8;

	pmk_promise(c, x->sum == x->n * (words * HAND_OVER_SEED + words * (words - 1) / 2));
}

/* @when: DMA_BUF_SYNC_START or DMA_BUF_SYNC_END of a read. */
static inline void hand_over_sync(struct pmk_case *c, uint64_t when)
{
	struct hand_over *x = pmk_priv(c);
	struct dma_buf_sync sync = { .flags = DMA_BUF_SYNC_READ | when };

	pmk_must(c, ioctl(x->fd, DMA_BUF_IOCTL_SYNC, &sync) == 0);
}

/* A batch of a dma-buf that stays mapped. */
static inline void hand_over_synced(struct pmk_case *c, uint64_t n)
{
	struct hand_over *x = pmk_priv(c);

	hand_over_begin(x, n);
	for (uint64_t i = 0; i < n; i++) {
		hand_over_sync(c, DMA_BUF_SYNC_START);
		x->sum += pmk_consume(x->to, x->size_bytes);
		hand_over_sync(c, DMA_BUF_SYNC_END);
	}
}

#endif
