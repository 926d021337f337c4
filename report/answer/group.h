/* SPDX-License-Identifier: GPL-2.0-only */
/* Points that answer one question: one target, one comparison, one choice of the side axes. */
#ifndef PAGEMARK_GROUP_H
#define PAGEMARK_GROUP_H

#include <stdint.h>

#include "record/record_read.h"
#include "stats/stats.h"
#include "text/format.h"

#define PMK_GROUPS_MAX		 500
#define PMK_GROUP_CONTENDERS_MAX 16
#define PMK_GROUP_ROWS_MAX	 64
#define PMK_GROUP_LABEL_BYTES	 48

/*
 * What counts as a clear difference: the interval of the ratio does not touch 1, and the ratio is
 * at least 1 and the clock's @effect. On the insn clock, which repeats within 0.01 %, the end of
 * the interval is held to the margin instead, and one sample is enough; below a hundred
 * instructions whole ones decide.
 */
#define PMK_CLEAR_SAMPLES 5 /* fewer cannot reach a coverage of 0.9 */

/* A contender against the baseline of its row. */
enum pmk_against { PMK_UNCLEAR, PMK_DEARER, PMK_CHEAPER };

/**
 * struct pmk_cell - one contender at one value of the axis
 * @point: NULL if there is no such point
 * @cost: its median with interval; n is 0 without samples
 * @to_baseline: ratio of its cost to the baseline's, paired by round; n is 0 if there is none
 * @to_best: ratio of its cost to the cheapest contender's
 * @loop: what of the cost is no operation, and not ranked: where the row tells @differences and all
 *	loops of the row are known; else 0
 * @over_baseline: how much more than the baseline it costs by round, without loops; @over_best too
 * @over_best: so too of the cheapest
 * @ranked: passed, so it takes part
 * @beaten: the cheapest is clearly cheaper
 * @against: whether it clearly costs more than the baseline, or less
 */
struct pmk_cell {
	const struct pmk_rec_point *point;
	struct pmk_interval cost, to_baseline, to_best;
	double loop, over_baseline, over_best;
	bool ranked, beaten;
	enum pmk_against against;
};

/**
 * struct pmk_row - one value of the axis
 * @value: the number, or the position of the word
 * @label: for people, with unit: "4 KiB", "16 pages", "depth 32", "memory high"
 * @best: index of the cheapest contender; -1 if fewer than two take part
 * @leaders: bit per contender that is not beaten; 0 if @best is -1
 * @differences: instructions of which the loop is more than a tenth: differences are told, because
 *	a ratio of totals would be one of loops
 * @cells: by contender
 */
struct pmk_row {
	double value;
	char label[PMK_GROUP_LABEL_BYTES];
	int best;
	uint32_t leaders;
	bool differences;
	struct pmk_cell cells[PMK_GROUP_CONTENDERS_MAX];
};

/**
 * struct pmk_group - the points of one question
 * @rec: the run
 * @target: where it was measured
 * @comparison: "subject/comparison"
 * @axis: name of the axis that makes the rows; NULL if there is only one row and no axis
 * @by_run: of several runs: a cost is the median of their medians, and they are what is counted
 * @numeric: its values are numbers, three or more: fit for a line plot
 * @words: its values are words
 * @side: the other parameters, the same for all points: "memory high"; may be empty
 * @n_contenders: how many
 * @n_rows: how many
 * @contenders: names, the baseline first
 * @baseline: index of the baseline, -1 if there is none
 * @rows: in ascending order
 * @left_out: contenders or rows beyond the limits
 */
struct pmk_group {
	const struct pmk_rec *rec;
	const struct pmk_rec_target *target;
	const char *comparison;
	const char *axis;
	bool by_run, numeric, words;
	char side[2 * PMK_GROUP_LABEL_BYTES];
	size_t n_contenders, n_rows, left_out;
	const char *contenders[PMK_GROUP_CONTENDERS_MAX];
	int baseline;
	struct pmk_row *rows;
};

struct pmk_groups {
	size_t n;
	struct pmk_group *groups;
};

/**
 * pmk_groups_add() - sort the points of one record into groups, after those that are there
 * @groups: zeroed before the first record
 * @rec: must outlive the groups
 *
 * The A/A pair is left out: its contenders are one function, so that their difference is no answer.
 *
 * Return: 0, -ENOMEM, or -E2BIG for more than PMK_GROUPS_MAX groups.
 */
int pmk_groups_add(struct pmk_groups *groups, const struct pmk_rec *rec);

void pmk_groups_free(struct pmk_groups *groups);

/*
 * Ratio of costs, over / under, paired by the rounds that both have; n is 0 if they share none. Of
 * several runs it is that of the runs: of each, the median ratio of its rounds.
 */
struct pmk_interval pmk_paired_ratio(const struct pmk_rec_point *over,
				     const struct pmk_rec_point *under);

/* What a contender of a row is ranked by. */
double pmk_cell_rank(const struct pmk_cell *cell);

/* How far it lies behind the cheapest: "1.34x", or "+7 insn" where the row tells differences. */
struct pmk_text pmk_cell_behind(const struct pmk_row *row, size_t contender);

/* The same in relation to the baseline: "0.47x", "-3 insn"; empty where they share no round. */
struct pmk_text pmk_cell_to_baseline(const struct pmk_group *group, const struct pmk_row *row,
				     size_t contender);

/* Ranks the rows: fills in ratios, best and leaders. pmk_groups_add() has done so already. */
void pmk_group_rank(struct pmk_group *group);

#endif
