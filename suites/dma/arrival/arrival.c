// SPDX-License-Identifier: GPL-2.0-only
/* The two ways in which data come from a device: asked for by the driver, or unasked. */
#include "../dma.h"

#define WORD sizeof(uint64_t)

static void setup(struct pmk_case *c)
{
	pmk_module_setup(c, (struct pmk_run){ .op = (uint32_t)pmk_datum(c),
					      .pages = pmk_arg(c, "size") / WORD,
					      .seed = DMA_SEED });
	pmk_module_try(c, "an interrupt of its own");
	pmk_set_bytes_per_op(c, pmk_arg(c, "size"));
}

static void verify(struct pmk_case *c)
{
	const struct pmk_module_op *x = pmk_priv(c);
	uint64_t words = pmk_arg(c, "size") / WORD;

	pmk_promise(c, x->req.check == x->n * (words * DMA_SEED + words * (words - 1) / 2));
}

#define ARRIVAL(name, op, text, ...)                                           \
	PMK_CONTENDER(name) = { .what = text,                                  \
				.datum = op,                                   \
				.axes = { PMK_LIST("size", 8, 512, 4 * KiB) }, \
				.needs = PMK_NEED_MODULE,                      \
				.setup = setup,                                \
				.run = pmk_module_run,                         \
				.verify = verify,                              \
				__VA_ARGS__ }

/* The reader's buffer waits for the data, and one interrupt says that they are in it. */
ARRIVAL(asked, PMK_OP_COMPLETE_ASKED,
	"data that were asked for: the reader allocates a buffer; the device (a provider of ours) "
	"stores into it and interrupts; the handler reads it and wakes the reader",
	.baseline = true);
/* Nobody waits with a buffer, so the data wait for one. */
ARRIVAL(unasked, PMK_OP_COMPLETE_UNASKED,
	"data that come unasked: the device (a provider of ours) interrupts, the handler allocates "
	"a buffer; the device stores into it and interrupts again; the handler reads it and wakes "
	"the reader");
