/* SPDX-License-Identifier: GPL-2.0-only */
/* What is counted of every sample at next to no cost: cache lines, barriers, an IOMMU's work. */
#ifndef PAGEMARK_PROFILE_TALLY_H
#define PAGEMARK_PROFILE_TALLY_H

#include <stdint.h>
#include <stdio.h>

#include "trace_log.h"

/*
 * Of instructions: cache lines that are cleaned (written back) and invalidated, by address; one
 * instruction may do both. Barriers of memory: dsb and dmb of ARM, the fences of x86; no isb.
 */
#define PMK_TALLIES(f) f(lines_cleaned) f(lines_invalidated) f(barriers)

#define PMK_TALLY_BATCHES_MAX 64 /* of a sample; those behind them are not counted */

#define PMK_TALLY_ENUM_(name) PMK_TALLY_##name,
enum pmk_tally_of { PMK_TALLIES(PMK_TALLY_ENUM_) PMK_TALLIES_N };

/* Of pmk_insn.tallies. */
#define PMK_TALLY_BIT(name) (1u << PMK_TALLY_##name)

/**
 * struct pmk_tally - what was executed until now, and how much of it while batches were timed
 * @to: where samples go, a line each; NULL: nothing is counted
 * @trace: the work of an IOMMU; NULL: none is there
 * @key: of the sample's point, 0: none
 * @round: of the sample
 * @seen: executed since the guest began; whoever executes adds to it
 * @at: the same when the batch or part began
 * @timed: of each batch, in all of it or, once there was a part, in its parts
 * @batches: timed
 * @parts: of all batches
 */
struct pmk_tally {
	FILE *to;
	struct pmk_trace_log *trace;
	uint64_t key;
	unsigned int round;
	uint64_t seen[PMK_TALLIES_N], at[PMK_TALLIES_N];
	uint64_t timed[PMK_TALLIES_N][PMK_TALLY_BATCHES_MAX];
	unsigned int batches, parts;
};

/* A mark was executed: PMK_MARK_BEGIN, _END, _PART_BEGIN or _PART_END. */
void pmk_tally_mark(struct pmk_tally *t, unsigned int code);

/**
 * pmk_tally_point() - a sample ends, and the next one begins
 * @t: the tally
 * @key: of the next one's point, 0: there is none
 * @round: of the next one
 *
 * Writes the one that ends, if there was one: "KEY ROUND NAME TIMES...", KEY as 12 hexadecimal
 * digits, NAME one of PMK_TALLIES and, with an IOMMU, of PMK_TRACE_NAMES. TIMES is of one batch: of
 * PMK_TALLIES the median, because an interrupt falls into some batches and has barriers of its own;
 * of an IOMMU's work the mean, because some batches may end what others began.
 *
 * Return: 0 or -EIO.
 */
int pmk_tally_point(struct pmk_tally *t, uint64_t key, unsigned int round);

#endif
