/* SPDX-License-Identifier: GPL-2.0-only */
/* Stretches of the axis over which the same contender leads, or none does. */
#ifndef PAGEMARK_STRETCH_H
#define PAGEMARK_STRETCH_H

#include "group.h"

/**
 * struct pmk_stretch - neighbouring rows
 * @first: first row
 * @last: last row, included
 * @clear: one contender is clearly cheapest, but for @n_unclear rows inside
 * @leaders: its bit; where not @clear, the bits of all that lead in one of the rows
 * @n_unclear: rows inside a clear stretch where others are not clearly beaten
 * @unclear: the first of them
 */
struct pmk_stretch {
	size_t first, last;
	bool clear;
	uint32_t leaders;
	size_t n_unclear, unclear;
};

/**
 * pmk_stretches_find() - cut the axis of a group into stretches
 * @group: ranked; rows with fewer than two contenders belong to no stretch
 * @stretches: room for PMK_GROUP_ROWS_MAX
 *
 * Rows without a clear winner between two stretches of one winner count as unclear rows of one
 * stretch, if that winner is among their leaders.
 *
 * Return: how many.
 */
size_t pmk_stretches_find(const struct pmk_group *group, struct pmk_stretch *stretches);

/* The row of a clear stretch where the winner is furthest ahead of the next. */
const struct pmk_row *pmk_stretch_strongest(const struct pmk_group *group,
					    const struct pmk_stretch *stretch);

/*
 * The row where this contender is furthest behind the cheapest, clearly so; NULL if there is
 * none.
 */
const struct pmk_row *pmk_stretch_worst(const struct pmk_group *group,
					const struct pmk_stretch *stretch, size_t contender);

/* The cheapest contender of a row that is not in @done; -1 if none is left. */
int pmk_row_next(const struct pmk_group *group, const struct pmk_row *row, uint32_t done);

#endif
