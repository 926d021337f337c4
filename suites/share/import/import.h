/* SPDX-License-Identifier: GPL-2.0-only */
/* What the contenders on a device's use of memory share: the device, and that each time counted. */
#ifndef PAGEMARK_SHARE_IMPORT_H
#define PAGEMARK_SHARE_IMPORT_H

#include <errno.h>
#include <sys/ioctl.h>

#include "pagemark_module.h"

#define IMPORT_SIZES PMK_LIST("size", 64 * KiB)

struct import {
	int fd;
	struct pmk_run req;
	uint64_t n;
};

static inline void import_setup(struct pmk_case *c, unsigned int op)
{
	struct import *x = pmk_priv(c);
	int ret;

	x->fd = pmk_module_open(c, op);
	x->req = (struct pmk_run){ .abi_version = PMK_ABI_VERSION, .op = op, .n = 1 };
	x->req.device = pmk_module_device(c, x->fd);
	x->req.bytes = pmk_arg(c, "size");
	ret = ioctl(x->fd, PMK_IOC_RUN, &x->req);
	if (ret && (errno == E2BIG || errno == EIO))
		pmk_skip(c, "one mapping of this size is more than the DMA API allows here",
			 "a guest without a bounce buffer, or a smaller size");
	pmk_need(c, ret == 0, "a DMA buffer to import");
	pmk_set_bytes_per_op(c, x->req.bytes);
}

static inline void import_run(struct pmk_case *c, uint64_t n)
{
	struct import *x = pmk_priv(c);

	x->n = n;
	pmk_module_run(c, n);
}

static inline void import_verify(struct pmk_case *c)
{
	struct import *x = pmk_priv(c);

	/* Of a dma-buf only its importer's addresses are known, not where its pages are. */
	pmk_module_device_record(c, x->fd, x->req.device,
				 x->req.op == PMK_OP_DMA_MAP ? !!(x->req.facts & PMK_FACT_BOUNCED)
							     : -1);
	pmk_promise(c, x->req.check == x->n);
}

#endif
