/* SPDX-License-Identifier: GPL-2.0-only */
/* What the luck of the linker does to a point, as the copies of its code show it. Pure. */
#ifndef PAGEMARK_PLACEMENT_H
#define PAGEMARK_PLACEMENT_H

#include <stddef.h>

#define PMK_COPIES_MAX 64

/**
 * struct pmk_placed - samples of one point of one program
 * @logs: of the costs
 * @copy: which copy of the code each is of, below @copies
 * @n: how many
 * @copies: that the program has of the contender, 2 .. PMK_COPIES_MAX
 */
struct pmk_placed {
	double *logs;
	size_t *copy;
	size_t n, copies;
};

/**
 * pmk_placement_variance() - how uncertain the placement of its copies leaves what a program shows
 * @placed: its samples; their order is lost
 *
 * The copies' medians vary by placement and by noise. What noise explains is subtracted; where it
 * explains all (F test, 5 %), nothing is left.
 *
 * Return: the variance of the median over the copies, of logarithms; 0 where placement does not
 * show, copies were not all measured, or memory is out.
 */
double pmk_placement_variance(const struct pmk_placed *placed);

/**
 * pmk_placement_margin() - by how much two programs may differ by placement alone
 * @base: variance of the one
 * @new: and of the other
 * @copies: of each
 * @alpha: chance of more, both sides
 *
 * Return: a part, 0 or more: Student's t for 2 * (@copies - 1) degrees of freedom.
 */
double pmk_placement_margin(double base, double new, size_t copies, double alpha);

#endif
