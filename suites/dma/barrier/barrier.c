// SPDX-License-Identifier: GPL-2.0-only
/* Barriers between stores and loads of coherent memory, as drivers have them for doorbells. */
#include "../dma.h"

/* A cache line is enough: what is timed are four words of it. */
static void setup(struct pmk_case *c)
{
	dma_setup_run(c, (struct pmk_run){ .op = PMK_OP_DMA_BARRIER,
					   .kind = (uint32_t)pmk_datum(c),
					   .bytes = 64,
					   .seed = DMA_SEED });
	pmk_set_bytes_per_op(c, 4 * sizeof(uint64_t));
}

static void run(struct pmk_case *c, uint64_t n)
{
	pmk_module_run(c, n);
	dma_count_uncached(c, 4 * n);
}

/* Words 1 and 3 were loaded each time, and all are what they were. */
static void verify(struct pmk_case *c)
{
	struct pmk_module_op *x = pmk_priv(c);

	dma_record(c);
	pmk_promise(c, x->req.check == x->n * (2 * DMA_SEED + 1 + 3));
	pmk_promise(c, x->req.facts & PMK_FACT_INTACT);
}

#define BARRIER(name, barrier, text, ...)                               \
	PMK_CONTENDER(name) = { .what = text,                           \
				.datum = barrier,                       \
				.needs = PMK_NEED_MODULE | PMK_TALLIED, \
				.setup = setup,                         \
				.run = run,                             \
				.verify = verify,                       \
				__VA_ARGS__ }

/* What the others cost more than this is the barrier. */
BARRIER(none, PMK_BARRIER_NONE,
	"no barrier: store, load, store and load of coherent memory; a barrier is one instruction "
	"or none, so what it costs shows only as time, on metal",
	.baseline = true);
/* Before a descriptor is given to the device. */
BARRIER(dma_wmb, PMK_BARRIER_DMA_WMB,
	"dma_wmb(), which orders stores to coherent memory, in the middle of the four");
/* After a descriptor is seen to be the CPU's again. */
BARRIER(dma_rmb, PMK_BARRIER_DMA_RMB,
	"dma_rmb(), which orders loads from coherent memory, in the middle of the four");
/* Before a doorbell. */
BARRIER(wmb, PMK_BARRIER_WMB,
	"wmb(), which orders stores to memory and registers, in the middle of the four");
/* After a register was read. */
BARRIER(rmb, PMK_BARRIER_RMB,
	"rmb(), which orders loads from memory and registers, in the middle of the four");
/* A store before a load, of a device too. */
BARRIER(mb, PMK_BARRIER_MB,
	"mb(), which orders loads and stores of memory and registers, in the middle of the four");
/* Among processors only: what drivers must not take for one of the others. */
BARRIER(smp_mb, PMK_BARRIER_SMP_MB,
	"smp_mb(), which orders loads and stores as other processors see them, in the middle of "
	"the four");
