// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark history track` for people: the changes in words, and the series as a sketch. */
#include <math.h>
#include <string.h>

#include "text/format.h"
#include "track.h"

#define COLUMNS 64
#define ROWS	6

/* Medians of the runs that fall into each column, then a mark in the row of each. */
void pmk_track_sketch(FILE *to, const struct pmk_tracked *series, const char *unit)
{
	size_t columns = series->n < COLUMNS ? series->n : COLUMNS;
	char rows[ROWS][COLUMNS + 1], marks[COLUMNS + 1];
	double value[COLUMNS], lo = INFINITY, hi = 0;

	memset(rows, ' ', sizeof(rows));
	memset(marks, ' ', sizeof(marks));
	for (size_t c = 0; c < columns; c++) {
		size_t from = c * series->n / columns, to_run = (c + 1) * series->n / columns;

		value[c] = pmk_stats_median(series->values + from, to_run - from);
		lo = fmin(lo, value[c]);
		hi = fmax(hi, value[c]);
	}
	for (size_t c = 0; c < columns; c++) {
		double up = hi > lo ? (value[c] - lo) / (hi - lo) * ROWS : 0;

		rows[up < ROWS ? (size_t)up : ROWS - 1][c] = 'o';
	}
	for (size_t i = 0; columns && i < series->changes.n; i++)
		marks[((series->changes.all[i].at + 1) * columns - 1) / series->n] =
			series->changes.all[i].sure ? '^' : '?';
	for (size_t r = ROWS; r-- > 0;)
		fprintf(to, "  %12s |%.*s\n",
			r == ROWS - 1 ? pmk_format_cost(hi, unit).text
			: r == 0      ? pmk_format_cost(lo, unit).text
				      : "",
			(int)columns, rows[r]);
	fprintf(to, "  %12s  %.*s\n", "", (int)columns, marks);
}

static void print_run(const struct pmk_track *track, const struct pmk_tracked *series, size_t at)
{
	const struct pmk_past_run *run = &track->past->runs[series->points[at]->run];
	const struct pmk_past_target *target =
		pmk_past_target(track->past, series->past->circumstances, series->points[at]->run);

	pmk_print_text(stdout, run->run_id);
	printf(" (%s, kernel ", run->started);
	pmk_print_text(stdout, target && target->kernel ? target->kernel : "unknown");
	printf(", pagemark ");
	pmk_print_text(stdout, run->commit ? run->commit : "unknown");
	putchar(')');
}

static void print_new(const char *what, const char *old, const char *new)
{
	if (!old || !new || !strcmp(old, new))
		return;
	printf("      new there: %s ", what);
	pmk_print_text(stdout, *old ? old : "none");
	printf(" -> ");
	pmk_print_line(stdout, *new ? new : "none");
}

/* One line "new there: WHAT a -> b" for each that differs between the two runs. */
static void print_news(const struct pmk_track *track, const struct pmk_tracked *series, size_t at)
{
	size_t before = series->points[at - 1]->run, after = series->points[at]->run;
	const struct pmk_past *past = track->past;
	size_t where = series->past->circumstances;
	const struct pmk_past_target *old = pmk_past_target(past, where, before),
				     *new = pmk_past_target(past, where, after);

	print_new("hazards", old ? old->hazards : NULL, new ? new->hazards : NULL);
	if (old && new && old->n_facts &&new->n_facts) {
		for (size_t i = 0; i < new->n_facts; i++)
			print_new(new->facts[i].what,
				  pmk_past_fact(old->facts, old->n_facts, new->facts[i].what),
				  new->facts[i].text);
		return;
	}
	print_new("kernel", old ? old->kernel : NULL, new ? new->kernel : NULL);
	print_new("kernel's configuration", old ? old->config : NULL, new ? new->config : NULL);
	print_new("pagemark's commit", past->runs[before].commit, past->runs[after].commit);
	print_new("compiler", past->runs[before].compiler, past->runs[after].compiler);
}

static void print_change(const struct pmk_track *track, const struct pmk_tracked *series, size_t i)
{
	const struct pmk_change *change = &series->changes.all[i];
	const char *unit = track->past->circumstances[series->past->circumstances].unit;

	printf("    %s%s to %s (%.0f %% interval %s to %s): from %s to %s",
	       pmk_track_alarm(track, series, i) ? "NEW: " : "", pmk_track_words(series, i),
	       pmk_format_ratio(change->size.estimate).text, 100 * change->size.coverage,
	       pmk_format_ratio(change->size.lo).text, pmk_format_ratio(change->size.hi).text,
	       pmk_format_cost(pmk_track_before(series, i), unit).text,
	       pmk_format_cost(pmk_track_after(series, i), unit).text);
	if (change->p > 0)
		printf(", p=%.2g", change->p);
	printf("\n      first run after it: ");
	print_run(track, series, change->at);
	if (change->first == change->last)
		printf("\n      last run before it: ");
	else
		printf("\n      it may lie anywhere after: ");
	print_run(track, series, change->first - 1);
	if (change->first != change->last) {
		printf("\n      and up to: ");
		print_run(track, series, change->last);
	}
	putchar('\n');
	print_news(track, series, change->at);
}

static void print_series(const struct pmk_track *track, const struct pmk_tracked *series)
{
	const struct pmk_circumstances *where =
		&track->past->circumstances[series->past->circumstances];
	char title[512];

	pmk_track_title(track, series, title, sizeof(title));
	pmk_print_text(stdout, title);
	printf(" (");
	pmk_print_text(stdout, where->cpu ? where->cpu : "unknown machine");
	printf(", circumstances %ld, %zu runs)\n", where->id, series->n);
	pmk_track_sketch(stdout, series, where->unit);
	for (size_t i = 0; i < series->changes.n; i++)
		print_change(track, series, i);
	putchar('\n');
}

/* Series with something to act upon come first. */
static bool has_alarm(const struct pmk_track *track, const struct pmk_tracked *series)
{
	for (size_t i = 0; i < series->changes.n; i++)
		if (pmk_track_alarm(track, series, i))
			return true;
	return false;
}

static void print_counts(const struct pmk_track *track)
{
	const struct pmk_track_options *options = track->options;
	size_t counts[2][2] = { { 0 } }, alarms = pmk_track_alarms(track);

	for (size_t i = 0; i < track->n; i++)
		for (size_t j = 0; j < track->all[i].changes.n; j++) {
			const struct pmk_change *change = &track->all[i].changes.all[j];

			counts[change->sure][pmk_track_worse(&track->all[i], j)]++;
		}
	printf("%zu series: %zu time%s regressed, %zu time%s improved; at most %.3g %% of these "
	       "are false on average,\n"
	       "  where runs scatter about a level or, over 30 runs or more, a straight drift, and "
	       "remember only the run before\n",
	       track->n, counts[1][1], counts[1][1] == 1 ? "" : "s", counts[1][0],
	       counts[1][0] == 1 ? "" : "s", 100 * options->rate);
	if (counts[0][0] + counts[0][1])
		printf("%zu more may be changes: more runs will tell\n",
		       counts[0][0] + counts[0][1]);
	if (track->n_short)
		printf("%zu series with fewer than %zu runs: nothing can be said of them yet\n",
		       track->n_short, 2 * options->persist);
	if (track->n_untrusted)
		printf("%zu runs that say they are untrusted left out; --untrusted takes them in\n",
		       track->n_untrusted);
	printf("%zu regression%s within the last %zu runs\n", alarms, alarms == 1 ? "" : "s",
	       options->last);
}

void pmk_track_pretty(const struct pmk_track *track)
{
	for (int alarm = 1; alarm >= 0; alarm--)
		for (size_t i = 0; i < track->n; i++)
			if (track->all[i].changes.n &&
			    has_alarm(track, &track->all[i]) == (bool)alarm)
				print_series(track, &track->all[i]);
	print_counts(track);
}
