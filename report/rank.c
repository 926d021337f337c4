// SPDX-License-Identifier: GPL-2.0-only
/* Who is cheapest at each value of the axis, and whether that is clear. */
#include "group.h"

struct pmk_interval pmk_paired_ratio(const struct pmk_rec_point *over,
				     const struct pmk_rec_point *under)
{
	double a[PMK_STATS_PAIRS_MAX], b[PMK_STATS_PAIRS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < over->samples.n; i++)
		for (size_t j = 0; j < under->samples.n && n < PMK_STATS_PAIRS_MAX; j++)
			if (over->samples.rounds[i] == under->samples.rounds[j]) {
				a[n] = over->samples.values[i];
				b[n++] = under->samples.values[j];
			}
	return pmk_stats_ratio_interval(a, b, n);
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
