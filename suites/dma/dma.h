/* SPDX-License-Identifier: GPL-2.0-only */
/* What the DMA contenders share: the request, the skip where it cannot be mapped, the batch. */
#ifndef PAGEMARK_DMA_H
#define PAGEMARK_DMA_H

#include <errno.h>
#include <sys/ioctl.h>

#include "pagemark.h"
#include "pagemark_abi.h"

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

static inline void dma_setup(struct pmk_case *c, unsigned int op, uint64_t seed)
{
	struct dma *x = pmk_priv(c);
	int ret;

	x->fd = pmk_module_open(c, op);
	x->req = (struct pmk_run){ .abi_version = PMK_ABI_VERSION, .op = op, .n = 1, .seed = seed };
	x->req.bytes = pmk_arg(c, "size");
	ret = ioctl(x->fd, PMK_IOC_RUN, &x->req);
	if (ret && errno == E2BIG)
		pmk_skip(c, "one mapping of this size is more than the DMA API allows here",
			 "a guest without a bounce buffer, or a smaller size");
	pmk_must(c, ret == 0);
	pmk_set_bytes_per_op(c, x->req.bytes);
}

static inline void dma_run(struct pmk_case *c, uint64_t n)
{
	struct dma *x = pmk_priv(c);

	x->n = n;
	pmk_module_run(c, x->fd, &x->req, n);
	pmk_counter_add(c, "bounced", "1", x->req.facts & PMK_FACT_BOUNCED ? (double)n : 0);
}

#endif
