// SPDX-License-Identifier: GPL-2.0-only
/* Who is cheapest at each value of the axis, and whether that is clear. */
#include "group.h"
#include "merged.h"

/* Samples of the rounds that both have, of @length from @from on. Returns how many. */
static size_t pair(const struct pmk_rec_series *over, const struct pmk_rec_series *under,
		   size_t from, size_t length, double a[PMK_STATS_PAIRS_MAX],
		   double b[PMK_STATS_PAIRS_MAX])
{
	size_t n = 0;

	for (size_t i = from; i < from + length; i++)
		for (size_t j = 0; j < under->n && n < PMK_STATS_PAIRS_MAX; j++)
			if (over->rounds[i] == under->rounds[j]) {
				a[n] = over->values[i];
				b[n++] = under->values[j];
			}
	return n;
}

struct pmk_interval pmk_paired_ratio(const struct pmk_rec_point *over,
				     const struct pmk_rec_point *under)
{
	double a[PMK_STATS_PAIRS_MAX], b[PMK_STATS_PAIRS_MAX], ratios[PMK_STATS_PAIRS_MAX];
	size_t length = pmk_merged_run_length(over, 0), runs = 0, n;

	if (length == over->samples.n) {
		n = pair(&over->samples, &under->samples, 0, length, a, b);
		return pmk_stats_ratio_interval(a, b, n);
	}
	for (size_t at = 0; at < over->samples.n && runs < PMK_STATS_PAIRS_MAX; at += length) {
		length = pmk_merged_run_length(over, at);
		n = pair(&over->samples, &under->samples, at, length, a, b);
		for (size_t i = 0; i < n; i++)
			a[i] /= b[i];
		if (n)
			ratios[runs++] = pmk_stats_median(a, n);
	}
	for (size_t i = 0; i < runs; i++)
		b[i] = 1;
	return pmk_stats_ratio_interval(ratios, b, runs);
}

static bool clearly_above_one(const struct pmk_interval *ratio, bool insn)
{
	if (insn)
		return ratio->n && ratio->lo > PMK_CLEAR_INSN;
	return ratio->n >= PMK_CLEAR_SAMPLES && ratio->lo > 1 && ratio->estimate >= PMK_CLEAR_WALL;
}

static void rank_row(struct pmk_group *group, struct pmk_row *row)
{
	const struct pmk_cell *baseline = group->baseline < 0 ? NULL : &row->cells[group->baseline];
	size_t taking_part = 0;

	row->best = -1;
	row->leaders = 0;
	for (size_t c = 0; c < group->n_contenders; c++) {
		struct pmk_cell *cell = &row->cells[c];

		if (!cell->ranked)
			continue;
		taking_part++;
		if (row->best < 0 || cell->cost.estimate < row->cells[row->best].cost.estimate)
			row->best = (int)c;
		if (baseline && baseline->ranked)
			cell->to_baseline = pmk_paired_ratio(cell->point, baseline->point);
	}
	if (taking_part < 2)
		row->best = -1;
	for (size_t c = 0; c < group->n_contenders && row->best >= 0; c++) {
		struct pmk_cell *cell = &row->cells[c];

		if (!cell->ranked)
			continue;
		cell->to_best = pmk_paired_ratio(cell->point, row->cells[row->best].point);
		cell->beaten = clearly_above_one(&cell->to_best, group->target->insn);
		if (!cell->beaten)
			row->leaders |= 1u << c;
	}
}

void pmk_group_rank(struct pmk_group *group)
{
	for (size_t r = 0; r < group->n_rows; r++)
		rank_row(group, &group->rows[r]);
}
