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

#endif
