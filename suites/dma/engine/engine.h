/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on copying within a buffer share: sizes, and what is verified. */
#ifndef PAGEMARK_DMA_ENGINE_H
#define PAGEMARK_DMA_ENGINE_H

#include "../dma.h"

#define ENGINE_SIZES PMK_LIST("size", 4 * KiB, 64 * KiB, 1 * MiB)
#define ENGINE_SEED  0x656e67696e65ull /* no word is 0, which the module stores before a copy */

static inline void engine_setup(struct pmk_case *c, unsigned int op)
{
	struct dma *x = pmk_priv(c);
	int ret;

	x->fd = pmk_module_open(c, op);
	x->req = (struct pmk_run){ .abi_version = PMK_ABI_VERSION, .op = op, .n = 1 };
	x->req.bytes = pmk_arg(c, "size");
	x->req.seed = ENGINE_SEED;
	ret = ioctl(x->fd, PMK_IOC_RUN, &x->req);
	if (ret && errno == ENODEV)
		pmk_skip(c, "no driver of a DMA engine offers a channel that copies memory",
			 "a machine that has one (ls /sys/class/dma), with its driver loaded: "
			 "ioatdma, idxd, dw_dmac_pci...");
	if (ret && errno == E2BIG)
		pmk_skip(c, "one mapping of both halves is more than the DMA API allows here",
			 "a guest without a bounce buffer, or a smaller size");
	pmk_need(c, ret == 0, "a DMA mapping for the engine");
	pmk_set_bytes_per_op(c, x->req.bytes);
}

/* Of each copy the last word arrived, and of them together all words did. */
static inline void engine_verify(struct pmk_case *c)
{
	struct dma *x = pmk_priv(c);

	pmk_promise(c, x->req.check == x->n);
	pmk_promise(c, x->req.facts & PMK_FACT_INTACT);
}

#endif
