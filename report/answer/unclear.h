/* SPDX-License-Identifier: GPL-2.0-only */
/* What is said of rows in which no contender clearly wins. */
#ifndef PAGEMARK_UNCLEAR_H
#define PAGEMARK_UNCLEAR_H

#include "stretch.h"

/* What stands before the label of a row with a number: "with" 2 threads, "at" 4 KiB. */
const char *pmk_row_place(const struct pmk_group *group);

/*
 * The ratio to the cheapest that is furthest from 1 among contenders of a stretch that are not
 * clearly apart, from a quarter on, when they vary and are not alike; NULL if there is none. @row
 * and @contender: out; either may be NULL.
 */
const struct pmk_interval *pmk_unclear_noise(const struct pmk_group *group,
					     const struct pmk_stretch *stretch, uint32_t which,
					     size_t *row, size_t *contender);

/**
 * pmk_say_unclear() - who is nowhere clearly behind, in how many samples, and who is somewhere
 * @w: gets it, without a full stop
 * @group: ranked
 * @stretch: rows without a clear winner
 *
 * Whoever is clearly behind in one of the rows is not among those without a difference, even if it
 * leads in others.
 */
void pmk_say_unclear(struct pmk_words *w, const struct pmk_group *group,
		     const struct pmk_stretch *stretch);

#endif
