// SPDX-License-Identifier: GPL-2.0-only
/* What the templates of plots draw a group from: titles, data, axes. */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "plot.h"
#include "text/embed.h"
#include "text/format.h"
#include "text/json.h"

PMK_EMBED(lines_template, "report/plot/lines.mustache");
PMK_EMBED(bars_template, "report/plot/bars.mustache");

#define LINES_HEIGHT 680u
#define ONE_PANEL    470u
#define BAR_PIXELS   34u
#define BARS_FRAME   132u /* above and below the bars, as bars.mustache has it */
#define DOTS_MAX     100  /* of one point; of more, evenly chosen ones are drawn */
#define DOTS_APART   0.1  /* of the place of a bar */
#define LABELS_MAX   12	  /* more labels on an axis of this width run into each other */

static const struct pmk_cell *any_cell(const struct pmk_group *group)
{
	const struct pmk_cell *found = NULL;

	for (size_t r = 0; r < group->n_rows; r++)
		for (size_t c = 0; c < group->n_contenders; c++) {
			const struct pmk_cell *cell = &group->rows[r].cells[c];

			if (cell->ranked && (!found || cell->cost.n < found->cost.n))
				found = cell;
		}
	return found;
}

/* "estimate lo hi" */
static json_t *describe_interval(const struct pmk_cell *cell, const struct pmk_interval *value)
{
	if (!cell->ranked || !value->n)
		return json_string("NaN NaN NaN");
	return json_sprintf("%.10g %.10g %.10g", value->estimate, value->lo, value->hi);
}

/*
 * What a median hides: its samples, in their places @down a bar's thickness. Instructions repeat,
 * and the dots would lie upon each other.
 */
static json_t *describe_samples(const struct pmk_cell *cell, double place)
{
	size_t n = cell->ranked && strcmp(cell->point->unit, pmk_clock_insn.unit)
			   ? cell->point->samples.n
			   : 0,
	       step = 1 + n / DOTS_MAX;
	json_t *all = json_array();

	for (size_t i = 0; i < n; i += step)
		pmk_json_append(all, "{s:o, s:o}", "sample",
				json_sprintf("%.6g", cell->point->samples.values[i]), "down",
				json_sprintf("%.6g", -place + DOTS_APART * ((double)(i % 5) - 2)));
	return all;
}

/* A curve for each contender that was ranked somewhere. */
static json_t *describe_curves(const struct pmk_group *group)
{
	static const int shapes[] = { 7, 5, 9, 13, 11, 6, 4, 8 };
	json_t *curves = json_array();

	for (size_t c = 0; c < group->n_contenders; c++) {
		json_t *rows = json_array();
		bool ranked = false;

		for (size_t r = 0; r < group->n_rows; r++) {
			const struct pmk_cell *cell = &group->rows[r].cells[c];

			ranked |= cell->ranked;
			pmk_json_append(rows, "{s:o, s:o, s:o, s:o}", "samples",
					describe_samples(cell, 0), "value",
					json_sprintf("%.15g", group->numeric ? group->rows[r].value
									     : (double)r),
					"cost", describe_interval(cell, &cell->cost), "ratio",
					describe_interval(cell, &cell->to_baseline));
		}
		if (ranked)
			pmk_json_append(curves, "{s:I, s:s, s:s, s:i, s:O}", "curve", (json_int_t)c,
					"contender", group->contenders[c], "colour",
					pmk_tool_colour(c), "shape",
					shapes[c % (sizeof(shapes) / sizeof(shapes[0]))], "rows",
					rows);
		json_decref(rows);
	}
	return curves;
}

/* Lowest and highest of the costs, or of the ratios to the baseline; 1 if there are none. */
static void find_range(const struct pmk_group *group, bool ratio, double *lo, double *hi)
{
	*lo = INFINITY;
	*hi = 0;
	for (size_t r = 0; r < group->n_rows; r++)
		for (size_t c = 0; c < group->n_contenders; c++) {
			const struct pmk_cell *cell = &group->rows[r].cells[c];
			const struct pmk_interval *value = ratio ? &cell->to_baseline : &cell->cost;

			if (!cell->ranked || !value->n)
				continue;
			*lo = fmin(*lo, value->lo);
			*hi = fmax(*hi, value->hi);
		}
	if (!*hi)
		*lo = *hi = 1;
}

/* Tics at 1, 2, 5 of each decade where there are few decades, else at 1. */
static json_t *describe_log_axis(double lo, double hi, const char *unit)
{
	static const double steps[] = { 1, 2, 5 };
	size_t n_steps = hi / lo > 1000 ? 1 : 3;
	json_t *tics = json_array();

	for (int e = (int)floor(log10(lo)); e <= (int)ceil(log10(hi)); e++)
		for (size_t i = 0; i < n_steps; i++) {
			double value = steps[i] * pow(10, e);

			if (unit)
				pmk_tool_tic(tics, value, unit);
			else
				pmk_json_append(tics, "{s:o, s:f}", "label",
						json_sprintf("%.10gx", value), "at", value);
		}
	return tics;
}

static json_t *describe_labels(const struct pmk_group *group)
{
	size_t every = (group->n_rows + LABELS_MAX - 1) / LABELS_MAX;
	json_t *tics = json_array();

	for (size_t r = 0; r < group->n_rows; r++)
		pmk_json_append(tics, "{s:s, s:o}", "label", r % every ? "" : group->rows[r].label,
				"at", json_sprintf("%.15g", group->rows[r].value));
	return tics;
}

/* Cost over the axis, log-log; below it the ratio to the baseline. */
static json_t *describe_lines(const struct pmk_group *group)
{
	double lo, hi, ratio_lo, ratio_hi, first = group->rows[0].value,
					   last = group->rows[group->n_rows - 1].value;

	find_range(group, false, &lo, &hi);
	find_range(group, true, &ratio_lo, &ratio_hi);
	ratio_lo = fmin(ratio_lo, 0.9);
	ratio_hi = fmax(ratio_hi, 1.1);
	return json_pack("{s:s, s:s*, s:b, s:f, s:f, s:f, s:f, s:f, s:f, s:o, s:o, s:o}", "axis",
			 group->axis, "baseline",
			 group->baseline < 0 ? NULL : group->contenders[group->baseline],
			 "logarithmic", first > 0, "x_lo",
			 first > 0 ? first / 1.35 : first - (last - first) / 30, "x_hi",
			 first > 0 ? last * 1.35 : last + (last - first) / 30, "y_lo", lo / 1.3,
			 "y_hi", hi * 1.3, "ratio_lo", ratio_lo / 1.1, "ratio_hi", ratio_hi * 1.1,
			 "tics", describe_log_axis(lo / 1.3, hi * 1.3, group->target->clock->unit),
			 "ratio_tics", describe_log_axis(ratio_lo, ratio_hi, NULL), "labels",
			 describe_labels(group));
}

/* A bar for each point, counted downwards; a row's heading takes a place too. */
static json_t *describe_bars(const struct pmk_group *group, size_t *places)
{
	json_t *rows = json_array();

	*places = 0;
	for (size_t r = 0; r < group->n_rows; r++) {
		const struct pmk_row *row = &group->rows[r];
		size_t heading = *places;
		json_t *bars = json_array();

		*places += *row->label != '\0';
		for (size_t c = 0; c < group->n_contenders; c++) {
			const struct pmk_cell *cell = &row->cells[c];

			if (!cell->point)
				continue;
			pmk_json_append(
				bars, "{s:o, s:I, s:s, s:b, s:f, s:f, s:f, s:s, s:s}", "samples",
				describe_samples(cell, (double)*places), "place",
				(json_int_t)*places, "contender", group->contenders[c], "ranked",
				cell->ranked, "cost", cell->cost.estimate, "lo", cell->cost.lo,
				"hi", cell->cost.hi, "colour", pmk_tool_colour(c), "text",
				cell->ranked
					? pmk_format_cost(cell->cost.estimate, cell->point->unit)
						  .text
					: pmk_status_name(cell->point->verdict.status));
			++*places;
		}
		pmk_json_append(rows, "{s:s, s:I, s:o}", "label", row->label, "heading",
				(json_int_t)heading, "bars", bars);
	}
	return rows;
}

/* The bars stay in the clock's unit; only the tics are told in one that fits. */
static json_t *describe_bar_axis(double highest, double scale)
{
	double step = pow(10, floor(log10(highest)));
	json_t *tics = json_array();

	step *= highest / step < 2 ? 0.2 : highest / step < 5 ? 0.5 : 1;
	for (int i = 0; i <= 12; i++)
		pmk_json_append(tics, "{s:o, s:f}", "label", json_sprintf("%.6g", i * step / scale),
				"at", i * step);
	return tics;
}

static json_t *describe_bar_plot(const struct pmk_group *group, unsigned int *height)
{
	static const char *const times[] = { "ns", "\302\265s", "ms", "s" };
	static const char *const counts[] = { "", "thousand ", "million ", "billion " };
	double lowest, highest, scale = 1;
	size_t places;
	json_t *rows = describe_bars(group, &places);
	int thousands = 0;

	find_range(group, false, &lowest, &highest);
	for (; highest / scale >= 2000 && thousands < 3; thousands++)
		scale *= 1000;
	*height = BARS_FRAME + BAR_PIXELS * (unsigned int)places;
	return json_pack("{s:o, s:I, s:f, s:o, s:s}", "bar_rows", rows, "places",
			 (json_int_t)places, "x_hi", highest * 1.16, "tics",
			 describe_bar_axis(highest, scale), "unit",
			 (group->target->clock->insn ? counts : times)[thousands]);
}

/* What all plots of groups have. */
static json_t *describe_group(const struct pmk_group *group, const struct pmk_cell *any)
{
	const char *kernel = pmk_rec_text(group->target->run, "kernel.release");

	return json_pack("{s:s, s:s, s:s, s:b, s:b, s:s, s:o, s:I, s:o}", "comparison",
			 group->comparison, "on", group->target->name, "side", group->side,
			 "incomplete", !group->rec->complete, "insn", group->target->clock->insn,
			 "kernel", kernel ? kernel : "unknown", "percent",
			 json_sprintf("%.0f", 100 * any->cost.coverage), "n",
			 (json_int_t)any->cost.n, "curves", describe_curves(group));
}

int pmk_plot(const struct pmk_group *group, const char *dir, const char *stem)
{
	const struct pmk_cell *any = any_cell(group);
	unsigned int height = group->baseline < 0 ? ONE_PANEL : LINES_HEIGHT;
	json_t *data;

	if (!any)
		return -ENODATA;
	data = describe_group(group, any);
	json_object_update_new(data, group->numeric ? describe_lines(group)
						    : describe_bar_plot(group, &height));
	return pmk_tool_script(dir, stem, group->numeric ? lines_template : bars_template, height,
			       data);
}
