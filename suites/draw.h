/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers at random that are the same in each sample. */
#ifndef PAGEMARK_DRAW_H
#define PAGEMARK_DRAW_H

#include <stddef.h>
#include <stdint.h>

/* Knuth's MMIX generator; @state: 1 to begin with, or another number. Return: below @end. */
static inline size_t draw(uint64_t *state, size_t end)
{
	*state = *state * 6364136223846793005 + 1442695040888963407;
	return (size_t)(*state >> 33) % end;
}

#endif
