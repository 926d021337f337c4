// SPDX-License-Identifier: GPL-2.0-only
/* Sorts the points of a record into groups: target, comparison, side axes; rows by main axis. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "group.h"
#include "record/merged.h"
#include "record/point_words.h"
#include "text/array.h"
#include "text/format.h"

/* Points of one comparison on one target, as a slice of a sorted array. */
struct slice {
	const struct pmk_rec *rec;
	const struct pmk_rec_point **points;
	size_t n;
};

static int by_comparison(const void *a, const void *b)
{
	const struct pmk_rec_point *x = *(const struct pmk_rec_point *const *)a;
	const struct pmk_rec_point *y = *(const struct pmk_rec_point *const *)b;
	int order = strcmp(x->comparison, y->comparison);

	if (!order)
		order = (x->target > y->target) - (x->target < y->target);
	if (!order)
		order = y->baseline - x->baseline;
	if (!order)
		order = strcmp(x->contender, y->contender);
	return order ? order : (x > y) - (x < y);
}

static bool same_value(const struct pmk_rec_param *a, const struct pmk_rec_param *b)
{
	if (!a || !b || !a->word != !b->word)
		return a == b;
	return a->word ? !strcmp(a->word, b->word) : a->number == b->number;
}

/*
 * How many values the axis has in the slice, none if it is a word in one point and a number in
 * another.
 */
static size_t count_values(const struct slice *slice, const char *axis, bool numeric)
{
	size_t distinct = 0;

	for (size_t i = 0; i < slice->n && distinct < PMK_GROUP_ROWS_MAX; i++) {
		const struct pmk_rec_param *param = pmk_rec_param(slice->points[i], axis);
		size_t before = 0;

		if (!param)
			continue;
		if (!param->word != numeric)
			return 0;
		while (before < i && !same_value(param, pmk_rec_param(slice->points[before], axis)))
			before++;
		distinct += before == i;
	}
	return distinct;
}

/* The axis with the most values; numbers before words, size before pages before the rest. */
static const char *choose_axis(const struct slice *slice, bool *numeric)
{
	const char *axis = NULL;
	size_t most = 0;

	*numeric = false;
	for (size_t i = 0; i < slice->n; i++)
		for (size_t p = 0; p < slice->points[i]->n_params; p++) {
			const struct pmk_rec_param *param = &slice->points[i]->params[p];
			size_t values;

			if (axis && !strcmp(axis, param->name))
				continue;
			values = 4 * count_values(slice, param->name, !param->word);
			if (values >= 8 && !param->word)
				values += 4 * PMK_GROUP_ROWS_MAX + !strcmp(param->name, "pages") +
					  2 * !strcmp(param->name, "size");
			if (values <= most)
				continue;
			most = values;
			axis = param->name;
			*numeric = !param->word;
		}
	return axis;
}

/* "64 pages", "10 uses", "2 threads", "4 KiB", "depth 32", "memory high". */
static void make_label(struct pmk_row *row, const struct pmk_rec_param *param)
{
	static const struct {
		const char *axis, *one, *many;
	} counted[] = {
		{ "descriptors", "descriptor", "descriptors" },
		{ "entries", "entry", "entries" },
		{ "in_flight", "in flight", "in flight" },
		{ "outstanding", "outstanding", "outstanding" },
		{ "pages", "page", "pages" },
		{ "reuse", "use", "uses" },
		{ "threads", "thread", "threads" },
	};
	const char *noun = NULL;

	for (size_t i = 0; i < sizeof(counted) / sizeof(counted[0]); i++)
		if (!strcmp(param->name, counted[i].axis))
			noun = param->number == 1 ? counted[i].one : counted[i].many;
	if (param->word)
		snprintf(row->label, sizeof(row->label), "%.15s %.31s", param->name, param->word);
	else if (noun)
		snprintf(row->label, sizeof(row->label), "%.15g %s", param->number, noun);
	else if (pmk_format_axis(param->name, 1).text[1])
		snprintf(row->label, sizeof(row->label), "%.47s",
			 pmk_format_axis(param->name, param->number).text);
	else
		snprintf(row->label, sizeof(row->label), "%.15s %.15g", param->name, param->number);
}

static struct pmk_row *find_row(struct pmk_group *group, const struct pmk_rec_point *point)
{
	const struct pmk_rec_param *param = group->axis ? pmk_rec_param(point, group->axis) : NULL;
	struct pmk_row *row;

	for (size_t r = 0; r < group->n_rows; r++) {
		const struct pmk_cell *cell = group->rows[r].cells;

		while (!cell->point)
			cell++;
		if (same_value(param, group->axis ? pmk_rec_param(cell->point, group->axis) : NULL))
			return &group->rows[r];
	}
	if (group->n_rows == PMK_GROUP_ROWS_MAX)
		return NULL;
	row = &group->rows[group->n_rows];
	row->value = param && !param->word ? param->number : (double)group->n_rows;
	if (param)
		make_label(row, param);
	group->n_rows++;
	return row;
}

static int find_contender(struct pmk_group *group, const struct pmk_rec_point *point)
{
	size_t c;

	for (c = 0; c < group->n_contenders; c++)
		if (!strcmp(group->contenders[c], point->contender))
			return (int)c;
	if (c == PMK_GROUP_CONTENDERS_MAX)
		return -1;
	group->contenders[c] = point->contender;
	group->n_contenders++;
	return (int)c;
}

static void add_point(struct pmk_group *group, const struct pmk_rec_point *point)
{
	int contender = find_contender(group, point);
	struct pmk_row *row = contender < 0 ? NULL : find_row(group, point);
	struct pmk_cell *cell = row ? &row->cells[contender] : NULL;

	if (!cell || cell->point) {
		group->left_out++;
		return;
	}
	if (point->baseline && group->baseline < 0)
		group->baseline = contender;
	cell->point = point;
	cell->cost = pmk_merged_cost(point);
	group->by_run |= pmk_merged_run(point, 0).n < point->samples.n;
	cell->ranked = point->verdict.status == PMK_PASS && cell->cost.n;
}

static int by_value(const void *a, const void *b)
{
	double x = ((const struct pmk_row *)a)->value, y = ((const struct pmk_row *)b)->value;

	return (x > y) - (x < y);
}

static int add_group(struct pmk_groups *groups, const struct slice *slice, const char *side,
		     const char *axis, bool numeric)
{
	struct pmk_group *group;
	char of_point[sizeof(group->side)];

	if (groups->n == PMK_GROUPS_MAX)
		return -E2BIG;
	group = pmk_array_grow(&groups->groups, groups->n, sizeof(*group));
	if (!group)
		return -ENOMEM;
	*group = (struct pmk_group){
		.rec = slice->rec,
		.target = &slice->rec->targets[slice->points[0]->target],
		.comparison = slice->points[0]->comparison,
		.axis = axis,
		.baseline = -1,
		.rows = calloc(PMK_GROUP_ROWS_MAX, sizeof(*group->rows)),
	};
	if (!group->rows)
		return -ENOMEM;
	groups->n++;
	snprintf(group->side, sizeof(group->side), "%s", side);
	for (size_t i = 0; i < slice->n; i++) {
		pmk_format_params(of_point, sizeof(of_point), slice->points[i], axis);
		if (!strcmp(of_point, side))
			add_point(group, slice->points[i]);
	}
	group->numeric = numeric && group->n_rows >= 3;
	group->words = axis && !numeric;
	qsort(group->rows, group->n_rows, sizeof(*group->rows), by_value);
	pmk_group_rank(group);
	return 0;
}

/* One group for each choice of the side axes. */
static int add_slice(struct pmk_groups *groups, const struct slice *slice)
{
	size_t first = groups->n;
	bool numeric;
	const char *axis = choose_axis(slice, &numeric);
	int err = 0;

	for (size_t i = 0; i < slice->n && !err; i++) {
		char side[sizeof(groups->groups->side)];
		size_t g = first;

		pmk_format_params(side, sizeof(side), slice->points[i], axis);
		while (g < groups->n && strcmp(groups->groups[g].side, side))
			g++;
		if (g == groups->n)
			err = add_group(groups, slice, side, axis, numeric);
	}
	return err;
}

int pmk_groups_add(struct pmk_groups *groups, const struct pmk_rec *rec)
{
	const struct pmk_rec_point **sorted = calloc(rec->n_points + 1, sizeof(*sorted));
	size_t length, n = 0;
	int err = sorted ? 0 : -ENOMEM;

	for (size_t i = 0; i < rec->n_points && !err; i++)
		if (!pmk_rec_selfcheck(rec->points[i].name))
			sorted[n++] = &rec->points[i];
	if (!err)
		qsort(sorted, n, sizeof(*sorted), by_comparison);
	for (size_t i = 0; i < n && !err; i += length) {
		for (length = 1; i + length < n; length++)
			if (sorted[i]->target != sorted[i + length]->target ||
			    strcmp(sorted[i]->comparison, sorted[i + length]->comparison))
				break;
		err = add_slice(groups, &(struct slice){ rec, sorted + i, length });
	}
	free(sorted);
	return err;
}

void pmk_groups_free(struct pmk_groups *groups)
{
	for (size_t i = 0; i < groups->n; i++)
		free(groups->groups[i].rows);
	free(groups->groups);
	*groups = (struct pmk_groups){ 0 };
}
