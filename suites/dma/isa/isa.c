// SPDX-License-Identifier: GPL-2.0-only
/* Telling an ISA channel of a transfer, which is not started: kept, or requested for each. */
#include "../dma.h"

#define BYTES 4096

static void setup(struct pmk_case *c)
{
	struct pmk_module_op *x =
		pmk_module_setup(c, (struct pmk_run){ .op = (uint32_t)pmk_datum(c),
						      .kind = (uint32_t)pmk_arg(c, "channel"),
						      .bytes = BYTES });

	pmk_module_try(c, "a buffer below 16 MiB for ISA DMA");
	/* Ports where nothing is read as ones, and the residue is one more: 0 in 16 bits. */
	if (!x->req.check)
		pmk_skip(c, "this machine has no ISA DMA controller", "--target x86_64-6.1");
}

/* The controller held each count that it was given. */
static void verify(struct pmk_case *c)
{
	struct pmk_module_op *x = pmk_priv(c);

	pmk_promise(c, x->req.check == x->n * BYTES);
}

/* The two controllers: one of a channel that moves bytes, one of a channel that moves pairs. */
#define CHANNEL(name, isa_op, text, ...)                               \
	PMK_CONTENDER(name) = { .what = text,                          \
				.datum = isa_op,                       \
				.axes = { PMK_LIST("channel", 1, 5) }, \
				.needs = PMK_NEED_MODULE,              \
				.config = { "CONFIG_ISA_DMA_API" },    \
				.setup = setup,                        \
				.run = pmk_module_run,                 \
				.verify = verify,                      \
				__VA_ARGS__ }

/* Tell a channel, requested once, of one transfer after the other. */
CHANNEL(kept, PMK_OP_ISA_KEPT,
	"claim_dma_lock(), mode, address, count and residue of a channel that is kept",
	.baseline = true);
/* Request a channel for each transfer, and free it. */
CHANNEL(request_each, PMK_OP_ISA_REQUESTED, "request_dma(), the same, free_dma(), each time");
