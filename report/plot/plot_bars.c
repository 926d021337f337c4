// SPDX-License-Identifier: GPL-2.0-only
/* Bars for comparisons without a numeric axis: contenders below each other, one block per row. */
#include <math.h>

#include "plot.h"
#include "text/format.h"

#define BAR_PIXELS    34u
#define HEADER_PIXELS 70u
#define FOOTER_PIXELS 62u

/*
 * Calls @write for each bar with its place, counted downwards; a block's heading takes a place
 * too.
 */
static size_t each_bar(FILE *gp, const struct pmk_group *group,
		       void (*write)(FILE *gp, const struct pmk_row *row, size_t contender,
				     size_t place))
{
	size_t place = 0;

	for (size_t r = 0; r < group->n_rows; r++) {
		const struct pmk_row *row = &group->rows[r];

		place += *row->label != '\0';
		for (size_t c = 0; c < group->n_contenders; c++) {
			if (!row->cells[c].point)
				continue;
			if (write)
				write(gp, row, c, place);
			place++;
		}
	}
	return place;
}

unsigned int pmk_plot_bars_height(const struct pmk_group *group)
{
	if (group->numeric)
		return 0;
	return HEADER_PIXELS + FOOTER_PIXELS +
	       BAR_PIXELS * (unsigned int)each_bar(NULL, group, NULL);
}

static void write_bar(FILE *gp, const struct pmk_row *row, size_t contender, size_t place)
{
	const struct pmk_cell *cell = &row->cells[contender];
	const char *unit = cell->point->unit;
	struct pmk_text value = { "" };

	if (cell->ranked) {
		fprintf(gp,
			"set object rectangle from 0,%.2f to %.10g,%.2f fillcolor rgb '#%s' "
			"fillstyle solid 0.9 noborder\n",
			-(double)place - 0.36, cell->cost.estimate, -(double)place + 0.36,
			pmk_plot_colour(contender));
		fprintf(gp,
			"set arrow from %.10g,-%zu to %.10g,-%zu heads size screen 0.004,90 "
			"lc rgb '#222222' lw 1 front\n",
			cell->cost.lo, place, cell->cost.hi, place);
		value = pmk_format_cost(cell->cost.estimate, unit);
	} else {
		snprintf(value.text, sizeof(value.text), "%s",
			 pmk_status_name(cell->point->verdict.status));
	}
	fputs("set label ", gp);
	pmk_plot_text(gp, value.text);
	fprintf(gp, " at first %.10g,-%zu left offset 0.8,0 front textcolor rgb '%s'\n",
		cell->ranked ? cell->cost.hi : 0, place, cell->ranked ? "#222222" : "#888888");
	fputs("set label ", gp);
	pmk_plot_text(gp, cell->point->contender);
	fprintf(gp, " at graph 0, first -%zu right offset -0.8,0 textcolor rgb '#222222'\n", place);
}

static void write_headings(FILE *gp, const struct pmk_group *group)
{
	size_t place = 0;

	for (size_t r = 0; r < group->n_rows; r++) {
		if (*group->rows[r].label) {
			fputs("set label ", gp);
			pmk_plot_text(gp, group->rows[r].label);
			fprintf(gp,
				" at screen 0.015, first -%zu left font ',13' textcolor rgb "
				"'#000000'\n",
				place++);
		}
		for (size_t c = 0; c < group->n_contenders; c++)
			place += !!group->rows[r].cells[c].point;
	}
}

/* The bars stay in the clock's unit; only the tics are told in one that fits. */
static void write_xaxis(FILE *gp, const struct pmk_group *group, double highest)
{
	static const char *const times[] = { "ns", "\302\265s", "ms", "s" };
	static const char *const counts[] = { "", "thousand ", "million ", "billion " };
	double scale = 1, step;
	int thousands = 0;

	for (; highest / scale >= 2000 && thousands < 3; thousands++)
		scale *= 1000;
	step = pow(10, floor(log10(highest)));
	step *= highest / step < 2 ? 0.2 : highest / step < 5 ? 0.5 : 1;
	fputs("set xtics (", gp);
	for (int i = 0; i <= 12; i++)
		fprintf(gp, "%s'%.6g' %.10g", i ? ", " : "", i * step / scale, i * step);
	if (group->target->clock->insn)
		fprintf(gp, ")\nset xlabel '%sinstructions per operation' offset 0,0.4\n",
			counts[thousands]);
	else
		fprintf(gp, ")\nset xlabel 'time per operation [%s]' offset 0,0.4\n",
			times[thousands]);
}

void pmk_plot_bars(FILE *gp, const struct pmk_group *group)
{
	double height = pmk_plot_bars_height(group), highest = 0;
	size_t places = each_bar(NULL, group, NULL);

	for (size_t r = 0; r < group->n_rows; r++)
		for (size_t c = 0; c < group->n_contenders; c++)
			if (group->rows[r].cells[c].ranked)
				highest = fmax(highest, group->rows[r].cells[c].cost.hi);
	fprintf(gp,
		"set lmargin at screen 0.21\nset rmargin at screen 0.975\nset tmargin at screen "
		"%.4f\n"
		"set bmargin at screen %.4f\n",
		1 - HEADER_PIXELS / height, FOOTER_PIXELS / height);
	fputs("set border 1 lc rgb '#888888'\nunset key\nunset ytics\n"
	      "set xtics nomirror out scale 0.6 textcolor rgb '#222222'\n"
	      "set grid xtics lc rgb '#dddddd' lt 1 lw 0.7\n",
	      gp);
	highest = highest ? highest : 1;
	fprintf(gp, "set xrange [0:%.10g]\nset yrange [%.2f:0.6]\n", highest * 1.16,
		0.4 - (double)places);
	write_xaxis(gp, group, highest);
	each_bar(gp, group, write_bar);
	write_headings(gp, group);
	fputs("plot NaN notitle\n", gp);
}
