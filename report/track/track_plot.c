// SPDX-License-Identifier: GPL-2.0-only
/* What a tracked series is drawn from: runs, their intervals, levels, where each change may lie. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/plot.h"
#include "text/embed.h"
#include "text/format.h"
#include "text/json.h"
#include "track.h"

PMK_EMBED(plot_template, "report/track/plot.mustache");

#define HEIGHT 470u
#define TICS   7u

static json_t *describe_points(const struct pmk_tracked *series)
{
	json_t *points = json_array();

	for (size_t i = 0; i < series->n; i++)
		pmk_json_append(points, "{s:I, s:f, s:f, s:f}", "run", (json_int_t)i, "median",
				series->values[i], "lo", series->points[i]->lo, "hi",
				series->points[i]->hi);
	return points;
}

static json_t *describe_levels(const struct pmk_tracked *series)
{
	json_t *levels = json_array();

	for (size_t i = 0; i <= series->changes.n; i++) {
		size_t from = i ? series->changes.all[i - 1].at : 0;
		size_t to = i < series->changes.n ? series->changes.all[i].at : series->n;

		pmk_json_append(levels, "{s:f, s:f, s:f}", "from", (double)from - 0.5, "to",
				(double)to - 0.5, "level",
				pmk_stats_median(series->values + from, to - from));
	}
	return levels;
}

static json_t *describe_changes(const struct pmk_tracked *series)
{
	json_t *changes = json_array();

	for (size_t i = 0; i < series->changes.n; i++) {
		const struct pmk_change *change = &series->changes.all[i];

		pmk_json_append(changes, "{s:f, s:f, s:f, s:s, s:b, s:s}", "after",
				(double)change->first - 1, "up_to", (double)change->last, "at",
				(double)change->at - 0.5, "colour",
				pmk_tool_colour(pmk_track_worse(series, i) ? 1 : 2), "sure",
				change->sure, "size", pmk_format_ratio(change->size.estimate).text);
	}
	return changes;
}

/* The date of some runs, each once, where it begins; all of them would run into each other. */
static json_t *describe_dates(const struct pmk_track *track, const struct pmk_tracked *series)
{
	size_t every = series->n > TICS ? (series->n + TICS - 1) / TICS : 1;
	json_t *dates = json_array();
	const char *last = "";

	for (size_t i = 0; i < series->n; i += every) {
		const char *started = pmk_past_run(track->past, series->points[i]->run, "started");

		pmk_json_append(dates, "{s:o, s:I}", "date",
				json_sprintf("%.10s",
					     strncmp(started, last, 10) != 0 ? started : ""),
				"at", (json_int_t)i);
		last = started;
	}
	return dates;
}

/* Steps of 1, 2 or 5 that leave four to ten tics. */
static json_t *describe_tics(double lo, double hi, const char *unit)
{
	double step = pow(10, floor(log10((hi - lo) / 4)));
	json_t *tics = json_array();

	step *= (hi - lo) / step > 20 ? 5 : (hi - lo) / step > 10 ? 2 : 1;
	for (long i = lround(ceil(lo / step)); (double)i * step <= hi; i++)
		pmk_tool_tic(tics, (double)i * step, unit);
	return tics;
}

int pmk_track_plot(const struct pmk_track *track, const struct pmk_tracked *series, const char *dir)
{
	const json_t *where = series->past->where;
	char *stem = pmk_tool_stem("%ld-%.100s-%.40s", series->past->id, series->past->name,
				   pmk_rec_text(where, "target"));
	double lo = INFINITY, hi = 0, room;
	int err;

	if (!stem)
		return -ENOMEM;

	for (size_t i = 0; i < series->n; i++) {
		lo = fmin(lo, series->values[i]);
		hi = fmax(hi, series->values[i]);
	}
	room = fmax((hi - lo) * 0.08, hi * 0.002);
	err = pmk_tool_script(
		dir, stem, plot_template, HEIGHT,
		json_pack("{s:o, s:s*, s:s*, s:I, s:f, s:f, s:o, s:o, s:o, s:o, s:o, s:s, s:s}",
			  "title", pmk_track_title(series), "cpu", pmk_rec_text(where, "cpu"),
			  "placement", pmk_rec_text(where, "placement"), "n", (json_int_t)series->n,
			  "lowest", lo - room, "highest", hi + room, "tics",
			  describe_tics(lo - room, hi + room, pmk_rec_text(where, "unit")), "dates",
			  describe_dates(track, series), "points", describe_points(series),
			  "levels", describe_levels(series), "changes", describe_changes(series),
			  "run_colour", pmk_tool_colour(4), "level_colour", pmk_tool_colour(0)));
	err = err ? err : pmk_tool_gnuplot(dir, &stem, 1);
	free(stem);
	return err;
}
