/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on an ISA channel share: the channel, the size, and what is verified. */
#ifndef PAGEMARK_DMA_ISA_H
#define PAGEMARK_DMA_ISA_H

#include "../dma.h"

#define ISA_BYTES 4096
/* The two controllers: one of a channel that moves bytes, one of a channel that moves pairs. */
#define ISA_CHANNELS PMK_LIST("channel", 1, 5)

static inline void isa_setup(struct pmk_case *c, unsigned int op)
{
	struct dma *x = pmk_priv(c);
	int ret;

	x->fd = pmk_module_open(c, op);
	x->req = (struct pmk_run){ .abi_version = PMK_ABI_VERSION, .op = op, .n = 1 };
	x->req.kind = (uint32_t)pmk_arg(c, "channel");
	x->req.bytes = ISA_BYTES;
	ret = ioctl(x->fd, PMK_IOC_RUN, &x->req);
	if (ret && errno == EBUSY)
		pmk_skip(c, "another driver has this ISA channel", "unload it: /proc/dma names it");
	pmk_need(c, ret == 0, "a buffer below 16 MiB for ISA DMA");
	/* Ports where nothing is read as ones, and the residue is one more: 0 in 16 bits. */
	if (!x->req.check)
		pmk_skip(c, "this machine has no ISA DMA controller", "--target x86_64-6.1");
}

/* The controller held each count that it was given. */
static inline void isa_verify(struct pmk_case *c)
{
	struct dma *x = pmk_priv(c);

	pmk_promise(c, x->req.check == x->n * ISA_BYTES);
}

#endif
