// SPDX-License-Identifier: GPL-2.0-only
/* Pairs "ours google" become a line: both medians, and their ratio with its interval. */
#include <stdio.h>

#include "stats/stats_signed.h"

int main(int argc, char **argv)
{
	double ours[PMK_STATS_PAIRS_MAX], google[PMK_STATS_PAIRS_MAX];
	struct pmk_interval ratio;
	size_t n = 0;

	while (n < PMK_STATS_PAIRS_MAX && scanf("%lf %lf", &ours[n], &google[n]) == 2)
		n++;
	if (argc != 2 || !n || !feof(stdin)) {
		fprintf(stderr, "ratio: expected LABEL and 1 to %d pairs of ns, found %zu\n",
			PMK_STATS_PAIRS_MAX - 1, n);
		return 2;
	}
	ratio = pmk_stats_ratio_interval(ours, google, n);
	printf("%-24s %12.4g %12.4g   %.3f (%.3f .. %.3f, %.1f %%)  %zu\n", argv[1],
	       pmk_stats_median(ours, n), pmk_stats_median(google, n), ratio.estimate, ratio.lo,
	       ratio.hi, 100 * ratio.coverage, n);
	return 0;
}
