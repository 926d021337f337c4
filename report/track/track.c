// SPDX-License-Identifier: GPL-2.0-only
/* Looks for changes in the series of a history, all of them together. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "record/record_read.h"
#include "text/pattern.h"
#include "track.h"

bool pmk_track_wants(const struct pmk_track_options *options, const struct pmk_past_series *series)
{
	if (options->circumstances &&
	    pmk_rec_number(series->where, "circumstances") != (double)options->circumstances)
		return false;
	return pmk_patterns_want(options->patterns, (size_t)options->n_patterns, series->name);
}

static int take(struct pmk_track *track, const struct pmk_past_series *past)
{
	struct pmk_tracked *series = &track->all[track->n++];

	series->past = past;
	series->insn = past->insn;
	series->points = calloc(past->n + 1, sizeof(*series->points));
	series->values = calloc(past->n + 1, sizeof(*series->values));
	if (!series->points || !series->values)
		return -ENOMEM;
	for (size_t i = 0; i < past->n; i++) {
		const struct pmk_past_point *point = &past->points[i];

		if (!point->passed || (pmk_past_run(track->past, point->run, "untrusted") &&
				       !track->options->untrusted))
			continue;
		series->points[series->n] = point;
		series->values[series->n++] = point->median;
	}
	return 0;
}

static int look(struct pmk_track *track, struct pmk_change_null *null)
{
	const struct pmk_track_options *options = track->options;
	int err = 0;

	for (size_t i = 0; i < track->n && !err; i++) {
		struct pmk_tracked *series = &track->all[i];

		if (series->n < 2 * options->persist)
			track->n_short++;
		else if (series->insn)
			err = pmk_change_steps(null, series->values, series->n,
					       pmk_clock_insn.effect, &series->changes);
		else
			err = pmk_change_find(null, series->values, series->n, options->effect,
					      &series->changes);
	}
	return err;
}

static int pool(struct pmk_track *track)
{
	struct pmk_changes *changes = calloc(track->n + 1, sizeof(*changes));
	int err;

	if (!changes)
		return -ENOMEM;
	for (size_t i = 0; i < track->n; i++)
		changes[i] = track->all[i].changes;
	err = pmk_change_pool(changes, track->n, track->options->rate);
	for (size_t i = 0; i < track->n; i++)
		track->all[i].changes = changes[i];
	free(changes);
	return err;
}

int pmk_track(const struct pmk_past *past, const struct pmk_track_options *options,
	      struct pmk_track *track)
{
	struct pmk_change_null *null = pmk_change_null_new(options->seed, options->persist);
	int err = 0;

	*track = (struct pmk_track){ .past = past, .options = options };
	track->all = calloc(past->n_series + 1, sizeof(*track->all));
	if (!track->all || !null)
		err = -ENOMEM;
	for (size_t i = 0; i < json_array_size(past->runs); i++)
		track->n_untrusted += pmk_past_run(past, i, "untrusted") && !options->untrusted;
	for (size_t i = 0; i < past->n_series && !err; i++)
		if (pmk_track_wants(options, &past->series[i]) &&
		    !pmk_rec_selfcheck(past->series[i].name))
			err = take(track, &past->series[i]);
	err = err ? err : look(track, null);
	err = err ? err : pool(track);
	pmk_change_null_free(null);
	return err;
}

void pmk_track_free(struct pmk_track *track)
{
	for (size_t i = 0; i < track->n; i++) {
		free(track->all[i].points);
		free(track->all[i].values);
		free(track->all[i].changes.all);
	}
	free(track->all);
	memset(track, 0, sizeof(*track));
}

/* The first of the newest runs of some circumstances, as an index into the runs. */
static size_t newest_from(const struct pmk_track *track, const json_t *where)
{
	size_t from = json_array_size(track->past->runs), left = track->options->last;

	for (size_t run = from; run-- > 0 && left;)
		if (pmk_past_target(track->past, where, run)) {
			from = run;
			left--;
		}
	return from;
}

bool pmk_track_alarm(const struct pmk_track *track, const struct pmk_tracked *series, size_t change)
{
	const struct pmk_change *all = series->changes.all;
	double now = all[change].size.estimate;

	if (!all[change].sure || !pmk_track_worse(series, change) ||
	    series->points[all[change].at]->run < newest_from(track, series->past->where))
		return false;
	for (size_t i = change + 1; i < series->changes.n; i++)
		now *= all[i].sure ? all[i].size.estimate : 1;
	if (series->past->more_is_better)
		now = 1 / now;
	return now >= 1 + (series->insn ? pmk_clock_insn.effect : track->options->effect);
}

size_t pmk_track_alarms(const struct pmk_track *track)
{
	size_t n = 0;

	for (size_t i = 0; i < track->n; i++)
		for (size_t j = 0; j < track->all[i].changes.n; j++)
			n += pmk_track_alarm(track, &track->all[i], j);
	return n;
}

bool pmk_track_worse(const struct pmk_tracked *series, size_t change)
{
	return (series->changes.all[change].size.estimate > 1) != series->past->more_is_better;
}

const char *pmk_track_words(const struct pmk_tracked *series, size_t change)
{
	bool worse = pmk_track_worse(series, change);

	if (series->changes.all[change].sure)
		return worse ? "regressed" : "improved";
	return worse ? "may have regressed" : "may have improved";
}

double pmk_track_level(const struct pmk_tracked *series, size_t change, bool after)
{
	const struct pmk_change *all = series->changes.all;
	size_t n = series->changes.n, at = all[change].at;
	size_t from = after ? at : change ? all[change - 1].at : 0;
	size_t to = !after ? at : change + 1 < n ? all[change + 1].at : series->n;

	if (to - from > PMK_CHANGE_NEAR && after)
		to = from + PMK_CHANGE_NEAR;
	else if (to - from > PMK_CHANGE_NEAR)
		from = to - PMK_CHANGE_NEAR;
	return pmk_stats_median(series->values + from, to - from);
}

json_t *pmk_track_title(const struct pmk_tracked *series)
{
	return json_sprintf("%s on %s, %s", series->past->name,
			    pmk_rec_text(series->past->where, "target"),
			    series->insn ? "instructions, not time" : "wall time");
}
