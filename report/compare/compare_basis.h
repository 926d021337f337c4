/* SPDX-License-Identifier: GPL-2.0-only */
/* By what a comparison judges: runs and boots, what is known of them, what they show. */
#ifndef PAGEMARK_COMPARE_BASIS_H
#define PAGEMARK_COMPARE_BASIS_H

#include "compare.h"

/* Looks for what aa knows of each pair of targets and hands it to the points. 0 or -ENOMEM. */
int pmk_compare_noise(struct pmk_compare *c);

void pmk_compare_noise_free(struct pmk_compare *c);

/* What is known of the runs on the wall clock; NULL if nothing is. */
const struct pmk_noise *pmk_compare_wall_noise(const struct pmk_compare *c);

/* Whether all runs of one side were made before those of the other, of several a side. */
bool pmk_compare_sequential(const struct pmk_compare *c);

/* What points are judged by, in lines for each clock that there is. */
void pmk_compare_print_basis(FILE *to, const struct pmk_compare *c);

#endif
