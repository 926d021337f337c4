/* SPDX-License-Identifier: GPL-2.0-only */
/* What the DMA contenders share: the device, the trial, and what the record says. */
#ifndef PAGEMARK_DMA_H
#define PAGEMARK_DMA_H

#include "pagemark_module.h"

#define DMA_SEED 0x0123456789abcdefull /* the first word that is stored; word i is this plus i */

/* Tries @req, of which op and arguments are set, on the device that @find gives. */
static inline void dma_try(struct pmk_case *c, struct pmk_run req,
			   uint32_t (*find)(struct pmk_case *c, int fd))
{
	struct pmk_module_op *x = pmk_module_setup(c, req);

	x->req.device = find(c, x->fd);
	pmk_module_try(c, "a DMA mapping of this size");
	pmk_set_bytes_per_op(c, req.bytes);
}

/* The same on the device that DMA is measured on. */
static inline void dma_setup_run(struct pmk_case *c, struct pmk_run req)
{
	dma_try(c, req, pmk_module_device);
}

/*
 * The same on a device that does not see the caches: the one that DMA is measured on if it is such
 * a device, else the module's own.
 */
static inline void dma_setup_noncoherent(struct pmk_case *c, struct pmk_run req)
{
	dma_try(c, req, pmk_module_device_noncoherent);
}

/* The same for contenders whose datum is the op, of data that nobody touches. */
static inline void dma_setup(struct pmk_case *c)
{
	dma_setup_run(c, (struct pmk_run){ .op = (uint32_t)pmk_datum(c),
					   .bytes = pmk_arg(c, "size") });
}

/* Into the record: behind which device, and whether its buffer bounced; of many nobody knows. */
static inline void dma_record(struct pmk_case *c)
{
	struct pmk_module_op *x = pmk_priv(c);

	pmk_module_device_record(c, x->fd, x->req.device,
				 x->req.pages ? -1 : pmk_module_bounced(x));
}

/*
 * Words of 8 bytes that the operations load and store, if the CPU does not cache the memory; no
 * such counter where the kernel's own translation of its address cannot be asked (not ARM).
 */
static inline void dma_count_uncached(struct pmk_case *c, uint64_t words)
{
	struct pmk_module_op *x = pmk_priv(c);

	if (x->req.facts & (PMK_FACT_CACHED | PMK_FACT_UNCACHED))
		pmk_counter_add(c, "uncached_words", "1",
				x->req.facts & PMK_FACT_UNCACHED ? (double)words : 0);
}

/* The operations that really were done, as the module counted them. */
static inline void dma_verify(struct pmk_case *c)
{
	struct pmk_module_op *x = pmk_priv(c);

	dma_record(c);
	pmk_promise(c, x->req.check == x->n);
}

/* What the CPU reads in one operation, of words that begin at DMA_SEED. */
static inline uint64_t dma_words_sum(const struct pmk_module_op *x)
{
	uint64_t words = x->req.bytes / 8;

	return words * DMA_SEED + words * (words - 1) / 2;
}

/* Each operation read all words, and afterwards they are what they were. */
static inline void dma_verify_words(struct pmk_case *c)
{
	struct pmk_module_op *x = pmk_priv(c);

	dma_record(c);
	pmk_promise(c, x->req.check == x->n * dma_words_sum(x));
	pmk_promise(c, x->req.facts & PMK_FACT_INTACT);
}

#endif
