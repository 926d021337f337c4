/* SPDX-License-Identifier: GPL-2.0-only */
/* Batches: how long one has to be, and what to say of one that is not. Pure. */
#ifndef PAGEMARK_BATCH_H
#define PAGEMARK_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Between two clock reads lies the cost of one, which is in every batch and in no operation: at 50
 * of them it is at most 2 % of the number, as wide as the interval that a run aims for.
 */
#define PMK_BATCH_CLOCK_COSTS 50

/**
 * pmk_batch_short() - whether a batch is too short to be a number
 * @time: of the batch, in the clock's unit
 * @n: operations in it
 * @clock_cost: of one read of the clock, in its unit
 * @unit: "ns" or "insn"
 * @why: out: batch and clock cost in words; empty if it is long enough
 * @size: room there
 *
 * Return: true if @time is below PMK_BATCH_CLOCK_COSTS times @clock_cost.
 */
bool pmk_batch_short(double time, uint64_t n, double clock_cost, const char *unit, char *why,
		     size_t size);

/**
 * pmk_batch_jitter() - the length of one batch
 * @n: operations of the calibrated batch
 * @state: as pmk_random() has it
 *
 * Return: evenly drawn from @n to a sixteenth more; never less, so that no batch is too short, and
 * just @n below 16.
 */
uint64_t pmk_batch_jitter(uint64_t n, uint64_t *state);

/**
 * pmk_batch_round() - operations of a batch that do not hang on what the last one cost
 * @n: enough of them, 1 to 2^63
 *
 * Return: the next power of two. Where instructions are counted, what a batch costs once is divided
 * by its length: lengths that differ by what a neighbour left in the allocator would show.
 */
uint64_t pmk_batch_round(uint64_t n);

/**
 * struct pmk_min_time - the shortest batches that --min-time asks for
 * @wall_ns: on the wall clock; 0 for the clock's own
 * @insn: on the insn clock; 0 for the clock's own
 */
struct pmk_min_time {
	double wall_ns;
	double insn;
};

/**
 * pmk_min_time_parse() - read --min-time
 * @text: a number above 0 with ns, us, ms or s (wall clock only), with insn (insn clock only), or
 *	with nothing: of either clock's own unit
 * @min: what it says is set, the rest stays
 *
 * Return: 0, or -EINVAL.
 */
int pmk_min_time_parse(const char *text, struct pmk_min_time *min);

#endif
