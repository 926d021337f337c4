/* SPDX-License-Identifier: GPL-2.0-only */
/* Tells a profiler of guests which point's batches follow (mark_codes.h). */
#ifndef PAGEMARK_MARK_POINT_H
#define PAGEMARK_MARK_POINT_H

#include <stdint.h>

#include "system/mark_codes.h"

/**
 * pmk_mark_key() - a point's key
 * @name: its full name
 *
 * Return: FNV-1a of 64 bits, folded to 48 by exclusive or, never 0.
 * Source: http://www.isthe.com/chongo/tech/comp/fnv/, "xor-folding".
 */
uint64_t pmk_mark_key(const char *name);

/**
 * pmk_mark_point() - the batches that follow belong to this point
 * @key: pmk_mark_key(), or 0: to none
 * @round: below 2^24
 * @clock_cost: as pmk_clock_cost() says it
 *
 * Always the same instructions, whether a profiler looks or not.
 */
void pmk_mark_point(uint64_t key, unsigned int round, double clock_cost);

#endif
