// SPDX-License-Identifier: GPL-2.0-only
/* Cost over the axis: a line per contender, log-log; below it the ratio to the baseline. */
#include <math.h>
#include <string.h>

#include "plot.h"
#include "text/format.h"

#define LABELS_MAX 12 /* more labels on an axis of this width run into each other */

/* Lowest and highest of the medians (ratio: of the ratios to the baseline). */
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

void pmk_plot_tic(FILE *gp, double value, const char *unit)
{
	static const char *const times[] = { "ns", "\302\265s", "ms", "s" };
	static const char *const counts[] = { "", "k", "M", "G" };
	double shown = value;
	int thousands = 0;

	while (shown >= 1000 && thousands < 3) {
		shown /= 1000;
		thousands++;
	}
	if (strcmp(unit, "ns"))
		fprintf(gp, "'%.4g%s' %.10g", shown, counts[thousands], value);
	else
		fprintf(gp, "'%.4g %s' %.10g", shown, times[thousands], value);
}

/* Tics at 1, 2, 5 of each decade where there are few decades, else at 1. */
static void write_ytics(FILE *gp, double lo, double hi, const char *unit)
{
	static const double steps[] = { 1, 2, 5 };
	size_t n_steps = hi / lo > 1000 ? 1 : 3;
	const char *comma = "";

	fputs("set ytics (", gp);
	for (int e = (int)floor(log10(lo)); e <= (int)ceil(log10(hi)); e++)
		for (size_t i = 0; i < n_steps; i++) {
			double value = steps[i] * pow(10, e);

			fputs(comma, gp);
			if (unit)
				pmk_plot_tic(gp, value, unit);
			else
				fprintf(gp, "'%.10gx' %.10g", value, value);
			comma = ", ";
		}
	fputs(")\n", gp);
}

static void write_xtics(FILE *gp, const struct pmk_group *group, bool labels)
{
	size_t every = (group->n_rows + LABELS_MAX - 1) / LABELS_MAX;

	fputs("set xtics (", gp);
	for (size_t r = 0; r < group->n_rows; r++) {
		fputs(r ? ", " : "", gp);
		pmk_plot_text(gp, labels && r % every == 0 ? group->rows[r].label : "");
		fprintf(gp, " %.15g", group->rows[r].value);
	}
	fputs(")\n", gp);
}

static void write_style(FILE *gp, const struct pmk_group *group)
{
	double first = group->rows[0].value, last = group->rows[group->n_rows - 1].value;

	fputs("set border 3 lc rgb '#888888'\nset tics nomirror out scale 0.6 textcolor rgb "
	      "'#222222'\n"
	      "set grid lc rgb '#dddddd' lt 1 lw 0.7\nset bars 0.6\n",
	      gp);
	if (first > 0)
		fprintf(gp, "set logscale x\nset xrange [%.10g:%.10g]\n", first / 1.35,
			last * 1.35);
	else
		fprintf(gp, "set xrange [%.10g:%.10g]\n", first - (last - first) / 30,
			last + (last - first) / 30);
	fputs("set logscale y\n", gp);
}

static bool has_curve(const struct pmk_group *group, size_t contender)
{
	for (size_t r = 0; r < group->n_rows; r++)
		if (group->rows[r].cells[contender].ranked)
			return true;
	return false;
}

static void write_curves(FILE *gp, const struct pmk_group *group, bool ratio)
{
	static const int shapes[] = { 7, 5, 9, 13, 11, 6, 4, 8 };
	const char *before = "plot ";

	for (size_t c = 0; c < group->n_contenders; c++) {
		if (!has_curve(group, c))
			continue;
		fprintf(gp,
			"%s$c%zu using 1:%s with yerrorlines lc rgb '#%s' lw 1.8 pt %d ps 0.65 ",
			before, c, ratio ? "5:6:7" : "2:3:4", pmk_plot_colour(c),
			shapes[c % (sizeof(shapes) / sizeof(shapes[0]))]);
		if (ratio)
			fputs("notitle", gp);
		else
			fputs("title ", gp);
		if (!ratio)
			pmk_plot_text(gp, group->contenders[c]);
		before = ", ";
	}
	fputs(*before == 'p' ? "plot NaN notitle\n" : "\n", gp); /* nothing passed: empty axes */
}

static void write_ylabel(FILE *gp, const char *text)
{
	fputs("set label 3 ", gp);
	pmk_plot_text(gp, text);
	fputs(" at screen 0.02, graph 0.5 center rotate by 90 textcolor rgb '#222222'\n", gp);
}

static void write_ratio_panel(FILE *gp, const struct pmk_group *group)
{
	char text[2 * PMK_REC_NAME_BYTES_MAX];
	double lo, hi;

	find_range(group, true, &lo, &hi);
	fputs("unset key\nunset label 1\nunset label 2\n"
	      "set tmargin at screen 0.335\nset bmargin at screen 0.095\n",
	      gp);
	fprintf(gp, "set yrange [%.10g:%.10g]\n", fmin(lo, 0.9) / 1.1, fmax(hi, 1.1) * 1.1);
	write_ytics(gp, fmin(lo, 0.9), fmax(hi, 1.1), NULL);
	write_xtics(gp, group, true);
	snprintf(text, sizeof(text), "relative to %s", group->contenders[group->baseline]);
	write_ylabel(gp, text);
	fputs("set xlabel ", gp);
	pmk_plot_text(gp, group->axis);
	fputs(" offset 0,0.3\nset arrow 1 from graph 0, first 1 to graph 1, first 1 nohead lc rgb "
	      "'#888888' lw 1\n",
	      gp);
	write_curves(gp, group, true);
	fputs("unset arrow 1\n", gp);
}

void pmk_plot_lines(FILE *gp, const struct pmk_group *group)
{
	bool two_panels = group->baseline >= 0;
	double lo, hi;

	find_range(group, false, &lo, &hi);
	fputs("set multiplot\nset lmargin at screen 0.125\nset rmargin at screen 0.965\n", gp);
	fprintf(gp, "set tmargin at screen %s\nset bmargin at screen %s\n",
		two_panels ? "0.855" : "0.80", two_panels ? "0.385" : "0.13");
	write_style(gp, group);
	fprintf(gp,
		"set key at screen 0.105, screen %s left top horizontal Left reverse samplen 1.5 "
		"textcolor rgb '#222222'\n",
		two_panels ? "0.915" : "0.88");
	fprintf(gp, "set yrange [%.10g:%.10g]\n", lo / 1.3, hi * 1.3);
	write_ytics(gp, lo / 1.3, hi * 1.3, group->target->clock->unit);
	write_xtics(gp, group, !two_panels);
	write_ylabel(gp, group->target->clock->insn ? "instructions per operation"
						    : "time per operation");
	if (!two_panels) {
		fputs("set xlabel ", gp);
		pmk_plot_text(gp, group->axis);
		fputc('\n', gp);
	}
	write_curves(gp, group, false);
	if (two_panels)
		write_ratio_panel(gp, group);
	fputs("unset multiplot\n", gp);
}
