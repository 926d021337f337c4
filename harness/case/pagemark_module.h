/* SPDX-License-Identifier: GPL-2.0-only */
/* Everything that a contender may use whose operation pagemark.ko does (PMK_NEED_MODULE). */
#ifndef PAGEMARK_MODULE_SERVICES_H
#define PAGEMARK_MODULE_SERVICES_H

#include "pagemark.h"
#include "pagemark_abi.h"

/**
 * struct pmk_module_op - the context of such a contender: an operation, and its last batch
 * @fd: the open /dev/pagemark
 * @req: one operation; after a batch or a trial also what came out of it
 * @n: operations of the last batch
 *
 * pmk_priv() returns it. A contender that keeps more has a struct of its own that begins with it.
 */
struct pmk_module_op {
	int fd;
	struct pmk_run req;
	uint64_t n;
};

/**
 * pmk_module_setup() - from setup: opens /dev/pagemark and keeps what to ask of it
 * @c: the case
 * @req: one operation: its op, and what that op wants; abi_version and n are filled in
 *
 * SKIP if this kernel's module lacks the op.
 *
 * Return: the context, which the caller may go on to change.
 */
struct pmk_module_op *pmk_module_setup(struct pmk_case *c, struct pmk_run req);

/**
 * pmk_module_try() - from setup: does one operation, untimed, to learn whether it can be done
 * @c: the case, after pmk_module_setup()
 * @wanted: what the operation takes, in words ("a DMA mapping of this size")
 *
 * SKIP, with the reason and what would help, where the module or a shortage forbids it; else
 * BROKEN.
 */
void pmk_module_try(struct pmk_case *c, const char *wanted);

/* Behind it: each linked copy of a contender calls this from a function of its own. */
void pmk_module_run_(struct pmk_case *c, uint64_t n);
/**
 * pmk_module_run() - does the operation @n times; it is a contender's .run as it stands
 * @c: the case, after pmk_module_setup()
 * @n: how many
 *
 * In as many calls as the ABI allows. Adds the kernel's elapsed time to the batch. Leaves in the
 * context n, and in its req the sum of check, the and of facts, the last elapsed_ns and, of
 * PMK_OP_ENGINE_COPY, the channel as device.
 */
static inline void pmk_module_run(struct pmk_case *c, uint64_t n)
{
	pmk_module_run_(c, n);
}

/* The open device; SKIP if this kernel's module lacks @op (enum pmk_op). */
int pmk_module_open(struct pmk_case *c, unsigned int op);

/* The index of the device that DMA is measured on (docs/dma.md). */
uint32_t pmk_module_device(struct pmk_case *c, int fd);
/*
 * The same if it is a device that does not see the caches, else the module's own that is none; SKIP
 * where all devices do.
 */
uint32_t pmk_module_device_noncoherent(struct pmk_case *c, int fd);

/* Whether the op's buffer bounced: 0, 1, -1 for unknown. */
static inline int pmk_module_bounced(const struct pmk_module_op *x)
{
	return x->req.facts & PMK_FACT_BOUNCE_UNKNOWN ? -1 : !!(x->req.facts & PMK_FACT_BOUNCED);
}

/* From verify: puts it into the record, with what pmk_module_bounced() says. */
void pmk_module_device_record(struct pmk_case *c, int fd, uint32_t index, int bounced);

/* The same for the device behind a DMA engine's channel: both are what PMK_OP_ENGINE_COPY told. */
void pmk_module_channel_record(struct pmk_case *c, uint32_t channel, bool coherent);

#endif
