// SPDX-License-Identifier: GPL-2.0-only
/* Instructions of two runs become an answer: no test, but what is beyond the margin and apart. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge_insn.h"
#include "stats_rank.h"

/* In ascending order: least, lower quartile, median, upper quartile, most. */
enum { LEAST, LOWER, MEDIAN, UPPER, MOST, PLACES };

static int places(const double *values, size_t n, double place[PLACES])
{
	double *sorted = malloc(n * sizeof(*sorted));

	if (!sorted)
		return -ENOMEM;
	memcpy(sorted, values, n * sizeof(*sorted));
	pmk_stats_sort(sorted, n);
	place[LEAST] = sorted[0];
	place[LOWER] = sorted[(n - 1) / 4];
	place[MEDIAN] = pmk_stats_median(values, n);
	place[UPPER] = sorted[n - 1 - (n - 1) / 4];
	place[MOST] = sorted[n - 1];
	free(sorted);
	return 0;
}

/*
 * Samples of one boot share its layout of memory: they are not independent, and no test of them
 * would be right. What a boot adds is small and is in the margin. Where a point has two costs, its
 * median may stay while the dearer one grows, so the quartiles have to agree as well.
 */
int pmk_judge_insn(struct pmk_judged *point)
{
	double base[PLACES], new[PLACES], inside = 1 + point->margin;
	bool same = true;

	if (places(point->base, point->n_base, base) || places(point->new, point->n_new, new))
		return -ENOMEM;
	for (int at = LOWER; at <= UPPER; at++)
		same &= new[at] / base[at] <= inside &&new[at] / base[at] >= 1 / inside;
	point->u = point->p = point->p_holm = point->p_bh = NAN;
	point->ratio = (struct pmk_interval){
		.estimate = point->median_new / point->median_base,
		.lo = new[LEAST] / base[MOST],
		.hi = new[MOST] / base[LEAST],
		.n = point->n_base + point->n_new,
	};
	/* The medians at which samples that scatter as these would no longer meet. */
	point->mde = fmax(point->margin,
			  base[MOST] / point->median_base * point->median_new / new[LEAST] - 1);
	if (same) {
		point->answer = PMK_CHANGE_EQUIVALENT;
	} else if ((point->ratio.estimate > inside && point->ratio.lo > 1) ||
		   (point->ratio.estimate < 1 / inside && point->ratio.hi < 1)) {
		pmk_judge_settle(point, point->ratio.lo > 1);
	} else {
		point->answer = PMK_CHANGE_INCONCLUSIVE;
		point->doubt = PMK_DOUBT_OVERLAP;
	}
	return 0;
}
