// SPDX-License-Identifier: GPL-2.0-only
/* Stores into memory that a device has behind a BAR: one by one, or combined by the CPU. */
#include "../mmio.h"

#define SEED 0x0123456789abcdefull /* the first word; word i is this plus i */

static void setup(struct pmk_case *c)
{
	struct mmio *x = pmk_priv(c);

	mmio_memory_setup(c, (struct pmk_run){ .op = PMK_OP_MMIO_TO,
					       .kind = (uint32_t)pmk_datum(c),
					       .bytes = pmk_arg(c, "size"),
					       .seed = SEED });
	if (pmk_datum(c) == PMK_MMIO(MMIO_MEMORY_BAR, PMK_WAY_REMAP_WC, 0))
		mmio_need_combined(c);
	pmk_set_bytes_per_op(c, x->op.req.bytes);
}

/* Each call of the module reads the words back once, and their sum is known. */
static void verify(struct pmk_case *c)
{
	struct mmio *x = pmk_priv(c);
	uint64_t bytes = x->op.req.bytes, words = bytes / 8;
	uint64_t sum = words * SEED + words * (words - 1) / 2;
	uint64_t call = PMK_RUN_BYTES_MAX / bytes;

	if (call > PMK_RUN_N_MAX)
		call = PMK_RUN_N_MAX;
	pmk_promise(c, x->sum == (x->op.n + call - 1) / call * sum);
	pmk_promise(c, (x->op.req.facts & PMK_FACT_COMBINED) ||
			       pmk_datum(c) == PMK_MMIO(MMIO_MEMORY_BAR, PMK_WAY_MEMORY, 0));
}

#define FILL(name, way, text, ...)                                          \
	PMK_CONTENDER(name) = { .what = text,                               \
				.axes = { PMK_LIST("size", 64, 4 * KiB) },  \
				.datum = PMK_MMIO(MMIO_MEMORY_BAR, way, 0), \
				.needs = PMK_NEED_MODULE | PMK_NEED_ROOT,   \
				.setup = setup,                             \
				.run = mmio_run,                            \
				.verify = verify,                           \
				__VA_ARGS__ }

/* Each store goes to the device by itself. */
FILL(uncached, PMK_WAY_MEMORY, "memcpy_toio() into a BAR that ioremap() has mapped",
     .baseline = true);
/* The CPU combines stores, and sends them when it is told to. */
FILL(combined, PMK_WAY_REMAP_WC,
     "memcpy_toio() into the same BAR that ioremap_wc() has mapped, and wmb()");
