// SPDX-License-Identifier: GPL-2.0-only
/* One use of memory by a driver's device: the driver's own, or somebody else's dma-buf. */
#include "pagemark_module.h"

static void setup(struct pmk_case *c)
{
	struct pmk_module_op *x = pmk_module_setup(
		c, (struct pmk_run){ .op = (uint32_t)pmk_datum(c), .bytes = pmk_arg(c, "size") });

	x->req.device = pmk_module_device(c, x->fd);
	pmk_module_try(c, "a DMA buffer to import");
	pmk_set_bytes_per_op(c, x->req.bytes);
}

static void verify(struct pmk_case *c)
{
	struct pmk_module_op *x = pmk_priv(c);

	pmk_module_device_record(c, x->fd, x->req.device, pmk_module_bounced(x));
	pmk_promise(c, x->req.check == x->n);
}

PMK_CONTENDER(own) = {
	.what = "dma_map_single(), dma_unmap_single() of a buffer of the driver",
	.axes = { PMK_LIST("size", 64 * KiB) },
	.baseline = true,
	.datum = PMK_OP_DMA_MAP,
	.needs = PMK_NEED_MODULE,
	.setup = setup,
	.run = pmk_module_run,
	.verify = verify,
};

PMK_CONTENDER(dma_buf) = {
	.what = "dma_buf_attach(), dma_buf_map_attachment() and the reverse",
	.axes = { PMK_LIST("size", 64 * KiB) },
	.datum = PMK_OP_DMABUF_ATTACH,
	.needs = PMK_NEED_MODULE,
	.config = { "CONFIG_DMA_SHARED_BUFFER" },
	.setup = setup,
	.run = pmk_module_run,
	.verify = verify,
};
