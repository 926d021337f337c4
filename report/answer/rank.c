// SPDX-License-Identifier: GPL-2.0-only
/* Who is cheapest at each value of the axis, and whether that is clear. */
#include "group.h"
#include "judge/judge.h"
#include "record/merged.h"
#include "stats/stats_signed.h"

static double quotient(double over, double under)
{
	return over / under;
}

static double difference(double over, double under)
{
	return over - under;
}

/* What two points differ by: in each round, or of several runs the median of each run. */
static size_t differ(const struct pmk_rec_point *over, const struct pmk_rec_point *under,
		     double (*by)(double over, double under), double values[PMK_STATS_PAIRS_MAX])
{
	double a[PMK_STATS_PAIRS_MAX], b[PMK_STATS_PAIRS_MAX];
	struct pmk_rec_series run;
	size_t runs = 0;

	for (size_t at = 0; at < over->samples.n && runs < PMK_STATS_PAIRS_MAX; at += run.n) {
		size_t n;

		run = pmk_merged_run(over, at);
		n = pmk_series_pair(&run, &under->samples, a, b, PMK_STATS_PAIRS_MAX);
		for (size_t i = 0; i < n; i++)
			a[i] = by(a[i], b[i]);
		for (size_t i = 0; i < n && run.n == over->samples.n; i++)
			values[runs++] = a[i];
		if (n && run.n < over->samples.n)
			values[runs++] = pmk_stats_median(a, n);
	}
	return runs;
}

struct pmk_interval pmk_paired_ratio(const struct pmk_rec_point *over,
				     const struct pmk_rec_point *under)
{
	double ratios[PMK_STATS_PAIRS_MAX], ones[PMK_STATS_PAIRS_MAX];
	size_t n = differ(over, under, quotient, ratios);

	for (size_t i = 0; i < n; i++)
		ones[i] = 1;
	return pmk_stats_ratio_interval(ratios, ones, n);
}

/* By how much one costs more than the other, each without its loop. */
static struct pmk_interval paired_difference(const struct pmk_cell *over,
					     const struct pmk_cell *under)
{
	double more[PMK_STATS_PAIRS_MAX];
	size_t n = differ(over->point, under->point, difference, more);

	for (size_t i = 0; i < n; i++)
		more[i] -= over->loop - under->loop;
	return pmk_stats_shift_interval(more, n, 1 - PMK_STATS_COVERAGE);
}

double pmk_cell_rank(const struct pmk_cell *cell)
{
	return cell->cost.estimate - cell->loop;
}

struct pmk_text pmk_cell_behind(const struct pmk_row *row, size_t contender)
{
	const struct pmk_cell *cell = &row->cells[contender];

	return row->differences ? pmk_format_difference(cell->over_best, cell->cost.estimate,
							cell->point->unit)
				: pmk_format_ratio(cell->to_best.estimate);
}

struct pmk_text pmk_cell_to_baseline(const struct pmk_group *group, const struct pmk_row *row,
				     size_t contender)
{
	const struct pmk_cell *cell = &row->cells[contender];

	if (!cell->to_baseline.n)
		return (struct pmk_text){ "" };
	return row->differences ? pmk_format_difference(cell->over_baseline, cell->cost.estimate,
							group->target->clock->unit)
				: pmk_format_ratio(cell->to_baseline.estimate);
}

/* Where whole instructions decide, or the loop is no part of the question, differences do. */
static bool clearly_dearer(const struct pmk_row *row, const struct pmk_cell *cell,
			   const struct pmk_cell *than, const struct pmk_clock *clock)
{
	const struct pmk_interval ratio = pmk_paired_ratio(cell->point, than->point),
				  more = paired_difference(cell, than);
	bool tiny = than->cost.estimate < clock->tiny;

	if (!clock->insn)
		return ratio.n >= PMK_CLEAR_SAMPLES && ratio.lo > 1 &&
		       ratio.estimate >= 1 + clock->effect;
	if (!ratio.n || (tiny && more.lo <= clock->whole))
		return false;
	return row->differences ? more.lo > clock->effect * than->cost.estimate
				: ratio.lo > 1 + clock->effect;
}

/* Whether the loop matters in this row, and what of it each contender is ranked without. */
static void leave_loops_out(struct pmk_group *group, struct pmk_row *row)
{
	bool known = true;

	row->differences = false;
	for (size_t c = 0; c < group->n_contenders && group->target->clock->insn; c++) {
		const struct pmk_cell *cell = &row->cells[c];

		row->differences |= cell->ranked && pmk_rec_loop(cell->point) > 0;
		known &= !cell->ranked || cell->point->overhead > 0;
	}
	for (size_t c = 0; c < group->n_contenders; c++)
		row->cells[c].loop = row->differences && known && row->cells[c].ranked
					     ? row->cells[c].point->overhead
					     : 0;
}

static void find_best(struct pmk_group *group, struct pmk_row *row)
{
	size_t taking_part = 0;

	row->best = -1;
	for (size_t c = 0; c < group->n_contenders; c++) {
		const struct pmk_cell *cell = &row->cells[c];

		taking_part += cell->ranked;
		if (cell->ranked &&
		    (row->best < 0 || pmk_cell_rank(cell) < pmk_cell_rank(&row->cells[row->best])))
			row->best = (int)c;
	}
	if (taking_part < 2)
		row->best = -1;
}

static void rank_row(struct pmk_group *group, struct pmk_row *row)
{
	const struct pmk_cell *baseline = group->baseline < 0 ? NULL : &row->cells[group->baseline];
	const struct pmk_clock *clock = group->target->clock;

	leave_loops_out(group, row);
	find_best(group, row);
	row->leaders = 0;
	for (size_t c = 0; c < group->n_contenders; c++) {
		struct pmk_cell *cell = &row->cells[c];

		if (!cell->ranked)
			continue;
		if (baseline && baseline->ranked) {
			cell->to_baseline = pmk_paired_ratio(cell->point, baseline->point);
			cell->over_baseline = paired_difference(cell, baseline).estimate;
			cell->against = clearly_dearer(row, cell, baseline, clock)   ? PMK_DEARER
					: clearly_dearer(row, baseline, cell, clock) ? PMK_CHEAPER
										     : PMK_UNCLEAR;
		}
		if (row->best < 0)
			continue;
		cell->to_best = pmk_paired_ratio(cell->point, row->cells[row->best].point);
		cell->over_best = paired_difference(cell, &row->cells[row->best]).estimate;
		cell->beaten = clearly_dearer(row, cell, &row->cells[row->best], clock);
		if (!cell->beaten)
			row->leaders |= 1u << c;
	}
}

void pmk_group_rank(struct pmk_group *group)
{
	for (size_t r = 0; r < group->n_rows; r++)
		rank_row(group, &group->rows[r]);
}
