// SPDX-License-Identifier: GPL-2.0-only
/* Scores of machines, and which of them lie beyond their peers. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "outliers.h"
#include "stats.h"

/* A matrix of costs, and room for a row or a column of it. */
struct fleet {
	const double *logs;
	size_t n_machines, n_points;
	double *middles, *room;
};

/* Of each point the median of those that have it; NAN where these are too few. */
static void find_middles(const struct fleet *fleet)
{
	for (size_t p = 0; p < fleet->n_points; p++) {
		size_t n = 0;

		for (size_t m = 0; m < fleet->n_machines; m++)
			if (!isnan(fleet->logs[m * fleet->n_points + p]))
				fleet->room[n++] = fleet->logs[m * fleet->n_points + p];
		fleet->middles[p] =
			n < PMK_OUTLIERS_PEERS ? (double)NAN : pmk_stats_median(fleet->room, n);
	}
}

static void score(const struct fleet *fleet, size_t machine, struct pmk_outlier *one)
{
	*one = (struct pmk_outlier){ .z = (double)NAN };
	for (size_t p = 0; p < fleet->n_points; p++) {
		double over = fleet->logs[machine * fleet->n_points + p] - fleet->middles[p];

		if (!isnan(over))
			fleet->room[one->points++] = over;
	}
	one->score = pmk_stats_median(fleet->room, one->points);
}

static void judge(const struct fleet *fleet, size_t n, double effect, struct pmk_outlier *all)
{
	double centre, mad;
	size_t i = 0;

	for (size_t m = 0; m < fleet->n_machines; m++)
		if (all[m].judged)
			fleet->room[i++] = all[m].score;
	centre = pmk_stats_median(fleet->room, n);
	for (i = 0; i < n; i++)
		fleet->room[i] = fabs(fleet->room[i] - centre);
	mad = PMK_OUTLIERS_MAD * pmk_stats_median(fleet->room, n);
	for (size_t m = 0; m < fleet->n_machines; m++) {
		struct pmk_outlier *one = &all[m];

		one->score -= centre;
		if (mad > 0)
			one->z = one->score / mad;
		one->different = one->judged && fabs(one->score) > log1p(effect) &&
				 fabs(one->score) > PMK_OUTLIERS_CUT * mad;
	}
}

long pmk_outliers(const double *logs, size_t n_machines, size_t n_points, double effect,
		  struct pmk_outlier *all)
{
	struct fleet fleet = { .logs = logs, .n_machines = n_machines, .n_points = n_points };
	size_t n = 0, most = 0;

	fleet.middles = calloc(n_points + 1, sizeof(double));
	fleet.room = calloc(n_points + n_machines + 1, sizeof(double));
	if (fleet.middles && fleet.room) {
		find_middles(&fleet);
		for (size_t m = 0; m < n_machines; m++) {
			score(&fleet, m, &all[m]);
			most = all[m].points > most ? all[m].points : most;
		}
		for (size_t m = 0; m < n_machines; m++) {
			all[m].judged = all[m].points && 2 * all[m].points >= most;
			n += all[m].judged;
		}
		if (n >= PMK_OUTLIERS_PEERS)
			judge(&fleet, n, effect, all);
		for (size_t m = 0; m < n_machines && n < PMK_OUTLIERS_PEERS; m++)
			all[m].judged = false;
	}
	free(fleet.middles);
	free(fleet.room);
	if (!fleet.middles || !fleet.room)
		return -ENOMEM;
	return n < PMK_OUTLIERS_PEERS ? 0 : (long)n;
}
