// SPDX-License-Identifier: GPL-2.0-only
/* Operations by targets as colours: the ratio of each cost to that of its base, the worst first. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "columns.h"
#include "text/format.h"
#include "text/json.h"

#define ROWS_MAX 40 /* operations that the map shows; the tables have all */

/* One operation: its cell in each column, or NULL. */
struct operation {
	const struct pmk_group *group;
	size_t row, contender;
	double worst;
	const struct pmk_cell **cells;
};

struct heat {
	const struct pmk_columns *columns;
	const struct pmk_clock *clock;
	size_t n;
	struct operation *operations;
};

static bool same_operation(const struct operation *o, const struct pmk_group *group, size_t row,
			   size_t contender)
{
	return !strcmp(o->group->comparison, group->comparison) &&
	       !strcmp(o->group->side, group->side) &&
	       !strcmp(o->group->rows[o->row].label, group->rows[row].label) &&
	       !strcmp(o->group->contenders[o->contender], group->contenders[contender]);
}

static void add_cell(struct heat *heat, const struct pmk_group *group, size_t row, size_t contender)
{
	size_t at = 0;
	struct operation *o;

	while (at < heat->n && !same_operation(&heat->operations[at], group, row, contender))
		at++;
	o = &heat->operations[at];
	if (at == heat->n) {
		*o = (struct operation){ group, row, contender, 0,
					 calloc(heat->columns->n, sizeof(*o->cells)) };
		if (!o->cells)
			return;
		heat->n++;
	}
	o->cells[pmk_columns_of(heat->columns, group)] = &group->rows[row].cells[contender];
}

/* NAN where one of the two lacks, or a column is its own base. */
static double ratio_of(const struct heat *heat, const struct operation *o, size_t column)
{
	size_t at = heat->columns->columns[column].base;
	const struct pmk_cell *cell = o->cells[column], *base = o->cells[at];

	if (at == column || !cell || !base || !cell->cost.n || !base->cost.n)
		return NAN;
	return cell->cost.estimate / base->cost.estimate;
}

/* Whether the intervals are apart, and the ratio is large enough for the clock. */
static bool is_clear(const struct heat *heat, const struct operation *o, size_t column)
{
	const struct pmk_interval *cost = &o->cells[column]->cost,
				  *base = &o->cells[heat->columns->columns[column].base]->cost;
	double ratio = cost->estimate / base->estimate;

	return (cost->lo > base->hi || cost->hi < base->lo) &&
	       fmax(ratio, 1 / ratio) >= 1 + heat->clock->effect;
}

static int worst_first(const void *a, const void *b)
{
	double x = ((const struct operation *)a)->worst, y = ((const struct operation *)b)->worst;

	return (x < y) - (x > y);
}

static const char *colour_of(double ratio)
{
	return ratio >= 2      ? "w3"
	       : ratio >= 1.25 ? "w2"
	       : ratio > 1     ? "w1"
	       : ratio <= 0.5  ? "b3"
	       : ratio <= 0.8  ? "b2"
			       : "b1";
}

static json_t *describe_cell(const struct heat *heat, const struct operation *o, size_t column)
{
	const struct pmk_cell *cell = o->cells[column];
	double ratio = ratio_of(heat, o, column);
	const char *colour = "same";
	struct pmk_text text = { "" };

	if (!isnan(ratio)) {
		text = pmk_format_ratio(ratio);
		colour = is_clear(heat, o, column) ? colour_of(ratio) : colour;
	} else if (cell && cell->cost.n) {
		text = pmk_format_cost(cell->cost.estimate, heat->clock->unit);
	} else if (cell && cell->point) {
		snprintf(text.text, sizeof(text.text), "%s",
			 pmk_status_name(cell->point->verdict.status));
	}
	return json_pack("{s:s, s:s, s:O}", "text", text.text, "colour", colour, "column",
			 heat->columns->columns[column].name);
}

/* A column that is held against another, or another against it. */
static bool is_shown(const struct heat *heat, size_t column)
{
	const struct pmk_column *columns = heat->columns->columns;
	bool held = columns[column].base != column;

	for (size_t k = 0; k < heat->columns->n; k++)
		held |= k != column && columns[k].base == column;
	return held && columns[column].target->clock == heat->clock;
}

static json_t *describe_operations(const struct heat *heat)
{
	json_t *rows = json_array();

	for (size_t i = 0; i < heat->n && i < ROWS_MAX && heat->operations[i].worst > 0; i++) {
		const struct operation *o = &heat->operations[i];
		const char *label = o->group->rows[o->row].label;
		json_t *cells = json_array();

		for (size_t k = 0; k < heat->columns->n; k++)
			if (is_shown(heat, k))
				json_array_append_new(cells, describe_cell(heat, o, k));
		pmk_json_append(rows, "{s:o, s:o}", "operation",
				json_sprintf("%s/%s%s%s%s%s", o->group->comparison,
					     o->group->contenders[o->contender], *label ? ", " : "",
					     label, *o->group->side ? ", " : "", o->group->side),
				"cells", cells);
	}
	return rows;
}

/* What cannot be told apart comes behind everything that can, in the order of the comparisons. */
static size_t weigh(struct heat *heat)
{
	size_t compared = 0;

	for (size_t i = 0; i < heat->n; i++) {
		struct operation *o = &heat->operations[i];

		for (size_t k = 0; k < heat->columns->n; k++) {
			double ratio = ratio_of(heat, o, k);

			if (!isnan(ratio))
				o->worst = fmax(o->worst, is_clear(heat, o, k) ? ratio : 1e-9);
		}
		compared += o->worst > 0;
	}
	qsort(heat->operations, heat->n, sizeof(*heat->operations), worst_first);
	return compared;
}

/* Nothing where no two columns have an operation in common. */
static void add_heat(json_t *all, const struct pmk_report *report,
		     const struct pmk_columns *columns, const struct pmk_clock *clock)
{
	struct heat heat = { .columns = columns, .clock = clock };
	json_t *names = json_array();
	size_t most = 0, compared;

	for (size_t g = 0; g < report->groups.n; g++)
		most += report->groups.groups[g].n_rows * report->groups.groups[g].n_contenders;
	heat.operations = calloc(most + 1, sizeof(*heat.operations));
	for (size_t g = 0; g < report->groups.n && heat.operations; g++) {
		const struct pmk_group *group = &report->groups.groups[g];

		for (size_t r = 0; r < group->n_rows && group->target->clock == clock; r++)
			for (size_t c = 0; c < group->n_contenders; c++)
				if (group->rows[r].cells[c].point)
					add_cell(&heat, group, r, c);
	}
	compared = heat.operations ? weigh(&heat) : 0;
	for (size_t k = 0; k < columns->n; k++)
		if (is_shown(&heat, k))
			pmk_json_append(names, "{s:O, s:b}", "name", columns->columns[k].name,
					"base", columns->columns[k].base == k);
	if (compared)
		pmk_json_append(all, "{s:s, s:b, s:b, s:O, s:o, s:I, s:I}", "clock", clock->words,
				"open", report->n_recs > 1, "insn", clock->insn, "columns", names,
				"rows", describe_operations(&heat), "compared",
				(json_int_t)compared, "more",
				(json_int_t)(compared > ROWS_MAX ? compared - ROWS_MAX : 0));
	json_decref(names);
	for (size_t i = 0; i < heat.n; i++)
		free(heat.operations[i].cells);
	free(heat.operations);
}

json_t *pmk_document_heat(const struct pmk_report *report)
{
	static const struct pmk_clock *const clocks[] = { &pmk_clock_wall, &pmk_clock_insn };
	json_t *all = json_array();
	struct pmk_columns columns;

	if (!pmk_columns_make(&columns, report))
		for (size_t i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++)
			add_heat(all, report, &columns, clocks[i]);
	pmk_columns_free(&columns);
	return all;
}
