/* SPDX-License-Identifier: GPL-2.0-only */
/* What of a short operation is not the operation: the same loop, with nothing in it. */
#ifndef PAGEMARK_OVERHEAD_H
#define PAGEMARK_OVERHEAD_H

#include "case/case.h"

/*
 * Of longer operations it is not asked, in the clock's units: the loops of contenders and of the
 * module's ops take up to 60, and a tenth of a point is what matters.
 */
#define PMK_OVERHEAD_OP_MAX 1000

/**
 * pmk_overhead_take() - measure the loop of a short operation
 * @c: the case, measured and verified: what its last batch left behind is overwritten
 * @per_op: what one operation costs, in the clock's unit
 * @n: operations in a batch
 *
 * Where pmk_module_run() does the work, it does the same batch through the same call with
 * PMK_RUN_EMPTY: preparation, loop and check without the operation. Else it is the loop
 * of a contender, pmk_empty_run(), round nothing.
 *
 * Return: {"value", "by"}, a new reference: per operation, "module" or "loop"; null for operations
 * above PMK_OVERHEAD_OP_MAX, for points of several threads, and for a module too old to leave out
 * its operation.
 */
json_t *pmk_overhead_take(struct pmk_case *c, double per_op, uint64_t n);

#endif
