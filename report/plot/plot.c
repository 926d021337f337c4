// SPDX-License-Identifier: GPL-2.0-only
/* Writes a gnuplot script for a group and lets gnuplot draw it: SVG to embed, PNG to mail. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "plot.h"
#include "text/format.h"
#include "tool.h"

#define WIDTH	     900u
#define LINES_HEIGHT 680u
#define ONE_PANEL    470u

/*
 * Source: Okabe and Ito, Color Universal Design (2008); yellow left out, it is too faint on
 * white.
 */
const char *pmk_plot_colour(size_t contender)
{
	static const char *const palette[] = { "0072B2", "D55E00", "009E73", "CC79A7",
					       "56B4E9", "E69F00", "333333" };

	return palette[contender % (sizeof(palette) / sizeof(palette[0]))];
}

void pmk_plot_text(FILE *gp, const char *text)
{
	fputc('\'', gp);
	for (; *text; text++)
		fputc((unsigned char)*text < ' ' || strchr("'`\\\x7f", *text) ? '_' : *text, gp);
	fputc('\'', gp);
}

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

static void write_titles(FILE *gp, const struct pmk_group *group, unsigned int height)
{
	const struct pmk_cell *cell = any_cell(group);
	const char *kernel = pmk_rec_text(group->target->run, "kernel.release");
	char text[512];

	snprintf(text, sizeof(text), "%s on %s%s%s: cost of one operation", group->comparison,
		 group->target->name, *group->side ? ", " : "", group->side);
	fputs("set label 1 ", gp);
	pmk_plot_text(gp, text);
	fprintf(gp, " at screen 0.015, screen %.4f left font ',16' front\n", 1 - 22.0 / height);
	snprintf(text, sizeof(text), "%s%s; kernel %s; median and %.0f %% interval, n=%zu",
		 group->rec->complete ? "" : "INCOMPLETE RUN; ",
		 group->target->clock->insn ? "instructions (icount), not time" : "wall time",
		 kernel ? kernel : "unknown", 100 * cell->cost.coverage, cell->cost.n);
	fputs("set label 2 ", gp);
	pmk_plot_text(gp, text);
	fprintf(gp, " at screen 0.015, screen %.4f left font ',11' textcolor rgb '#555555' front\n",
		1 - 46.0 / height);
}

static void write_data(FILE *gp, const struct pmk_group *group)
{
	for (size_t c = 0; c < group->n_contenders; c++) {
		fprintf(gp, "# value, median lo hi, ratio to the baseline lo hi\n$c%zu << EOD\n",
			c);
		for (size_t r = 0; r < group->n_rows; r++) {
			const struct pmk_cell *cell = &group->rows[r].cells[c];
			const struct pmk_interval *all[] = { &cell->cost, &cell->to_baseline };

			fprintf(gp, "%.15g", group->numeric ? group->rows[r].value : (double)r);
			for (size_t i = 0; i < 2; i++)
				if (cell->ranked && all[i]->n)
					fprintf(gp, " %.10g %.10g %.10g", all[i]->estimate,
						all[i]->lo, all[i]->hi);
				else
					fputs(" NaN NaN NaN", gp);
			fputc('\n', gp);
		}
		fputs("EOD\n", gp);
	}
}

void pmk_plot_terminal(FILE *gp, bool png, unsigned int height, const char *stem)
{
	if (png)
		fprintf(gp,
			"reset\nset terminal pngcairo size %u,%u font 'Sans,12' fontscale 1.5 "
			"linewidth 1.5 pointscale 1.5 background rgb '#ffffff' noenhanced\n",
			WIDTH * 3 / 2, height * 3 / 2);
	else
		fprintf(gp,
			"set terminal svg size %u,%u dynamic font 'sans-serif,12' background rgb "
			"'#ffffff' noenhanced\n",
			WIDTH, height);
	fprintf(gp, "set output '%s.%s'\n", stem, png ? "png" : "svg");
}

static void write_script(FILE *gp, const void *what, const char *stem)
{
	const struct pmk_group *group = what;
	unsigned int bars = pmk_plot_bars_height(group);
	unsigned int height = bars ? bars : group->baseline < 0 ? ONE_PANEL : LINES_HEIGHT;

	fputs("# Drawn by pagemark report; `gnuplot` with this file draws it again.\n", gp);
	write_data(gp, group);
	for (int png = 0; png < 2; png++) {
		pmk_plot_terminal(gp, png, height, stem);
		write_titles(gp, group, height);
		if (bars)
			pmk_plot_bars(gp, group);
		else
			pmk_plot_lines(gp, group);
		fputs("set output\n", gp);
	}
}

static int run_gnuplot(const char *dir, const char *script)
{
	char *const argv[] = { "gnuplot", "-d", (char *)script, NULL };

	return pmk_tool_run(dir, argv);
}

int pmk_plot_script(const char *dir, const char *stem,
		    void (*write)(FILE *gp, const void *what, const char *stem), const void *what)
{
	char *script, *path;
	FILE *gp;
	int err = -ENOMEM;

	if (asprintf(&script, "%s.gp", stem) < 0)
		return err;
	if (asprintf(&path, "%s/%s", dir, script) < 0)
		goto free_script;
	gp = fopen(path, "we");
	if (!gp) {
		err = -errno;
		goto free_path;
	}
	write(gp, what, stem);
	err = ferror(gp) ? -EIO : 0;
	if (fclose(gp) && !err)
		err = -errno;
	if (!err)
		err = run_gnuplot(dir, script);
free_path:
	free(path);
free_script:
	free(script);
	return err;
}

int pmk_plot(const struct pmk_group *group, const char *dir, const char *stem)
{
	return any_cell(group) ? pmk_plot_script(dir, stem, write_script, group) : -ENODATA;
}
