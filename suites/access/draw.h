/* SPDX-License-Identifier: GPL-2.0-only */
/* What contenders share that choose blocks of a file at random. */
#ifndef PAGEMARK_ACCESS_DRAW_H
#define PAGEMARK_ACCESS_DRAW_H

#include "../draw.h"
#include "pagemark.h"

#define BLOCK_BYTES (4 * KiB)

/*
 * What pmk_consume() makes in all of @n blocks of a file that holds the pattern, drawn from @state
 * on. @sums: of each of @blocks blocks, 0 until it is known
 */
static inline uint64_t drawn_sum(uint64_t state, uint64_t n, uint64_t *sums, size_t blocks)
{
	uint64_t sum = 0;

	while (n--) {
		size_t block = draw(&state, blocks);

		if (!sums[block])
			for (size_t w = 0; w < BLOCK_BYTES / 8; w++)
				sums[block] += pmk_pattern_word(block * (BLOCK_BYTES / 8) + w);
		sum += sums[block];
	}
	return sum;
}

#endif
