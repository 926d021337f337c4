/* SPDX-License-Identifier: GPL-2.0-only */
/* The steps of a comparison, each in a file of its own. */
#ifndef PAGEMARK_COMPARE_PARTS_H
#define PAGEMARK_COMPARE_PARTS_H

#include "compared.h"

/* In this order: 0, -EXDEV or -ENOMEM. */
int pmk_compare_targets(struct pmk_compare *c);
int pmk_compare_circumstances(struct pmk_compare *c);
int pmk_compare_points(struct pmk_compare *c);
int pmk_compare_require(struct pmk_compare *c);
int pmk_compare_contenders(struct pmk_compare *c);

/*
 * By how much, as a part, two programs may differ in a point by nothing but where their code lies;
 * 0 for one program, and where records do not tell (compare_placement.c).
 */
double pmk_compare_placement(const struct pmk_compare *c, size_t pair,
			     const struct pmk_rec_point *base, const struct pmk_rec_point *new);

/* Looks for what aa knows of each pair of targets and hands it to the points. 0 or -ENOMEM. */
int pmk_compare_noise(struct pmk_compare *c);

void pmk_compare_noise_free(struct pmk_compare *c);

#endif
