/* SPDX-License-Identifier: GPL-2.0-only */
/* Which machine of a fleet is different: many costs of many machines that should be equal. */
#ifndef PAGEMARK_OUTLIERS_H
#define PAGEMARK_OUTLIERS_H

#include <stdbool.h>
#include <stddef.h>

#define PMK_OUTLIERS_PEERS  10	/* fewer machines do not show how much machines differ */
#define PMK_OUTLIERS_CUT    6.0 /* scaled MAD: beyond, see docs/history.md for what that rests on */
#define PMK_OUTLIERS_EFFECT 0.02   /* the least difference told, as a part */
#define PMK_OUTLIERS_MAD    1.4826 /* MAD times this is the deviation, for normal scores */

/**
 * struct pmk_outlier - one machine among its peers
 * @points: those that it was judged by
 * @judged: there were enough of them, and enough peers; else nothing below is valid
 * @score: logarithm of how much dearer it is than the middle of its peers
 * @z: the same in scaled MAD of the peers' scores; NAN if these are all equal
 * @different: beyond the cut and the least effect
 */
struct pmk_outlier {
	size_t points;
	bool judged, different;
	double score, z;
};

/**
 * pmk_outliers() - hold machines against each other
 * @logs: logarithms of costs, @n_points for each machine in turn; NAN where one was not measured
 * @n_machines: how many
 * @n_points: how many
 * @effect: the least difference that is told, as a part
 * @all: filled in, one for each machine
 *
 * Of each point that PMK_OUTLIERS_PEERS machines have: the machine's cost over the median of all.
 * A machine's score is the median of these, less the median of all machines' scores. A machine with
 * less than half of the points of the one that has most is not judged. One point tells little: the
 * noise of a run moves it as much as a fault does. The median over many has a tenth of that noise.
 *
 * Return: how many machines were judged; 0 if they would be fewer than PMK_OUTLIERS_PEERS; -ENOMEM.
 *
 * Source: Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993, section 3.3, for median
 * and MAD; the cut is set by simulation (tests/bench/outliers.c).
 */
long pmk_outliers(const double *logs, size_t n_machines, size_t n_points, double effect,
		  struct pmk_outlier *all);

#endif
