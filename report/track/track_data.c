// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark history track` for programs and for a page of Markdown. */
#include <jansson.h>
#include <string.h>

#include "text/format.h"
#include "track.h"

static json_t *json_run(const struct pmk_track *track, const struct pmk_tracked *series, size_t at)
{
	const struct pmk_past_run *run = &track->past->runs[series->points[at]->run];
	const struct pmk_past_target *target =
		pmk_past_target(track->past, series->past->circumstances, series->points[at]->run);

	return json_pack("{s:s, s:s, s:s?, s:s?}", "id", run->run_id, "started", run->started,
			 "commit", run->commit, "kernel", target ? target->kernel : NULL);
}

static json_t *json_change(const struct pmk_track *track, const struct pmk_tracked *series,
			   size_t i)
{
	const struct pmk_change *change = &series->changes.all[i];

	return json_pack("{s:s, s:b, s:b, s:f, s:f, s:f, s:f, s:f, s:f, s:f, s:o, s:o, s:o}",
			 "answer", pmk_track_worse(series, i) ? "regressed" : "improved", "sure",
			 change->sure, "new", pmk_track_alarm(track, series, i), "p", change->p,
			 "ratio", change->size.estimate, "lo", change->size.lo, "hi",
			 change->size.hi, "coverage", change->size.coverage, "median_before",
			 pmk_track_before(series, i), "median_after", pmk_track_after(series, i),
			 "first_after", json_run(track, series, change->at), "after",
			 json_run(track, series, change->first - 1), "up_to",
			 json_run(track, series, change->last));
}

void pmk_track_json(const struct pmk_track *track)
{
	json_t *all = json_array(), *object;

	for (size_t i = 0; i < track->n; i++) {
		const struct pmk_tracked *series = &track->all[i];
		const struct pmk_circumstances *where =
			&track->past->circumstances[series->past->circumstances];
		json_t *changes = json_array();

		for (size_t j = 0; j < series->changes.n; j++)
			json_array_append_new(changes, json_change(track, series, j));
		json_array_append_new(all,
				      json_pack("{s:s, s:s, s:I, s:s, s:s, s:s?, s:s?, s:I, s:o}",
						"name", series->past->name, "target", where->target,
						"circumstances", (json_int_t)where->id, "clock",
						where->clock, "unit", where->unit, "accelerator",
						where->accelerator, "cpu", where->cpu, "runs",
						(json_int_t)series->n, "changes", changes));
	}
	object = json_pack("{s:I, s:I, s:I, s:I, s:f, s:I, s:o}", "runs",
			   (json_int_t)track->past->n_runs, "untrusted_left_out",
			   (json_int_t)track->n_untrusted, "too_short", (json_int_t)track->n_short,
			   "last", (json_int_t)track->options->last, "rate", track->options->rate,
			   "regressions", (json_int_t)pmk_track_alarms(track), "series", all);
	json_dumpf(object, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
	putchar('\n');
	json_decref(object);
}

/* Text of a record in a cell: what Markdown or HTML would take for its own is left inert. */
static void cell(const char *text)
{
	for (; text && *text; text++)
		if (strchr("|<>&`*_[]\\", *text))
			printf("&#%d;", *text);
		else
			putchar((unsigned char)*text < ' ' || *text == 0x7f ? '?' : *text);
}

static void markdown_run(const struct pmk_track *track, const struct pmk_tracked *series, size_t at)
{
	const struct pmk_past_target *target =
		pmk_past_target(track->past, series->past->circumstances, series->points[at]->run);
	const struct pmk_past_run *run = &track->past->runs[series->points[at]->run];

	cell(run->run_id);
	printf(", ");
	cell(target && target->kernel ? target->kernel : "kernel unknown");
	printf(", ");
	cell(run->commit ? run->commit : "commit unknown");
}

static void markdown_row(const struct pmk_track *track, const struct pmk_tracked *series, size_t i)
{
	const struct pmk_change *change = &series->changes.all[i];
	char title[512];

	pmk_track_title(track, series, title, sizeof(title));
	printf("| ");
	cell(title);
	printf(" | %s%s to %s (%s to %s)", pmk_track_alarm(track, series, i) ? "**new** " : "",
	       pmk_track_words(series, i), pmk_format_ratio(change->size.estimate).text,
	       pmk_format_ratio(change->size.lo).text, pmk_format_ratio(change->size.hi).text);
	if (change->p > 0)
		printf(" | %.2g | ", change->p);
	else
		printf(" | exact | ");
	markdown_run(track, series, change->at);
	printf(" | ");
	markdown_run(track, series, change->first - 1);
	printf(" | ");
	markdown_run(track, series, change->last);
	printf(" |\n");
}

void pmk_track_markdown(const struct pmk_track *track)
{
	size_t n = 0, alarms = pmk_track_alarms(track);

	printf("%zu regression%s within the last %zu runs, in %zu series over %zu runs.\n", alarms,
	       alarms == 1 ? "" : "s", track->options->last, track->n, track->past->n_runs);
	for (int alarm = 1; alarm >= 0; alarm--)
		for (size_t i = 0; i < track->n; i++)
			for (size_t j = 0; j < track->all[i].changes.n; j++) {
				if (pmk_track_alarm(track, &track->all[i], j) != (bool)alarm)
					continue;
				if (!n++)
					printf("\n| series | change | p | first run after it | "
					       "after | up to |\n"
					       "|---|---|---|---|---|---|\n");
				markdown_row(track, &track->all[i], j);
			}
}
