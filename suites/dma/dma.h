/* SPDX-License-Identifier: GPL-2.0-only */
/* What the DMA contenders share: the request, the skip where it cannot be mapped, the batch. */
#ifndef PAGEMARK_DMA_H
#define PAGEMARK_DMA_H

#include <errno.h>
#include <sys/ioctl.h>

#include "pagemark_module.h"

/**
 * struct dma - the context of every contender
 * @fd: the device
 * @req: one operation
 * @n: operations of the last batch
 */
struct dma {
	int fd;
	struct pmk_run req;
	uint64_t n;
};

/* Tries @req, of which op and arguments are set, on the device that DMA is measured on. */
static inline void dma_setup_run(struct pmk_case *c, struct pmk_run req)
{
	struct dma *x = pmk_priv(c);
	int ret;

	x->fd = pmk_module_open(c, req.op);
	x->req = req;
	x->req.abi_version = PMK_ABI_VERSION;
	x->req.n = 1;
	x->req.device = pmk_module_device(c, x->fd);
	ret = ioctl(x->fd, PMK_IOC_RUN, &x->req);
	if (ret && errno == E2BIG)
		pmk_skip(c, "one mapping of this size is more than the DMA API allows here",
			 "a guest without a bounce buffer, or a smaller size");
	if (ret && errno == EOPNOTSUPP)
		pmk_skip(c, "nothing translates this device's addresses",
			 "an IOMMU and a kernel of 6.16 or newer, as your own may be: "
			 "--kernel, --kdir and --target x86_64-own+iommu-strict");
	pmk_need(c, ret == 0, "a DMA mapping of this size");
	pmk_set_bytes_per_op(c, x->req.bytes);
}

/* The same for one that has the axis "size" and nothing else. */
static inline void dma_setup(struct pmk_case *c, unsigned int op, uint64_t seed)
{
	dma_setup_run(c, (struct pmk_run){ .op = op, .seed = seed, .bytes = pmk_arg(c, "size") });
}

static inline void dma_run(struct pmk_case *c, uint64_t n)
{
	struct dma *x = pmk_priv(c);

	x->n = n;
	pmk_module_run(c, n);
}

/* Into the record: behind which device, and whether its buffer bounced; of many nobody knows. */
static inline void dma_record(struct pmk_case *c)
{
	struct dma *x = pmk_priv(c);
	bool many = x->req.op == PMK_OP_DMA_MAP_SG || x->req.op == PMK_OP_DMA_IOVA;
	int bounced = many ? -1 : !!(x->req.facts & PMK_FACT_BOUNCED);

	pmk_module_device_record(c, x->fd, x->req.device, bounced);
}

/* The operations that really were done, as the module counted them. */
static inline void dma_verify(struct pmk_case *c)
{
	struct dma *x = pmk_priv(c);

	dma_record(c);
	pmk_promise(c, x->req.check == x->n);
}

#endif
