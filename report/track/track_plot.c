// SPDX-License-Identifier: GPL-2.0-only
/* A tracked series as a plot: runs, their intervals, levels, and where each change may lie. */
#include <math.h>
#include <string.h>

#include "plot/plot.h"
#include "text/format.h"
#include "track.h"

#define HEIGHT 470u
#define TICS   7u

/* What the script is written from. */
struct drawing {
	const struct pmk_track *track;
	const struct pmk_tracked *series;
	const struct pmk_circumstances *where;
};

static void write_data(FILE *gp, const struct drawing *draw)
{
	const struct pmk_tracked *series = draw->series;

	fputs("# Drawn by pagemark history track; `gnuplot` with this file draws it again.\n"
	      "# run, median lo hi\n$runs << EOD\n",
	      gp);
	for (size_t i = 0; i < series->n; i++)
		fprintf(gp, "%zu %.10g %.10g %.10g\n", i, series->values[i], series->points[i]->lo,
			series->points[i]->hi);
	fputs("EOD\n# run, level\n$levels << EOD\n", gp);
	for (size_t i = 0; i <= series->changes.n; i++) {
		size_t from = i ? series->changes.all[i - 1].at : 0;
		size_t to = i < series->changes.n ? series->changes.all[i].at : series->n;
		double level = pmk_stats_median(series->values + from, to - from);

		fprintf(gp, "%.1f %.10g\n%.1f %.10g\n\n", (double)from - 0.5, level,
			(double)to - 0.5, level);
	}
	fputs("EOD\n", gp);
}

static void write_titles(FILE *gp, const struct drawing *draw)
{
	char text[1024];

	pmk_track_title(draw->track, draw->series, text, sizeof(text));
	fputs("set label 1 ", gp);
	pmk_plot_text(gp, text);
	fprintf(gp, " at screen 0.015, screen %.4f left font ',14' front\n", 1 - 22.0 / HEIGHT);
	snprintf(text, sizeof(text),
		 "%.200s; %.200s; median of each run and its interval, %zu runs; shaded: where a "
		 "change may lie",
		 draw->where->cpu ? draw->where->cpu : "unknown machine",
		 draw->where->placement ? draw->where->placement : "placement unknown",
		 draw->series->n);
	fputs("set label 2 ", gp);
	pmk_plot_text(gp, text);
	fprintf(gp, " at screen 0.015, screen %.4f left font ',10' textcolor rgb '#555555' front\n",
		1 - 44.0 / HEIGHT);
}

static void write_changes(FILE *gp, const struct pmk_tracked *series)
{
	for (size_t i = 0; i < series->changes.n; i++) {
		const struct pmk_change *change = &series->changes.all[i];
		bool worse = pmk_track_worse(series, i);
		char text[64];

		fprintf(gp,
			"set object %zu rect from first %.1f, graph 0 to first %.1f, graph 1 "
			"behind fc rgb '#%s' fs solid %.2f noborder\n",
			i + 1, (double)change->first - 1, (double)change->last,
			pmk_plot_colour(worse ? 1 : 2), change->sure ? 0.30 : 0.12);
		snprintf(text, sizeof(text), "%s%.20s", change->sure ? "" : "?",
			 pmk_format_ratio(change->size.estimate).text);
		fprintf(gp, "set label %zu ", 10 + i);
		pmk_plot_text(gp, text);
		fprintf(gp, " at first %.1f, graph 1.03 center textcolor rgb '#%s'\n",
			(double)change->at - 0.5, pmk_plot_colour(worse ? 1 : 2));
	}
}

/* The date of some runs; all of them would run into each other. */
static void write_xtics(FILE *gp, const struct drawing *draw)
{
	size_t n = draw->series->n, every = n > TICS ? (n + TICS - 1) / TICS : 1;
	const char *last = "";
	char date[16];

	fputs("set xtics (", gp);
	for (size_t i = 0; i < n; i += every) {
		const char *started = draw->track->past->runs[draw->series->points[i]->run].started;

		/* Each date once, where it begins. */
		snprintf(date, sizeof(date), "%.10s", strncmp(started, last, 10) ? started : "");
		last = started;
		fputs(i ? ", " : "", gp);
		pmk_plot_text(gp, date);
		fprintf(gp, " %zu", i);
	}
	fputs(")\n", gp);
}

/* Steps of 1, 2 or 5 that leave four to ten tics. */
static void write_ytics(FILE *gp, double lo, double hi, const char *unit)
{
	double step = pow(10, floor(log10((hi - lo) / 4)));
	const char *comma = "";

	step *= (hi - lo) / step > 20 ? 5 : (hi - lo) / step > 10 ? 2 : 1;
	fprintf(gp, "set yrange [%.10g:%.10g]\nset ytics (", lo, hi);
	for (long i = lround(ceil(lo / step)); (double)i * step <= hi; i++) {
		fputs(comma, gp);
		pmk_plot_tic(gp, (double)i * step, unit);
		comma = ", ";
	}
	fputs(")\n", gp);
}

static void write_axes(FILE *gp, const struct drawing *draw)
{
	double lo = INFINITY, hi = 0, room;

	for (size_t i = 0; i < draw->series->n; i++) {
		lo = fmin(lo, draw->series->values[i]);
		hi = fmax(hi, draw->series->values[i]);
	}
	room = fmax((hi - lo) * 0.08, hi * 0.002);
	write_xtics(gp, draw);
	write_ytics(gp, lo - room, hi + room, draw->where->unit);
	fprintf(gp,
		"set xrange [-1:%zu]\nset border 3 lc rgb '#888888'\n"
		"set tics nomirror out scale 0.6 textcolor rgb '#222222'\n"
		"set grid y lc rgb '#dddddd' lt 1 lw 0.7\nset bars 0\nunset key\n"
		"set tmargin at screen 0.84\nset bmargin at screen 0.09\n"
		"set lmargin at screen 0.11\nset rmargin at screen 0.97\n",
		draw->series->n);
}

static void write_script(FILE *gp, const void *what, const char *stem)
{
	const struct drawing *draw = what;

	write_data(gp, draw);
	for (int png = 0; png < 2; png++) {
		pmk_plot_terminal(gp, png, HEIGHT, stem);
		write_titles(gp, draw);
		write_axes(gp, draw);
		write_changes(gp, draw->series);
		fprintf(gp,
			"plot $runs using 1:2:3:4 with yerrorbars lc rgb '#%s' lw 0.8 pt 7 ps "
			"0.45, $levels using 1:2 with lines lc rgb '#%s' lw 2.2\nset output\n",
			pmk_plot_colour(4), pmk_plot_colour(0));
	}
}

int pmk_track_plot(const struct pmk_track *track, const struct pmk_tracked *series, const char *dir,
		   const char *stem)
{
	const struct drawing draw = { track, series,
				      &track->past->circumstances[series->past->circumstances] };

	return pmk_plot_script(dir, stem, write_script, &draw);
}
